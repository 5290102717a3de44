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

// A limit holds to the day and the krone: what stands on it is no finding, the next is one.
func TestLimits(t *testing.T) {
	const (
		call     = "# agreements/avrop/contract.toml\n"
		option   = "[[options]]\nid = \"ett\"\nextends_to = 2029-02-28\ndecide_by = "
		planned  = call + "status = \"planned\"\n[period]\nstart = "
		once     = call + "[[plan]]\nwhat = \"Statusmøte\"\ntype = \"contractual\"\nevery = \"once\"\ndue = "
		late     = "# agreements/avrop/deviations/sen.toml\ntitle = \"Vakt møtte ikke\"\nreported = 2026-09-12\nseverity = \"minor\"\nowner = \"kari-lie\"\ndeadline = "
		bought   = "# spend/2026-q3.toml\nquarter = \"2026-q3\"\n[[categories]]\nid = \"sikkerhet\"\non_contract = 300_000\n# agreements/avrop/turnover.toml\n[months]\n2026-08 = 0\n2026-09 = 0\n2026-07 = "
		directly = "[procurement]\nprocedure = \"direct\"\n[value]\nestimated = "
	)
	for _, tc := range []struct{ code, example, on, past string }{
		{"FV103", option, "2028-02-29", "2028-03-01"},
		{"FV118", planned, "2026-11-01", "2026-10-31"},
		{"FV205", once, "2026-10-02", "2026-10-01"},
		{"FV207", late, "2026-11-01", "2026-10-31"},
		{"FV314", bought, "6_000", "6_001"}, // 2 % of 300,000
		{"FV354", directly, "1_299_999", "1_300_000"},
	} {
		for value, want := range map[string]int{tc.on: 0, tc.past: 1} {
			files := base(t)
			lay(files, tc.example+value+"\n")
			if got := found(t, files, tc.code); len(got) != want {
				t.Errorf("%s at %s: %d findings, want %d", tc.code, value, len(got), want)
			}
		}
	}
}

// Amendments add up as they were signed, whatever their order in the file; one that nobody has
// signed, or that is signed later than the as-of date, adds nothing.
func TestAmendmentsAddUpAsSigned(t *testing.T) {
	amendment := func(id, rest string) string {
		return "[[amendments]]\nid = \"" + id + "\"\ndate = 2025-09-01\ntitle = \"Endring\"\nground = \"foa-28-1-a\"\n" + rest + "\n"
	}
	const raise = "maximum_after = 20_000_000\nvalue = 5_050_000\nsigned = 2025-09-03"
	for name, x := range map[string]struct {
		file string
		want int
	}{
		"before the ceiling was raised":               {amendment("b", raise) + amendment("a", "value = 5_050_000\nsigned = 2025-08-03"), 1},
		"after the ceiling was raised, written first": {amendment("a", "value = 5_050_000\nsigned = 2025-10-03") + amendment("b", raise), 0},
		"signed by nobody":                            {amendment("a", "value = 5_050_000"), 0},
		"signed after the as-of date":                 {amendment("a", "value = 5_050_000\nsigned = 2026-11-02"), 0},
	} {
		files := base(t)
		lay(files, x.file)
		if got := found(t, files, "FV323"); len(got) != x.want {
			t.Errorf("%s: %v, want %d", name, got, x.want)
		}
	}
}

// A decision dated after the as-of date is not known yet: the option is still open.
func TestDecisionsToCome(t *testing.T) {
	const option = "[[options]]\nid = \"ett\"\nextends_to = 2029-02-28\ndecide_by = 2026-09-30\nstatus = \"exercised\"\ndecided = "
	for day, want := range map[string][2]int{"2026-09-28": {0, 0}, "2026-11-01": {0, 1}, "2026-11-02": {1, 0}} {
		files := base(t)
		lay(files, option+day+"\n")
		if late, decided := len(found(t, files, "FV109")), len(found(t, files, "FV110")); late != want[0] || decided != want[1] {
			t.Errorf("decided %s: %d FV109, %d FV110, want %v", day, late, decided, want)
		}
	}
}
