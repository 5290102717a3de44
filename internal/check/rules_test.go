package check

import (
	"context"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/store"
)

var asOf = date.MustParse("2026-11-01")

// judged gives the codes that a contract of these lines gets.
func judged(t *testing.T, lines string) map[string]diag.Severity {
	t.Helper()
	fsys := fstest.MapFS{
		"portfolio.toml":                 {Data: []byte("schema = 1\n[organisation]\nname = \"Prøve\"\n")},
		"requirements/pay.toml":          {Data: []byte("title = \"Lønn\"\nweight = 1\n")},
		"agreements/prove/contract.toml": {Data: []byte("title = \"Prøve\"\nstatus = \"active\"\nkind = \"framework\"\n" + lines + "\n")},
	}
	p, found := store.Load(context.Background(), fsys, store.Options{})
	out := map[string]diag.Severity{}
	for _, f := range append(found, All(p, measure.Measure(p, asOf))...) {
		out[f.Code] = f.Severity
	}
	return out
}

// The bad example of a rule gives its finding; the good one does not.
func TestExamples(t *testing.T) {
	tried := 0
	for _, r := range Rules {
		if r.Contract == nil || r.Example.Bad == "" {
			continue
		}
		tried++
		if got, ok := judged(t, r.Example.Bad)[r.Code]; !ok || got != r.Severity {
			t.Errorf("%s: the bad example gives %v", r.Code, judged(t, r.Example.Bad))
		}
		if _, ok := judged(t, r.Example.Good)[r.Code]; ok {
			t.Errorf("%s: the good example gives it too", r.Code)
		}
	}
	if tried < 10 {
		t.Errorf("only %d rules have examples", tried)
	}
}

// Codes are unique and in order, every rule has its words, and a rule that depends on
// the date is never an error.
func TestTable(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	last := ""
	for _, r := range Rules {
		if r.Code <= last {
			t.Errorf("%s stands after %s", r.Code, last)
		}
		last = r.Code
		if r.Dated && r.Severity == diag.Error {
			t.Errorf("%s depends on the date and is an error", r.Code)
		}
		for _, part := range []string{"title", "message", "why", "mend"} {
			if !cat.Printer("nb").Has(Key(r.Code, part)) {
				t.Errorf("%s has no %s", r.Code, part)
			}
		}
	}
}

func TestWaiversAndSeverities(t *testing.T) {
	const over = "[period]\nstart = 2020-05-01\nend = 2022-04-30\n"
	if _, ok := judged(t, over)["FV105"]; !ok {
		t.Fatal("no FV105 to waive")
	}
	if _, ok := judged(t, over+"[[waivers]]\ncode = \"FV105\"\nreason = \"Ny avtale er kunngjort\"\nuntil = 2026-12-31\n")["FV105"]; ok {
		t.Error("a waived finding is shown")
	}
	if _, ok := judged(t, over+"[[waivers]]\ncode = \"FV105\"\nreason = \"Ny avtale er kunngjort\"\nuntil = 2026-10-31\n")["FV105"]; !ok {
		t.Error("a waiver that has run out still hides the finding")
	}
}

func TestOrganisationNumbers(t *testing.T) {
	for id, want := range map[string]bool{"313000028": true, "313000017": false, "964338531": true, "31300002": false, "31300002a": false, "": false} {
		if got := contract.ValidOrganisation(id); got != want {
			t.Errorf("%q: %v", id, got)
		}
	}
	if strings.Contains(closestName("maximun"), "maximum") != true {
		t.Errorf("closest name: %q", closestName("maximun"))
	}
}
