package check

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/store"
)

// The six lists in which nothing else tells of a double: one finding each, at the second of the two.
func TestSaidTwice(t *testing.T) {
	const contract = `title = "A"
kind = "framework"
status = "active"
suppliers = ["313000028", "313000028"]
cpv = ["79713000", "79713000", "79714000"]

[[benefits]]
id = "b"
planned = [{ year = 2025, amount = 1 }, { year = 2026, amount = 1 }, { year = 2026, amount = 2 }]

[[plan]]
id = "p"
done = [2026-01-01, 2026-01-02, 2026-01-01]
`
	const deviation = "title = \"D\"\n[[actions]]\ndate = 2026-01-01\nwhat = \"x\"\n[[actions]]\ndate = 2026-01-01\nwhat = \"y\"\n[[actions]]\ndate = 2026-01-01\nwhat = \"x\"\n"
	const chain = "[[hours]]\nperiod = \"2026-q1\"\nfirm = \"313000028\"\ntotal = 1\n[[hours]]\nperiod = \"2026-q2\"\nfirm = \"313000028\"\ntotal = 1\n[[hours]]\nperiod = \"2026-q1\"\nfirm = \"313000028\"\ntotal = 2\n"
	p, _ := store.Load(t.Context(), fstest.MapFS{
		"portfolio.toml":                 {Data: []byte("schema = 2\n")},
		"agreements/a/contract.toml":     {Data: []byte(contract)},
		"agreements/a/deviations/d.toml": {Data: []byte(deviation)},
		"agreements/a/supply-chain.toml": {Data: []byte(chain)},
	}, store.Options{})
	var got []string
	for _, f := range All(p, figures.Of(p, date.MustParse("2026-11-01"))) {
		if f.Code == "FV139" {
			got = append(got, fmt.Sprintf("%s:%d: %s %s", f.File, f.Line, f.Args["list"], f.Args["value"]))
		}
	}
	want := []string{
		"agreements/a/contract.toml:4: suppliers 313000028",
		"agreements/a/contract.toml:5: cpv 79713000",
		"agreements/a/contract.toml:9: planned 2026",
		"agreements/a/contract.toml:13: done 2026-01-01",
		"agreements/a/deviations/d.toml:9: actions 2026-01-01 x",
		"agreements/a/supply-chain.toml:10: hours 2026-q1 313000028",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
