package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/place"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/scaffold"
)

func initCommand(a *app) *cobra.Command {
	var sample bool
	var wanted, quarters int
	var seed uint64
	c := &cobra.Command{
		Use:     "init [DIR]",
		Args:    arguments(0, 1),
		Example: "  forvalt init kontrakter\n  forvalt init --sample prove\n  forvalt init --demo 852 --seed 7 demo\n  forvalt init --demo 852 --history 12 demo",
		RunE: func(c *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			files := scaffold.Empty()
			var past func(dir string) error
			switch {
			case quarters != 0 && wanted == 0:
				return misuse("history-without-demo", nil)
			case quarters < 0 || quarters > maxQuarters:
				return misuse("bad-history", message.Args{"value": quarters, "limit": maxQuarters})
			case sample && wanted != 0:
				return misuse("sample-or-demo", nil)
			case wanted < 0 || wanted > 1_000_000:
				return misuse("bad-demo", message.Args{"value": wanted})
			case sample:
				files = scaffold.Sample()
			case wanted > 0:
				asOf, err := a.date(&contract.Portfolio{})
				if err != nil {
					return err
				}
				opt := demo.Options{Contracts: wanted, Seed: seed, AsOf: asOf}
				files = scaffold.Demo(c.Context(), opt)
				if quarters > 0 {
					past = func(dir string) error { return scaffold.History(c.Context(), dir, opt, quarters, release()) }
				}
			}
			return a.initialise(c.Context(), dir, files, past)
		},
	}
	c.Flags().BoolVar(&sample, "sample", false, "")
	c.Flags().IntVar(&wanted, "demo", 0, "")
	c.Flags().IntVar(&quarters, "history", 0, "")
	c.Flags().Uint64Var(&seed, "seed", 1, "")
	return c
}

const maxQuarters = 100

// initialise fills a new repository folder, or leaves it as it was. A past is written into
// a repository of its own, so none may be there.
func (a *app) initialise(ctx context.Context, dir string, data iter.Seq2[string, []byte], past func(dir string) error) error {
	allowed := ".git"
	if past != nil {
		allowed = ""
	}
	var n int
	err := place.Folder(dir, allowed, func(beside string) (err error) {
		if n, err = place.Files(ctx, beside, scaffold.Repository(data, release())); err == nil && past != nil {
			err = past(beside)
		}
		return err
	})
	switch {
	case errors.Is(err, place.ErrThere):
		return refuse("not-empty", message.Args{"path": dir})
	case err != nil:
		return cannotWrite(dir, err)
	}
	p := a.printer(nil)
	fmt.Fprintln(a.stdout, p.Text("cli.init.done", message.Args{"n": n, "path": plain.Line(dir), "data": plain.Line(filepath.Join(dir, usualFolder))}))
	if release().SHA256 == "" {
		fmt.Fprintln(a.stderr, p.Text("cli.init.unpinned", nil))
	}
	return nil
}

// cannotWrite puts what the disk refuses into words.
func cannotWrite(path string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return refuse("cannot-write", message.Args{"path": path, "reason": err.Error()})
}
