package check

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure/figures"
)

// found gives the findings of one rule.
func found(t *testing.T, files fstest.MapFS, code string) (out []diag.Finding) {
	t.Helper()
	for _, f := range judge(t, files) {
		if f.Code == code {
			out = append(out, f)
		}
	}
	return out
}

// Four years are four years to the day: 1 March 2025 to 28 February 2029.
func TestLongFrameworkToTheDay(t *testing.T) {
	for _, tc := range []struct {
		to   string
		want int
	}{{"2029-02-27", 0}, {"2029-02-28", 0}, {"2029-03-01", 1}, {"2029-03-02", 1}} {
		files := base(t)
		lay(files, "[[options]]\nid = \"ett\"\nextends_to = "+tc.to+"\ndecide_by = 2027-11-30\nstatus = \"open\"\n")
		if got := found(t, files, "FV304"); len(got) != tc.want {
			t.Errorf("a framework from 2025-03-01 to %s has %d findings, want %d", tc.to, len(got), tc.want)
		}
	}
}

// The finding stands at the amendment that is on ground (b), whatever comes after it.
func TestMinorAmendmentPlace(t *testing.T) {
	files := base(t)
	lay(files, `[[amendments]]
id = "stor"
date = 2025-09-01
title = "Stor"
value = 900_000
ground = "foa-28-1-b"
signed = 2025-09-03

[[amendments]]
id = "annen"
date = 2025-10-01
title = "Annen"
value = 10_000
ground = "foa-28-1-a"
signed = 2025-10-03
`)
	got := found(t, files, "FV351")
	if len(got) != 1 || got[0].Source != "value = 900_000" {
		t.Errorf("found %+v, want one at value = 900_000", got)
	}
}

// A call-off under a circle is not in it, and the search for one ends.
func TestParentCircle(t *testing.T) {
	p := &contract.Portfolio{}
	add := func(id, parent string) {
		p.Contracts = append(p.Contracts, &contract.Contract{ID: id, Kind: "dps", Status: "active", Parent: parent})
	}
	add("a", "b")
	add("b", "c")
	add("c", "a")
	add("self", "self")
	add("under", "a")
	add("under-self", "self")
	add("fine", "")
	add("below", "fine")
	for i := range 2000 {
		add(fmt.Sprintf("k%d", i), "under-self")
	}
	p.Index()
	f := figures.Of(p, date.MustParse("2026-01-01"))
	got := map[string]int{}
	for _, x := range All(p, f) {
		if x.Code == "FV132" {
			got[x.Subject]++
		}
	}
	if len(got) != 4 || got["a"] != 1 || got["b"] != 1 || got["c"] != 1 || got["self"] != 1 {
		t.Errorf("in a circle: %v, want a, b, c and self", got)
	}
}

// No competition is late for a contract that goes on by itself; once notice is given, one is.
func TestTenderOfTacitRenewal(t *testing.T) {
	const tacit = "[period]\nstart = 2023-01-01\nend = 2024-12-31\nrenewal = \"tacit\"\nnotice_months = 3\ntacit = { months = 12 }\n"
	for given, want := range map[string]int{"": 0, "notice_given = 2026-09-01\n": 1} {
		files := base(t)
		lay(files, "[procurement]\nlead_days = 200\n\n"+tacit+given)
		if got := found(t, files, "FV122"); len(got) != want {
			t.Errorf("%q: %v, want %d", given, got, want)
		}
	}
}
