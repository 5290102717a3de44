// Package scaffold holds what a new repository starts from. In go a choice (empty, the sample,
// a made-up portfolio of a size, with or without a past) and the release that its workflow
// fetches; out come files, or a repository with commits. It asks nothing of the disk but that.
package scaffold

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"strings"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/store"
)

//go:embed all:repository portfolio.toml
var embedded embed.FS

// Release is the program that a new repository's workflow fetches; empty for one that is not
// released, of which the workflow says what to do.
type Release struct {
	Version string
	SHA256  string // of the binary for linux/amd64
}

func (r Release) fill(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("{{version}}"), []byte(r.Version))
	return bytes.ReplaceAll(data, []byte("{{sha256}}"), []byte(r.SHA256))
}

// Repository is the data, in the folder contracts, and the files that go with it.
func Repository(data iter.Seq2[string, []byte], r Release) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for name, file := range data {
			if !yield(path.Join("contracts", name), file) {
				return
			}
		}
		for name, file := range around(r) {
			if !yield(name, file) {
				return
			}
		}
	}
}

// around are the files that go with the data.
func around(r Release) iter.Seq2[string, []byte] {
	files, err := fs.Sub(embedded, "repository")
	if err != nil {
		panic(err) // only where the name is no path
	}
	return func(yield func(string, []byte) bool) {
		for name, data := range walk(files) {
			if !yield(name, r.fill(data)) {
				return
			}
		}
	}
}

// Sample is the sample's data, as it stands in contracts/.
func Sample() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for name, data := range walk(contracts.FS) {
			if !strings.HasSuffix(name, ".go") && !yield(name, data) {
				return
			}
		}
	}
}

// Empty is what every new portfolio starts from: the requirement catalogue, the regulations'
// figures, the risk model, and a portfolio.toml to fill in.
func Empty() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		start, err := embedded.ReadFile("portfolio.toml")
		if err != nil {
			panic(err) // embedded beside this file
		}
		if !yield("portfolio.toml", start) {
			return
		}
		for name, data := range Sample() {
			top, _, _ := strings.Cut(name, "/")
			if (top == "requirements" || top == "risk" || name == "regulations.toml") && !yield(name, guidanceLine.ReplaceAll(data, nil)) {
				return
			}
		}
	}
}

// guidanceLine leads a requirement to a page of the sample's guidance, which a new
// portfolio does not have.
var guidanceLine = regexp.MustCompile(`(?m)^guidance = .*\n`)

// Demo is a made-up portfolio on the sample's requirement catalogue and risk model.
func Demo(ctx context.Context, opt demo.Options) iter.Seq2[string, []byte] {
	opt.Base, _ = store.Load(ctx, contracts.FS, store.Options{})
	return store.Files(demo.Generate(opt))
}

// walk gives the files of the program itself, by name.
func walk(files fs.FS) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		stop := errors.New("stop")
		err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(files, name)
			if err == nil && !yield(name, data) {
				return stop
			}
			return err
		})
		if err != nil && !errors.Is(err, stop) {
			panic(err) // the files are part of the program
		}
	}
}
