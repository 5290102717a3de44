package main

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
)

// only says of which part of the portfolio findings are asked for; the zero value asks for all.
type only struct {
	paths               []string // files, folders, patterns of such, ids, names
	changed             string   // a revision: files that differ from it
	manager, department string   // an id or a name
	severity            string   // the mildest
}

// part is what was asked for, found out.
type part struct {
	files               int      // in it
	among               []string // files and folders; none: all
	differing           []string // files that differ, if that is asked
	changed             bool
	manager, department string
	mildest             diag.Severity
}

// part finds out what is meant, and refuses what means nothing: to check nothing is no check.
func (a *app) part(o only, l *loaded, archive *past.Archive) (part, error) {
	pt := part{files: l.Count, changed: o.changed != ""}
	var err error
	if pt.manager, err = l.person(o.manager); err != nil {
		return pt, err
	}
	if pt.department, err = l.department(o.department); err != nil {
		return pt, err
	}
	if pt.mildest, err = mildest(o.severity, l.Printer); err != nil {
		return pt, err
	}
	if len(o.paths) == 0 && !pt.changed {
		return pt, nil
	}
	files := dataFiles(l.Files)
	if pt.among, err = a.among(o.paths, files, l.Portfolio); err != nil {
		return pt, err
	}
	if pt.changed {
		if pt.differing, err = archive.Differing(o.changed); err != nil {
			return pt, gitFailure(err)
		}
		files = pt.differing
	}
	pt.files = len(slices.DeleteFunc(slices.Clone(files), func(f string) bool { return !pt.reaches(f) }))
	return pt, nil
}

// mildest reads the word of a severity, English or as findings are printed.
func mildest(word string, p *message.Printer) (diag.Severity, error) {
	var among []choice
	for s := diag.Note; s <= diag.Error; s++ {
		among = append(among, choice{s.String(), []string{p.Text("values.severity."+s.String(), nil)}})
	}
	if word == "" {
		return diag.Note, nil
	}
	id, closest := choose(word, among)
	s, ok := diag.ParseSeverity(id)
	if !ok {
		return s, misuse("bad-severity", message.Args{"value": word, "closest": closest})
	}
	return s, nil
}

// keep gives the findings of the part. One about a contract that could not be read stays: nobody
// knows whose it is.
func (pt *part) keep(findings []diag.Finding, l *loaded) []diag.Finding {
	return slices.DeleteFunc(findings, func(f diag.Finding) bool {
		about := []string{below(f.File, l.Prefix)} // and the other places of the same fault
		for _, r := range f.Related {
			about = append(about, below(r.File, l.Prefix))
		}
		differs := func(file string) bool { return slices.Contains(pt.differing, file) }
		return !slices.ContainsFunc(about, pt.reaches) || pt.changed && !slices.ContainsFunc(about, differs) ||
			!pt.concerns(f, about[0], l.Portfolio)
	})
}

// show leaves out findings that are milder than those asked for.
func (pt *part) show(findings []diag.Finding) []diag.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f diag.Finding) bool { return f.Severity < pt.mildest })
}

// concerns reports whether a finding is for the manager and the department that are asked for.
func (pt *part) concerns(f diag.Finding, file string, p *contract.Portfolio) bool {
	if pt.manager == "" && pt.department == "" {
		return true
	}
	id := f.Subject
	if in, ok := strings.CutPrefix(file, "agreements/"); ok && id == "" {
		id, _, _ = strings.Cut(in, "/")
	}
	c := p.Contract(id)
	if c == nil {
		return id != "" || file == "people/"+pt.manager+".toml"
	}
	return (pt.manager == "" || c.Manager == pt.manager) && (pt.department == "" || c.Department == pt.department)
}

// reaches reports whether a file, named from the data folder, lies in what the paths mean.
func (pt *part) reaches(file string) bool { return len(pt.among) == 0 || reaches(pt.among, file) }

// reaches reports whether a file lies in one of some files and folders.
func reaches(among []string, file string) bool {
	return slices.ContainsFunc(among, func(p string) bool { return within(file, p) })
}

func within(file, folder string) bool {
	return folder == "." || file == folder || strings.HasPrefix(file, folder+"/")
}

// below names a file from the data folder.
func below(file, prefix string) string { return strings.TrimPrefix(file, prefix+"/") }

// among are the files and folders that arguments mean; one that means nothing is refused, with the
// id that is spelt most like it.
func (a *app) among(args, files []string, p *contract.Portfolio) ([]string, error) {
	var out []string
	for _, arg := range args {
		means := a.meant(arg, files, p)
		if len(means) == 0 {
			return nil, misuse("no-path", message.Args{"path": arg, "closest": nearest(path.Base(filepath.ToSlash(arg)), records(files, p))})
		}
		out = append(out, means...)
	}
	return out, nil
}

// meant are the files and folders of the data that an argument means: a path from where the
// program runs, from the top of the repository or from the data folder, a pattern of such, or the
// id or name of a record.
func (a *app) meant(arg string, files []string, p *contract.Portfolio) []string {
	if arg == "" {
		return nil
	}
	prefix := a.prefix()
	slashed := path.Clean(filepath.ToSlash(arg))
	candidates := []string{below(slashed, prefix), slashed}
	if slashed == prefix {
		candidates = append(candidates, ".")
	}
	here, err1 := filepath.Abs(arg)
	top, err2 := filepath.Abs(a.data)
	if rel, err3 := filepath.Rel(top, here); errors.Join(err1, err2, err3) == nil && filepath.IsLocal(rel) {
		candidates = slices.Insert(candidates, 0, filepath.ToSlash(rel))
	}
	for _, c := range candidates {
		if slices.ContainsFunc(files, func(f string) bool { return within(f, c) }) {
			return []string{c}
		}
		if hits := matching(c, files); len(hits) > 0 {
			return hits
		}
	}
	id, _ := choose(arg, records(files, p))
	return slices.DeleteFunc(recordsOf(files), func(r string) bool { return id == "" || idOf(r) != id })
}

// recordsOf are the files of records, and the folders of contracts.
func recordsOf(files []string) []string {
	var out []string
	for _, f := range files {
		parts := strings.Split(f, "/")
		if parts[0] == "agreements" && len(parts) > 2 {
			f = path.Join(parts[:2]...)
		}
		out = append(out, f)
	}
	return slices.Compact(out)
}

// idOf is the id of a record's file or folder.
func idOf(record string) string { return strings.TrimSuffix(path.Base(record), ".toml") }

// records are those of the files by their ids, contracts and people also by name.
func records(files []string, p *contract.Portfolio) []choice {
	out := slices.Concat(contracts(p), people(p))
	for _, r := range recordsOf(files) {
		if p.Contract(idOf(r)) == nil && p.Person(idOf(r)) == nil {
			out = append(out, choice{id: idOf(r)})
		}
	}
	return out
}

// matching are the files, and the folders of files, that a pattern matches; none where it is none.
func matching(pattern string, all []string) []string {
	if !strings.ContainsAny(pattern, "*?[") {
		return nil
	}
	var out []string
	for _, f := range all {
		for at := f; at != "."; at = path.Dir(at) {
			if ok, _ := path.Match(pattern, at); ok {
				out = append(out, at)
				break
			}
		}
	}
	return out
}

// dataFiles are the files of a data folder, sorted; hidden ones are no data.
func dataFiles(fsys fs.FS) []string {
	var out []string
	_ = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error { // what cannot be read, loading has told of
		switch {
		case strings.HasPrefix(path.Base(p), ".") && p != "." && d != nil && d.IsDir():
			return fs.SkipDir
		case err == nil && !d.IsDir() && !strings.HasPrefix(path.Base(p), "."):
			out = append(out, p)
		}
		return nil
	})
	return out
}
