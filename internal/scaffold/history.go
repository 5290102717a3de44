package scaffold

import (
	"context"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/store"
)

// History makes a repository in dir whose commits show how a made-up portfolio came about:
// the data in the folder contracts, and the files that go with it from the first commit on.
func History(ctx context.Context, dir string, opt demo.Options, quarters int, r Release) (err error) {
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
	for name, data := range around(r) {
		if err := w.Put(name, data); err != nil {
			return err
		}
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
