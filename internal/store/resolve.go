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
	first := map[target]*missed{}
	var missing []*missed
	inFile := map[*diag.Source]int{}
	for _, r := range refs {
		names := known[r.kind]
		if _, all := names["*"]; all {
			continue
		}
		if _, ok := names[r.id]; ok {
			continue
		}
		if m := first[target{r.kind, r.id}]; m != nil { // one fault, one finding
			m.again(r)
			continue
		}
		if inFile[r.src]++; inFile[r.src] > maxFindings {
			if inFile[r.src] == maxFindings+1 {
				missing = append(missing, &missed{finding: moreIn(r.src)})
			}
			continue
		}
		m := &missed{finding: unresolved(r, names), last: r}
		first[target{r.kind, r.id}] = m
		missing = append(missing, m)
	}
	var out []diag.Finding
	for _, m := range missing {
		out = append(out, m.finding)
	}
	return out
}

// missed is a record that is not there, with the place that named it last.
type missed struct {
	finding diag.Finding
	last    reference
}

// maxRelated is how many places more a finding names.
const maxRelated = 5_000

// again adds a place that names the record; of those in one list, the first.
func (m *missed) again(r reference) {
	f := &m.finding
	f.Args["n"] = f.Args["n"].(int) + 1
	if len(f.Related) == maxRelated || r.src == m.last.src && listOf(r.path) == listOf(m.last.path) {
		return
	}
	m.last = r
	f.Related = append(f.Related, r.src.Value(r.path).Related())
}

// listOf is the path without the index that it ends with.
func listOf(path string) string {
	if i := strings.LastIndexByte(path, '['); i >= 0 && strings.HasSuffix(path, "]") {
		return path[:i]
	}
	return path
}

// unresolved is the finding of a reference to what is not there.
func unresolved(r reference, names map[string]string) diag.Finding {
	args := diag.Args{"kind": r.kind, "id": clip(seen(r.id)), "closest": "", "name": "", "n": 1}
	if file := fileOf[r.kind]; file != "" && IsID(r.id) {
		args["variant"], args["file"] = "file", strings.Replace(file, "*", r.id, 1)
	} else if file == "" {
		args["variant"] = "portfolio"
	}
	if c := likeliest(r.id, names); c != "" {
		args["closest"], args["name"] = c, names[c]
	}
	return r.src.Value(r.path).At("FV031", diag.Error, args)
}

// fileOf is where a record of a kind lies; the others are tables of portfolio.toml.
var fileOf = map[string]string{
	"contract": "agreements/*/contract.toml", "supplier": "suppliers/*.toml", "person": "people/*.toml",
	"category": "categories/*.toml", "requirement": "requirements/*.toml", "guidance": "guidance/*.md",
}

// likeliest is the id that somebody meant: the nearest in spelling, that of the record with
// this name, or the only one that begins with it, as after a renaming.
func likeliest(written string, names map[string]string) string {
	ids := slices.DeleteFunc(slices.Sorted(maps.Keys(names)), func(id string) bool { return !IsID(id) })
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
