package demo

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/store"
)

// Whatever the size, seed, day and length: steps come in the order of their time, within
// the history, and replayed they end in the portfolio that was asked for.
func TestHistoryEndsInThePortfolio(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		opt := Options{Contracts: rapid.IntRange(1, 9).Draw(t, "contracts"), Seed: rapid.Uint64().Draw(t, "seed"), AsOf: asOf.AddDays(rapid.IntRange(-400, 400).Draw(t, "days"))}
		quarters := rapid.IntRange(1, 9).Draw(t, "quarters")
		p := Generate(opt)
		files := map[string][]byte{}
		put := func(name string, data []byte) bool { files[name] = data; return true }
		var before Step
		var whole map[string]bool
		n := 0
		for s := range History(p, opt, quarters) {
			if n++; n > 1 && !s.When.After(before.When) || s.Subject == "" || s.Author == "" || strings.Contains(s.Subject, "%!") {
				t.Fatalf("step %d: %s %q by %q after %s", n, s.When, s.Subject, s.Author, before.When)
			}
			if day := date.FromTime(s.When); day.After(opt.AsOf) || day.QuarterOf() == opt.AsOf.QuarterOf().Add(-quarters-1) {
				t.Fatalf("step %d lies on %s", n, day)
			}
			if s.Whole != nil {
				whole = map[string]bool{}
				for name, data := range store.Files(s.Whole) {
					whole[name] = true
					put(name, data)
				}
			}
			for _, c := range s.Contracts {
				store.ContractFiles(c, put)
			}
			for _, c := range s.Turnover {
				put("agreements/"+c.ID+"/turnover.toml", store.Encode(c.Turnover))
			}
			for _, v := range s.Suppliers {
				put("suppliers/"+v.ID+".toml", store.Encode(v))
			}
			for _, v := range s.Spend {
				put("spend/"+v.Quarter.String()+".toml", store.Encode(v))
			}
			for _, gone := range s.Gone {
				found := 0
				for name := range files {
					if name == gone || strings.HasPrefix(name, gone+"/") {
						delete(files, name)
						found++
					}
				}
				if found == 0 {
					t.Fatalf("step %d takes out %s, which is not there", n, gone)
				}
			}
			before = s
		}
		want := map[string][]byte{}
		for name, data := range store.Files(p) {
			want[name] = data
		}
		for name, data := range files {
			if !bytes.Equal(want[name], data) || !whole[name] {
				t.Fatalf("in the end %s is not what it should be", name)
			}
		}
		if len(files) != len(want) || before.Whole != p {
			t.Fatal(fmt.Sprint(len(files), " files in the end, of ", len(want)))
		}
	})
}
