package check

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/store"
)

// dueKinds are the kinds of deadlines that the cases speak of.
var dueKinds = []measure.DeadlineKind{measure.DeadlineOption, measure.DeadlineNotice, measure.DeadlineLapsed, measure.DeadlineExpiry, measure.DeadlineEvidence}

// Small inputs that other tools get wrong: what is found in them, with its dates and amounts,
// and what is due.
func TestCases(t *testing.T) {
	const (
		plain     = "title = \"A\"\nstatus = \"active\"\nkind = \"contract\"\n"
		framework = "title = \"A\"\nstatus = \"active\"\nkind = \"framework\"\n"
		tacit     = plain + "[period]\nstart = 2024-01-01\nend = 2026-12-31\nrenewal = \"tacit\"\ntacit = { months = 12 }\n"
	)
	for _, tc := range []struct {
		name, asOf    string
		a, b          string // the files of two contracts
		found, due    string
		currentEnd    string // of a
		evidenceInDue bool
	}{
		{name: "notice given a week too late", asOf: "2026-07-06", currentEnd: "2027-08-28",
			a:     plain + "[period]\nstart = 2023-08-29\nend = 2025-08-28\nrenewal = \"tacit\"\nnotice_months = 2\nnotice_given = 2026-07-05\ntacit = { months = 12 }\n",
			found: "FV123 date=2026-06-28 end=2027-08-28", due: "expiry 2027-08-28"},
		{name: "the day before, nobody knows of the notice", asOf: "2026-07-04", currentEnd: "2026-08-28",
			a:   plain + "[period]\nstart = 2023-08-29\nend = 2025-08-28\nrenewal = \"tacit\"\nnotice_months = 2\nnotice_given = 2026-07-05\ntacit = { months = 12 }\n",
			due: "notice 2027-06-28"},
		{name: "lapsed", asOf: "2025-02-10", currentEnd: "2025-01-31",
			a:     plain + "[period]\nstart = 2024-02-01\nend = 2025-01-31\n",
			found: "FV105 end=2025-01-31", due: "lapsed 2025-01-31"},
		{name: "lapsed with an open option", asOf: "2027-01-15", currentEnd: "2026-12-31",
			a:     plain + "[period]\nstart = 2025-01-01\nend = 2026-12-31\nrenewal = \"options\"\n[[options]]\nid = \"ett\"\nextends_to = 2027-12-31\ndecide_by = 2026-09-30\nstatus = \"open\"\n",
			found: "FV105 end=2026-12-31; FV109 date=2026-09-30", due: "option 2026-09-30; lapsed 2026-12-31"},
		{name: "declined: somebody has decided", asOf: "2027-01-15", currentEnd: "2026-12-31",
			a: plain + "[period]\nstart = 2025-01-01\nend = 2026-12-31\nrenewal = \"options\"\n[[options]]\nid = \"ett\"\nextends_to = 2027-12-31\ndecide_by = 2026-09-30\nstatus = \"declined\"\ndecided = 2026-09-01\n"},
		{name: "option without a last day", asOf: "2026-11-01", currentEnd: "2026-12-31",
			a:     plain + "[period]\nstart = 2025-01-01\nend = 2026-12-31\nrenewal = \"options\"\n[[options]]\nid = \"ett\"\nextends_to = 2027-12-31\nstatus = \"open\"\n",
			found: "FV108 date=2027-12-31", due: "option 2026-12-31; expiry 2026-12-31"},
		{name: "call-off after its framework", asOf: "2025-04-01", currentEnd: "2025-01-31",
			a:     strings.Replace(framework, "active", "ended", 1) + "[value]\nmaximum = 6_000_000\n[period]\nstart = 2024-02-01\nend = 2025-01-31\n",
			b:     "title = \"B\"\nstatus = \"active\"\nkind = \"call-off\"\nparent = \"a\"\n[procurement]\nsigned = 2025-02-20\n[period]\nstart = 2025-03-01\nend = 2026-03-01\n",
			found: "FV126 date=2025-02-20 end=2025-01-31", due: "expiry 2026-03-01"},
		{name: "call-off signed in time that begins after its framework", asOf: "2025-04-01", currentEnd: "2025-01-31",
			a:     strings.Replace(framework, "active", "ended", 1) + "[value]\nmaximum = 6_000_000\n[period]\nstart = 2024-02-01\nend = 2025-01-31\n",
			b:     "title = \"B\"\nstatus = \"active\"\nkind = \"call-off\"\nparent = \"a\"\n[procurement]\nsigned = 2025-01-31\n[period]\nstart = 2025-03-01\nend = 2026-03-01\n",
			found: "FV126 date=2025-03-01 end=2025-01-31", due: "expiry 2026-03-01"},
		{name: "amendment entered as the new total", asOf: "2026-11-01", currentEnd: "2027-12-31",
			a:     plain + "[value]\nestimated = 5_000_000\nmaximum = 6_000_000\n[period]\nstart = 2024-01-01\nend = 2027-12-31\n[[amendments]]\nid = \"mer\"\ndate = 2025-01-01\ntitle = \"Mer\"\nvalue = 6_200_000\nground = \"foa-28-1-a\"\nsigned = 2025-01-01\n",
			found: "FV323 amount=6200000 maximum=6000000 sum=11200000", due: "expiry 2027-12-31"},
		{name: "amendment that raises the maximum", asOf: "2026-11-01", currentEnd: "2027-12-31",
			a:   plain + "[value]\nestimated = 5_000_000\nmaximum = 6_000_000\n[period]\nstart = 2024-01-01\nend = 2027-12-31\n[[amendments]]\nid = \"mer\"\ndate = 2025-01-01\ntitle = \"Mer\"\nvalue = 1_200_000\nground = \"foa-28-1-a\"\nsigned = 2025-01-01\nmaximum_after = 7_200_000\n",
			due: "expiry 2027-12-31"},
		{name: "notice of 300 months", asOf: "2026-11-01",
			a: strings.Replace(tacit, "tacit =", "notice_months = 300\ntacit =", 1), found: "FV124 n=12", due: "notice 2026-12-31", currentEnd: "2026-12-31"},
		{name: "notice of 14 months for each 12", asOf: "2026-11-01",
			a: strings.Replace(tacit, "tacit =", "notice_months = 14\ntacit =", 1), found: "FV124 n=12", due: "notice 2027-10-31", currentEnd: "2026-12-31"},
		{name: "notice as long as each renewal", asOf: "2026-11-01",
			a: strings.Replace(tacit, "tacit =", "notice_months = 12\ntacit =", 1), due: "notice 2026-12-31", currentEnd: "2026-12-31"},
		{name: "notice of 300 months, without an end", asOf: "2026-11-01",
			a: plain + "[period]\nstart = 2024-01-01\nnotice_months = 300\n", found: "FV124 n=60"},
		{name: "an amount below zero is one fault", asOf: "2026-11-01", currentEnd: "2027-12-31",
			a:     plain + "[value]\nestimated = 5_000_000\nmaximum = -5\n[period]\nstart = 2024-01-01\nend = 2027-12-31\n",
			found: "FV308 amount=-5", due: "expiry 2027-12-31"},
		{name: "notice to the end of a month", asOf: "2026-12-01", currentEnd: "2027-02-28",
			a:   plain + "[period]\nstart = 2024-01-01\nnotice_months = 3\nnotice_to = \"month\"\nnotice_given = 2026-11-30\n",
			due: "expiry 2027-02-28"},
		{name: "notice to the end of a month, but there is an end", asOf: "2026-12-01", currentEnd: "2027-12-31",
			a:     plain + "[period]\nstart = 2024-01-01\nend = 2027-12-31\nnotice_months = 3\nnotice_to = \"month\"\n",
			found: "FV125", due: "expiry 2027-12-31"},
		{name: "what is only received does not undo an expiry", asOf: "2026-11-17", currentEnd: "2027-12-31", evidenceInDue: true,
			a: plain + "[period]\nstart = 2024-01-01\nend = 2027-12-31\n[[requirements]]\nid = \"pay\"\nevidence = [{ id = \"en\", state = \"approved\", received = 2026-01-10, approved = 2026-01-10, expires = 2026-07-10 }, { id = \"to\", state = \"received\", received = 2026-06-01 }]\n",
			// overdue since the approval expired
			found: "FV404 id=pay", due: "evidence 2026-07-10; expiry 2027-12-31"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files := fstest.MapFS{"portfolio.toml": {Data: []byte("schema = 1\n[organisation]\nname = \"A\"\n[site]\ntitle = \"A\"\nlanguage = \"nb\"\n[defaults]\ncurrency = \"NOK\"\n")}}
			files["agreements/a/contract.toml"] = &fstest.MapFile{Data: []byte(tc.a)}
			if tc.b != "" {
				files["agreements/b/contract.toml"] = &fstest.MapFile{Data: []byte(tc.b)}
			}
			if tc.evidenceInDue {
				files["requirements/pay.toml"] = &fstest.MapFile{Data: []byte("title = \"Lønn\"\ngroup = \"social\"\nevery = \"year\"\nweight = 3\n")}
			}
			p, faults := store.Load(context.Background(), files, store.Options{})
			if len(faults) > 0 {
				t.Fatalf("%+v", faults)
			}
			f := figures.Of(p, date.MustParse(tc.asOf))
			var found, due []string
			for _, x := range All(p, f) {
				if x.Code[:3] != "FV2" { // what follow-up lacks
					found = append(found, told(x))
				}
			}
			for i := range f.Deadlines {
				if d := &f.Deadlines[i]; slices.Contains(dueKinds, d.Kind) {
					due = append(due, string(d.Kind)+" "+d.Date.String())
				}
			}
			if got := strings.Join(found, "; "); got != tc.found {
				t.Errorf("found %s, want %s", got, tc.found)
			}
			if got := strings.Join(due, "; "); got != tc.due {
				t.Errorf("due %s, want %s", got, tc.due)
			}
			if end := f.Of("a").Terms.CurrentEnd; end.IsZero() != (tc.currentEnd == "") || tc.currentEnd != "" && end.String() != tc.currentEnd {
				t.Errorf("ends %s, want %s", end, tc.currentEnd)
			}
			if tc.evidenceInDue && f.Of("a").Requirements[0].InDebt() != measure.Yes {
				t.Error("not in debt")
			}
		})
	}
}

// told is a finding's code with its dates, amounts and numbers.
func told(f diag.Finding) string {
	out := f.Code
	for _, key := range []string{"amount", "date", "end", "id", "maximum", "n", "sum"} {
		if v, ok := f.Args[key]; ok {
			text := fmt.Sprint(v)
			if r, isRat := v.(interface{ RatString() string }); isRat {
				text = r.RatString()
			}
			out += " " + key + "=" + text
		}
	}
	return out
}
