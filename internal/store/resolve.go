package store

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
)

// resolve looks up every reference; an unknown one gets the closest id as a suggestion. A
// reference to a record whose file could not be read is not reported: that file has its own
// finding.
func resolve(p *contract.Portfolio, refs []reference, unread map[string][]string) []diag.Finding {
	known := knownIDs(p)
	for kind, ids := range unread {
		for _, id := range ids {
			if known[kind] == nil {
				known[kind] = map[string]string{}
			}
			if _, ok := known[kind][id]; !ok {
				known[kind][id] = ""
			}
		}
	}
	type target struct{ kind, id string }
	first := map[target]int{} // where a record that is missing is reported
	var out []diag.Finding
	for _, r := range refs {
		names := known[r.kind]
		if _, all := names["*"]; all {
			continue
		}
		if _, ok := names[r.id]; ok {
			continue
		}
		if i, told := first[target{r.kind, r.id}]; told { // one fault, one finding
			again(&out[i], r)
			continue
		}
		first[target{r.kind, r.id}] = len(out)
		out = append(out, unresolved(r, names))
	}
	return out
}

// unresolved is the finding of a reference to what is not there.
func unresolved(r reference, names map[string]string) diag.Finding {
	args := diag.Args{"kind": r.kind, "id": clip(seen(r.id)), "closest": "", "name": "", "n": 1}
	if file := fileOf[r.kind]; file != "" && validID(r.id) {
		args["variant"], args["file"] = "file", strings.Replace(file, "*", r.id, 1)
	} else if file == "" {
		args["variant"] = "portfolio"
	}
	if c := likeliest(r.id, names); c != "" {
		args["closest"], args["name"] = c, names[c]
	}
	return r.src.Value(r.path).At("FV031", diag.Error, args)
}

// maxRelated is how many places more a finding names.
const maxRelated = 5_000

// again adds a place to the finding of what is missing; of those on one line, the first.
func again(f *diag.Finding, r reference) {
	f.Args["n"] = f.Args["n"].(int) + 1
	last := f.Pos
	if n := len(f.Related); n == maxRelated {
		return
	} else if n > 0 {
		last = f.Related[n-1].Pos
	}
	if at := r.src.Value(r.path); at.File != last.File || at.Line != last.Line {
		f.Related = append(f.Related, at.Related())
	}
}

// fileOf is where a record of a kind lies; the others are tables of portfolio.toml.
var fileOf = map[string]string{
	"contract": "agreements/*/contract.toml", "supplier": "suppliers/*.toml", "person": "people/*.toml",
	"category": "categories/*.toml", "requirement": "requirements/*.toml", "guidance": "guidance/*.md",
}

// likeliest is the id that somebody meant: the nearest in spelling, that of the record with
// this name, or the only one that begins with it, as after a renaming.
func likeliest(written string, names map[string]string) string {
	ids := slices.DeleteFunc(slices.Sorted(maps.Keys(names)), func(id string) bool { return !validID(id) })
	written = strings.TrimSpace(plainSigns(written))
	if slices.Contains(ids, written) {
		return written
	}
	if c := contract.NearestID(written, ids); c != "" {
		return c
	}
	longer := ""
	for _, id := range ids {
		switch {
		case strings.EqualFold(names[id], written):
			return id
		case strings.HasPrefix(id, written+"-") && longer == "":
			longer = id
		case strings.HasPrefix(id, written+"-"):
			longer = "*" // several
		}
	}
	return strings.Trim(longer, "*")
}

// knownIDs gives the ids of each kind of record, with the name that people know it by.
func knownIDs(p *contract.Portfolio) map[string]map[string]string {
	k := map[string]map[string]string{}
	add := func(kind, id, name string) {
		if k[kind] == nil {
			k[kind] = map[string]string{}
		}
		k[kind][id] = name
	}
	for _, c := range p.Contracts {
		add("contract", c.ID, c.Title)
	}
	for _, s := range p.Suppliers {
		add("supplier", s.ID, s.Name)
	}
	for _, n := range p.People {
		add("person", n.ID, n.Name)
	}
	for _, c := range p.Categories {
		add("category", c.ID, c.Title)
	}
	for _, r := range p.Requirements {
		add("requirement", r.ID, r.Title.In(string(p.Settings.Site.Language)))
	}
	for _, d := range p.Settings.Departments {
		add("department", d.ID, d.Name)
	}
	add("buyer", p.Settings.Organisation.ID, p.Settings.Organisation.Name)
	for _, b := range p.Settings.Buyers {
		add("buyer", b.ID, b.Name)
	}
	for _, g := range p.Guidance {
		add("guidance", g.ID, g.Title)
		add("guidance", path.Base(g.ID), g.Title)
	}
	return k
}

// unread gives the ids of records whose files gave no record, by kind; "*" stands for
// all that portfolio.toml lists.
func unread(files []*file) map[string][]string {
	out := map[string][]string{}
	for _, f := range files {
		if f.put != nil {
			continue
		}
		if f.path == "portfolio.toml" {
			out["department"], out["buyer"] = []string{"*"}, []string{"*"}
			continue
		}
		if kind := kindOf(f.path); kind != "" && len(f.ids) > 0 {
			out[kind] = append(out[kind], f.ids[0], strings.Join(f.ids, "/"))
		}
	}
	return out
}

// kindOf is the kind of record that a path's first folder has, "" for none that is referred to.
func kindOf(p string) string {
	top, _, _ := strings.Cut(p, "/")
	return map[string]string{"agreements": "contract", "suppliers": "supplier", "people": "person",
		"categories": "category", "requirements": "requirement", "guidance": "guidance"}[top]
}

// severityOf a loader's finding: all but a byte-order mark and files that are no data stop a build.
func severityOf(code string) diag.Severity {
	if code == "FV003" || code == "FV017" {
		return diag.Warning
	}
	return diag.Error
}
