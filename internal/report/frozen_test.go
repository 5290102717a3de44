package report_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/gather"
	"github.com/forvalt/forvalt/internal/store"
)

var q3 = date.Quarter{Year: 2026, Q: 3}

// sample is the third quarter of 2026 of the sample portfolio, to be frozen.
func sample(t testing.TB) *report.Frozen {
	p, _ := store.Load(t.Context(), contracts.FS, store.Options{})
	of := func(p *contract.Portfolio) *report.Report {
		return gather.Report(gather.Input{Quarter: q3, Portfolio: p, Figures: figures.Of(p, q3.Last()), Lang: "nb", Source: report.Source{Kind: report.SourceToday}})
	}
	return &report.Frozen{Internal: of(p), Public: of(p.PublicPart(q3.Last()))}
}

// What is frozen is read back as it was written, and says the same.
func TestFrozen(t *testing.T) {
	f := sample(t)
	data, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := report.Decode(data, q3)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f, got, sameDates); diff != "" {
		t.Error(diff)
	}
	for name, bad := range map[string]string{
		"newer":       strings.Replace(string(data), `"schema": 2`, `"schema": 3`, 1),
		"unknown key": strings.Replace(string(data), `"as_of"`, `"as_off"`, 1),
		"number":      strings.Replace(string(data), `"ceiling_use": `+string(f.Internal.Use), `"ceiling_use": 1e300`, 1),
		"quarter":     strings.Replace(string(data), `"quarter": "2026-q3"`, `"quarter": "2026-q2"`, 1),
		"swapped":     strings.Replace(string(data), `"public": true`, `"public": false`, 1),
		"cut":         string(data[:len(data)/2]),
		"more":        string(data) + "{}",
		"nothing":     `{"internal": null}`,
		"empty":       "",
	} {
		if _, err := report.Decode([]byte(bad), q3); err == nil {
			t.Errorf("%s: read", name)
		} else if name == "newer" && !errors.Is(err, report.ErrNewer) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A frozen report that was changed by hand says nothing that there are no words for, and
// nothing internal to the public.
func TestFrozenByHand(t *testing.T) {
	for name, change := range map[string]func(f *report.Frozen){
		"source":         func(f *report.Frozen) { f.Internal.Source.Kind = "dream" },
		"amount":         func(f *report.Frozen) { f.Public.Purchases[0].Amount = "" },
		"quarter":        func(f *report.Frozen) { f.Public.Purchases[0].Quarter = date.Quarter{} },
		"decision":       func(f *report.Frozen) { f.Internal.Decisions[0].Kind = "" },
		"deadline":       func(f *report.Frozen) { f.Public.Deadlines[0].Kind = "plan" },
		"severity":       func(f *report.Frozen) { f.Internal.Deviations.Open[0].Severity = "<b>" },
		"quality":        func(f *report.Frozen) { f.Internal.Quality[0].Kind = "x" },
		"class":          func(f *report.Frozen) { f.Internal.Benefits["gold"] = report.Benefit{} },
		"band":           func(f *report.Frozen) { f.Internal.Movements = []report.Movement{{From: "low", To: "huge"}} },
		"public names":   func(f *report.Frozen) { f.Public.Workload = []report.Workload{{Name: "Kari"}} },
		"public files":   func(f *report.Frozen) { f.Public.Source.Unread = []string{"hemmelig.toml"} },
		"public counts":  func(f *report.Frozen) { f.Public.Open = 1 },
		"public before":  func(f *report.Frozen) { f.Public.Before = &report.Status{Bands: map[contract.BandID]int{"high": 1}} },
		"public found":   func(f *report.Frozen) { f.Public.Areas = []report.Inspected{{Name: "Vakt", Findings: 1}} },
		"public and not": func(f *report.Frozen) { f.Public = f.Internal },
	} {
		f := sample(t)
		data, err := f.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := report.Decode(data, q3); err != nil {
			t.Fatalf("%s: as it was: %v", name, err)
		}
		change(f)
		if data, err = f.Encode(); err != nil {
			t.Fatal(err)
		}
		if _, err := report.Decode(data, q3); err == nil {
			t.Errorf("%s: read", name)
		}
	}
	deep := []byte(`{"internal": {"ended": ` + strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20) + `}}`)
	if _, err := report.Decode(deep, q3); err == nil {
		t.Error("deep: read")
	}
	long := []byte(`{"internal": {"leakage": ` + strings.Repeat("9", 1<<20) + `}}`)
	if _, err := report.Decode(long, q3); err == nil || len(err.Error()) > 200 {
		t.Errorf("long: %.300v", err)
	}
}

// What tells of one contract is taken out where that is internal now; the rest stays.
func TestWithhold(t *testing.T) {
	r := &report.Report{Currency: "NOK", Ceilings: []report.Ceiling{{ID: "over", Title: "Over", Spent: "1200.00", Passed: true}}, Deadlines: []report.Deadline{{ID: "over", Title: "Over"}}}
	r.Ended = []report.Contract{{ID: "over", Title: "Over", Department: "Drift", Value: "1.00", Date: q3.Last()}, {ID: "fine", Title: "I orden"}}
	r.Withhold(func(id string) bool { return id == "over" })
	data, err := report.Indented(struct {
		A, B []report.Contract
		C    []report.Ceiling
		D    []report.Deadline
	}{r.Started, r.Ended, r.Ceilings, r.Deadlines})
	if err != nil {
		t.Fatal(err)
	}
	if s := string(data); strings.Contains(s, "ver\"") || strings.Contains(s, "1200") || strings.Contains(s, "Drift") || !strings.Contains(s, "I orden") {
		t.Errorf("withheld:\n%s", s)
	}
	if len(r.Ended) != 2 || len(r.Ceilings) != 1 || !r.Ceilings[0].Passed {
		t.Errorf("the lists are shorter: %v %v", r.Ended, r.Ceilings)
	}
}

// Every number comes back as it was.
func TestNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := big.NewRat(rapid.Int64().Draw(t, "a"), rapid.Int64Range(1, 1<<40).Draw(t, "b"))
		n := report.NumberOf(r, rapid.IntRange(0, 4).Draw(t, "digits"))
		data, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		var got report.Number
		if err := json.Unmarshal(data, &got); err != nil || got != n || got.Rat() == nil {
			t.Fatalf("%s: %s (%v)", data, got, err)
		}
	})
	if data, err := json.Marshal(report.Number("")); err != nil || string(data) != "null" {
		t.Errorf("unknown is %s (%v)", data, err)
	}
}

func FuzzDecode(f *testing.F) {
	data, err := sample(f).Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"internal":{},"public":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := report.Decode(data, q3)
		if err != nil {
			return
		}
		again, err := got.Encode()
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if second, err := report.Decode(again, q3); err != nil || !cmp.Equal(got, second, sameDates) {
			t.Errorf("read, written and read again it is another (%v)", err)
		}
	})
}

var sameDates = cmp.Comparer(func(a, b date.Date) bool { return a == b })
