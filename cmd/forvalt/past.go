package main

import (
	"context"
	"path"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/store"
)

// writeHistory makes a repository in dir whose commits tell how the demo came to be: the
// data in the folder contracts, what goes with it from the first commit on.
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
	h := &pastFiles{w: w, there: map[string]bool{}}
	for s := range demo.History(demo.Generate(opt), opt, quarters) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if h.step(&s); h.err != nil {
			return h.err
		}
		if _, err := w.Commit(history.Person{Name: s.Author, Email: s.Email}, s.When, s.Subject); err != nil {
			return err
		}
	}
	return nil
}

// pastFiles makes files of the records of a made-up history.
type pastFiles struct {
	w     *history.Writer
	there map[string]bool // files that are in the tree
	err   error
}

func (h *pastFiles) put(name string, data []byte) bool {
	if h.err == nil {
		h.there[name] = true
		h.err = h.w.Put(path.Join("contracts", name), data)
	}
	return h.err == nil
}

func (h *pastFiles) step(s *demo.Step) {
	if s.Whole != nil {
		before := h.there
		h.there = map[string]bool{}
		for name, data := range store.Files(s.Whole) {
			h.put(name, data)
		}
		for name := range before {
			if !h.there[name] {
				h.w.Remove(path.Join("contracts", name))
			}
		}
	}
	for _, c := range s.Contracts {
		store.ContractFiles(c, h.put)
	}
	for _, c := range s.Turnover {
		h.put("agreements/"+c.ID+"/turnover.toml", store.Encode(c.Turnover))
	}
	for _, v := range s.Suppliers {
		h.put("suppliers/"+v.ID+".toml", store.Encode(v))
	}
	for _, v := range s.Models {
		h.put("risk/"+v.From.String()+".toml", store.Encode(v))
	}
	for _, v := range s.Spend {
		h.put("spend/"+v.Quarter.String()+".toml", store.Encode(v))
	}
	for _, name := range s.Gone {
		h.w.Remove(path.Join("contracts", name))
		delete(h.there, name)
	}
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
