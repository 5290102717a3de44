package main

import (
	"context"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/store"
)

// writeHistory makes a repository in dir whose commits show how the demo came about: the
// data in the folder contracts, and the files that go with it from the first commit on.
func writeHistory(ctx context.Context, dir string, opt demo.Options, quarters int) (err error) {
	opt.Base, _ = store.Load(ctx, contracts.FS, store.Options{})
	w, err := history.Create(dir, "main")
	if err != nil {
		return err
	}
	defer func() {
		if cerr := w.Close(); err == nil {
			err = cerr
		}
	}()
	if err := eachScaffold(w.Put); err != nil {
		return err
	}
	files := demo.FilesIn(w, "contracts")
	for s := range demo.History(demo.Generate(opt), opt, quarters) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := files.Lay(&s); err != nil {
			return err
		}
		if _, err := w.Commit(history.Person{Name: s.Author, Email: s.Email}, s.When, s.Subject); err != nil {
			return err
		}
	}
	return nil
}

// demoHistory is the history that init is asked for, if any.
type demoHistory struct {
	opt      demo.Options
	quarters int
}

func (d *demoHistory) write(ctx context.Context, dir string) error {
	if d == nil {
		return nil
	}
	return writeHistory(ctx, dir, d.opt, d.quarters)
}
