package store

import (
	"bytes"
	"context"
	"io/fs"
	"path"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/toml"
)

// Laid is a data file and the layout that it should have.
type Laid struct {
	Name          string // below the data folder
	Before, After []byte // After is nil where the file cannot be read
	Findings      []diag.Finding
}

// Differs reports whether the file has another layout than it should.
func (l *Laid) Differs() bool { return l.After != nil && !bytes.Equal(l.Before, l.After) }

// FormatNames gives the files that have a layout, in the order of their paths.
func FormatNames(fsys fs.FS) []string {
	var out []string
	l := &loader{fsys: fsys}
	for _, f := range l.list() {
		if strings.HasSuffix(f.path, ".toml") {
			out = append(out, f.path)
		}
	}
	return out
}

// FormatFiles gives files and their layouts, in the order of their names. Where ids are asked for,
// items that lack one have one. A file that cannot be read has a finding and no layout; the
// others have theirs.
func FormatFiles(ctx context.Context, fsys fs.FS, names []string, ids bool, opt Options) ([]Laid, error) {
	l := &loader{fsys: fsys, opt: opt}
	out := make([]Laid, len(names))
	cores, ctx := errgroup.WithContext(ctx)
	cores.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		cores.Go(func() error {
			data, err := l.bytes(name)
			out[i] = lay(&file{path: name, data: data, err: err, fetched: true}, ids, opt.Prefix)
			return ctx.Err()
		})
	}
	return out, cores.Wait()
}

// FormatOne is FormatFiles of one file, whose bytes need not be in the data folder yet.
func FormatOne(name string, data []byte, ids bool, prefix string) Laid {
	var err error
	if len(data) > toml.MaxSize {
		err = errTooLarge
	}
	return lay(&file{path: name, data: data, err: err, fetched: true}, ids, prefix)
}

func lay(f *file, ids bool, prefix string) Laid {
	out := Laid{Name: f.path, Before: f.data}
	err := f.err
	if err == nil && ids {
		out.After, err = FormatIDs(f.path, f.data)
	} else if err == nil {
		out.After, err = Format(f.path, f.data)
	}
	if err == nil {
		return out
	}
	out.After = nil
	_, f.ids = classify(f.path)
	(&loader{opt: Options{Prefix: prefix}}).read(f)
	for _, fd := range f.findings {
		if fd.Severity == diag.Error {
			out.Findings = append(out.Findings, fd)
		}
	}
	if len(out.Findings) == 0 { // it can be read, but has no layout: a fault of ours
		out.Findings = append(out.Findings, diag.Finding{Code: "FV001", Severity: diag.Error, Pos: diag.Pos{File: path.Join(prefix, f.path)},
			Args: diag.Args{"path": f.path, "reason": err.Error()}})
	}
	return out
}

// Settings reads portfolio.toml alone: a portfolio of which nothing else is known. The finding is that
// of data made for a newer program, whose layout this one does not know.
func Settings(fsys fs.FS, opt Options) (*contract.Portfolio, []diag.Finding) {
	p := &contract.Portfolio{}
	l, f := &loader{fsys: fsys, opt: opt}, &file{path: "portfolio.toml"}
	l.read(f)
	if f.put != nil {
		f.put(&parts{portfolio: p})
	}
	if newer, is := l.settings(p); is {
		return p, []diag.Finding{newer}
	}
	return p, nil
}
