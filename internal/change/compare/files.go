package compare

import (
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/shape"
	"github.com/forvalt/forvalt/internal/diag"
)

// skip lists the files that a side could not read.
func (w *walker) skip(d *change.Diff) {
	w.skipped = map[string]bool{}
	for _, s := range w.sides {
		for _, p := range s.Unread {
			w.skipped[p] = true
		}
	}
	d.Skipped = slices.Sorted(maps.Keys(w.skipped))
}

// unread tells whether one of a record's files could not be read on one of the sides.
func (w *walker) unread(kind change.Type, id string) bool {
	for p := range w.skipped {
		p = "/" + p
		switch {
		case kind == change.Contract && strings.Contains(p, "/agreements/"+id+"/"):
			return true
		case strings.HasSuffix(p, "/"+folders[kind]+"/"+id+".toml") && folders[kind] != "":
			return true
		}
	}
	return false
}

// misnamed gives the folder in which a contract that is gone still stands, under a name that
// is refused; "" if there is none.
func (w *walker) misnamed(verb change.Verb, it *item) string {
	if verb != change.Removed || len(w.sides[1].Misnamed) == 0 || shape.TypeOf(it.v.Type()) != change.Contract {
		return ""
	}
	folder := ""
	shape.Sources(it.v, func(s *diag.Source) {
		if path.Base(s.Path) == "contract.toml" {
			folder = w.sides[1].Misnamed[string(s.Data)]
		}
	})
	return folder
}

// folders of records that are a file each.
var folders = map[change.Type]string{
	"supplier": "suppliers", "person": "people", "category": "categories", "requirement": "requirements",
	"risk-model": "risk", "catalogue": "catalogues", "spend": "spend", "report-freeze": "reports",
}

// formatting lists the files that differ and hold no change.
func (w *walker) formatting(ov, nv reflect.Value) []string {
	old, now := map[string]*diag.Source{}, map[string]*diag.Source{}
	for i := range ov.NumField() {
		if shape.IsRecords(ov.Type().Field(i)) {
			shape.Sources(ov.Field(i), func(s *diag.Source) { old[s.Path] = s })
			shape.Sources(nv.Field(i), func(s *diag.Source) { now[s.Path] = s })
		}
	}
	var out []string
	for p, s := range now {
		if o := old[p]; (o == nil || string(o.Data) != string(s.Data)) && !w.touched[p] && !w.skipped[p] {
			out = append(out, p)
		}
	}
	for p := range old {
		if now[p] == nil && !w.touched[p] && !w.skipped[p] {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// touch notes that the files in which a table stands hold a change.
func (w *walker) touch(ctx scope) {
	for _, file := range ctx.files {
		w.touched[file] = true
	}
}

// touchAll notes it of all files that made a value.
func (w *walker) touchAll(v reflect.Value) {
	shape.Sources(v, func(s *diag.Source) { w.touched[s.Path] = true })
}
