package demo

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/store"
)

var asOf = date.MustParse("2026-11-01")

// written gives the files of a portfolio, in one text and as a file system.
func written(opt Options) ([]byte, fstest.MapFS) {
	var all bytes.Buffer
	m := fstest.MapFS{}
	for name, data := range store.Files(Generate(opt)) {
		fmt.Fprintf(&all, "== %s\n%s", name, data)
		m[name] = &fstest.MapFile{Data: data}
	}
	return all.Bytes(), m
}

func TestSameSeedSameBytes(t *testing.T) {
	t.Parallel()
	a, _ := written(Options{Contracts: 120, Seed: 7, AsOf: asOf})
	b, _ := written(Options{Contracts: 120, Seed: 7, AsOf: asOf})
	c, _ := written(Options{Contracts: 120, Seed: 8, AsOf: asOf})
	if !bytes.Equal(a, b) {
		t.Error("the same seed gave other bytes")
	}
	if bytes.Equal(a, c) {
		t.Error("another seed gave the same bytes")
	}
}

// Whatever the size and seed, the portfolio loads and is judged without an error; so is a large one.
func TestEveryPortfolioIsValid(t *testing.T) {
	t.Parallel()
	valid := func(t interface {
		Context() context.Context
		Fatalf(string, ...any)
	}, opt Options) {
		_, files := written(opt)
		p, findings := store.Load(t.Context(), files, store.Options{})
		for _, f := range slices.Concat(findings, check.All(p, figures.Of(p, opt.AsOf))) {
			// the requirement catalogue is not part of these files
			if f.Severity == diag.Error && !(f.Code == "FV031" && f.Args["kind"] == "requirement") {
				t.Fatalf("%s at %v: %s %v", f.Code, f.Pos, f.Source, f.Args)
			}
		}
	}
	valid(t, Options{Contracts: 240, Seed: 1, AsOf: asOf})
	rapid.Check(t, func(t *rapid.T) {
		valid(t, Options{Contracts: rapid.IntRange(1, 24).Draw(t, "contracts"), Seed: rapid.Uint64().Draw(t, "seed"), AsOf: asOf.AddDays(rapid.IntRange(-400, 400).Draw(t, "days"))})
	})
}

func TestProportions(t *testing.T) {
	t.Parallel()
	p := Generate(Options{Contracts: 852, Seed: 1, AsOf: asOf})
	f := figures.Of(p, asOf)
	year, _ := f.Totals.LastYear.Float64()
	for _, c := range []struct {
		what     string
		got      int
		from, to int
	}{
		{"active contracts", f.Totals.Status["active"], 852, 852},
		{"contract managers", len(p.People), 79, 79},
		{"suppliers", len(p.Suppliers), 270, 290},
		{"departments", len(p.Settings.Departments), 8, 8},
		{"categories", len(p.Categories), 60, 60},
		{"contracts without a manager", f.Totals.Unmanaged.V, 8, 12},
		{"forecast to pass the ceiling", f.Totals.WillPass, 25, 120},
		{"million NOK in the last year", int(year / 1e6), 3500, 9000},
	} {
		if c.got < c.from || c.got > c.to {
			t.Errorf("%s: %d, want %d–%d", c.what, c.got, c.from, c.to)
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	for _, n := range []int{852, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Generate(Options{Contracts: n, Seed: 1, AsOf: asOf})
			}
		})
	}
}
