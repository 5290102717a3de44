package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/store"
)

// scaffold is what a new repository holds besides its data.
//
//go:embed all:scaffold scaffold-portfolio.toml
var scaffold embed.FS

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
			files := baseFiles()
			var past *demoHistory
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
				files = sampleFiles()
			case wanted > 0:
				asOf, err := a.date(&contract.Portfolio{})
				if err != nil {
					return err
				}
				opt := demo.Options{Contracts: wanted, Seed: seed, AsOf: asOf}
				files = demoFiles(c.Context(), opt)
				if quarters > 0 {
					past = &demoHistory{opt, quarters}
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

// initialise writes a new repository folder: all files beside it first, then they are moved
// in. An interrupted run leaves the folder as it was.
func (a *app) initialise(ctx context.Context, dir string, files iter.Seq2[string, []byte], past *demoHistory) error {
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0 && (past != nil || !onlyGit(entries)):
		return refuse("not-empty", message.Args{"path": dir})
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return refuse("cannot-write", message.Args{"path": dir, "reason": err.Error()})
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return a.cannotWrite(dir, err)
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return a.cannotWrite(dir, err)
	}
	beside, err := os.MkdirTemp(filepath.Dir(abs), ".forvalt-init-")
	if err != nil {
		return a.cannotWrite(dir, err)
	}
	defer os.RemoveAll(beside) // nothing is left in it when all went well
	n, err := writeScaffold(ctx, beside, files)
	if err == nil {
		err = past.write(ctx, beside)
	}
	if err == nil {
		err = moveInto(abs, beside)
	}
	if err != nil {
		return a.cannotWrite(dir, err)
	}
	p := a.printer(nil)
	fmt.Fprintln(a.stdout, p.Text("cli.init.done", message.Args{"n": n, "path": dir, "data": filepath.Join(dir, "contracts")}))
	if len(pin([]byte("{{sha256}}"))) == 0 {
		fmt.Fprintln(a.stderr, p.Text("cli.init.unpinned", nil))
	}
	return nil
}

// writeScaffold writes the data and what goes with it, and counts the files.
func writeScaffold(ctx context.Context, dir string, files iter.Seq2[string, []byte]) (n int, err error) {
	write := func(name string, data []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		n++
		return os.WriteFile(full, data, 0o644)
	}
	for name, data := range files {
		if err := write(path.Join("contracts", name), data); err != nil {
			return n, err
		}
	}
	return n, eachScaffold(write)
}

// eachScaffold gives the files that go with the data, ready to write.
func eachScaffold(write func(name string, data []byte) error) error {
	return fs.WalkDir(scaffold, "scaffold", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := scaffold.ReadFile(p)
		if err != nil {
			return err
		}
		return write(strings.TrimPrefix(p, "scaffold/"), pin(data))
	})
}

// moveInto moves what stands in one folder into another on the same disk.
func moveInto(dir, from string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := os.Rename(filepath.Join(from, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) cannotWrite(dir string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return refuse("cannot-write", message.Args{"path": dir, "reason": err.Error()})
}

func onlyGit(entries []fs.DirEntry) bool { return len(entries) == 1 && entries[0].Name() == ".git" }

// sampleFiles are the files of contracts/, as they stand.
func sampleFiles() iter.Seq2[string, []byte] {
	return walkSample(func(string) bool { return true })
}

// baseFiles are what every new portfolio starts from: the requirement catalogue, the
// regulations' figures, the risk model and the guidance, and a portfolio.toml to fill in.
func baseFiles() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		start, err := scaffold.ReadFile("scaffold-portfolio.toml")
		if err != nil {
			panic(err) // embedded beside this file
		}
		if !yield("portfolio.toml", start) {
			return
		}
		for name, data := range walkSample(func(p string) bool {
			top, _, _ := strings.Cut(p, "/")
			return top == "requirements" || top == "risk" || p == "regulations.toml"
		}) {
			if !yield(name, guidanceLine.ReplaceAll(data, nil)) {
				return
			}
		}
	}
}

// guidanceLine leads a requirement to a page of the sample's guidance, which a new
// portfolio does not have.
var guidanceLine = regexp.MustCompile(`(?m)^guidance = .*\n`)

func walkSample(want func(string) bool) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		stop := errors.New("stop")
		err := fs.WalkDir(contracts.FS, ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(p, ".go") || !want(p) {
				return err
			}
			data, err := fs.ReadFile(contracts.FS, p)
			if err == nil && !yield(p, data) {
				return stop
			}
			return err
		})
		if err != nil && !errors.Is(err, stop) {
			panic(err) // the files are part of the program
		}
	}
}

// demoFiles are a made-up portfolio on the sample's requirement catalogue and risk model.
func demoFiles(ctx context.Context, opt demo.Options) iter.Seq2[string, []byte] {
	opt.Base, _ = store.Load(ctx, contracts.FS, store.Options{})
	return store.Files(demo.Generate(opt))
}
