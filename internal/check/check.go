// Package check holds the rules that a portfolio and its figures are judged by.
//
// In go a portfolio and its figures; out come findings, each with a permanent code, a
// place and the facts of its sentence. The rules are one table (Rules): a new rule is one
// function and one row. The sentences, reasons and remedies are in the message
// catalogue. Check reads no file, knows no language and changes nothing; faults of the
// files themselves are found by package store and documented in the same table.
//
// A rule whose truth depends on the as-of date is never an error: a nightly build must
// not stop because a day has passed.
package check

import (
	"embed"
	"maps"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
)

// Rule is one row of the table.
type Rule struct {
	Code     string
	Severity diag.Severity
	Group    string
	Dated    bool                                 // its truth depends on the as-of date
	Firm     bool                                 // neither waivers nor severities act on it: what it guards could be let in together with them
	Contract func(*run, *measure.ContractFigures) // judges one contract; nil where another does
	Whole    func(*run)                           // judges the portfolio
}

// Example of a rule, as lines of TOML: of a contract, or of the file that a comment names.
// Laid into the clean portfolio of testdata/base, Bad must give the rule and nothing else,
// and Good nothing; the rule's page and explain show the same lines.
type Example struct{ Bad, Good string }

//go:embed examples/*.toml
var examples embed.FS

// Example is the rule's own, from examples/<code>.toml; empty where none can be shown.
func (r *Rule) Example() Example {
	data, err := examples.ReadFile("examples/" + r.Code + ".toml")
	if err != nil {
		return Example{}
	}
	bad, good, _ := strings.Cut(strings.TrimPrefix(string(data), "#! wrong\n"), "#! right\n")
	return Example{strings.TrimSpace(bad), strings.TrimSpace(good)}
}

// run is one rule at work.
type run struct {
	rule     *Rule
	rules    []Rule // the whole table
	p        *contract.Portfolio
	f        *measure.Figures
	git      *Git
	prose    *[]prose // of all files, gathered once for all rules
	findings []diag.Finding
}

// report makes a finding of the rule at a place.
func (r *run) report(at diag.Place, subject string, args diag.Args) *diag.Finding {
	f := at.At(r.rule.Code, r.rule.Severity, args)
	f.Subject = subject
	r.findings = append(r.findings, f)
	return &r.findings[len(r.findings)-1]
}

// All judges the portfolio by every rule, with its own severities and waivers. A waived finding is left out.
func All(p *contract.Portfolio, f *measure.Figures) []diag.Finding { return With(p, f, Git{}) }

// With is All, with what Git says of the portfolio.
func With(p *contract.Portfolio, f *measure.Figures, git Git) []diag.Finding {
	var out []diag.Finding
	var texts []prose
	for i := range Rules {
		r := &run{rule: &Rules[i], rules: Rules, p: p, f: f, git: &git, prose: &texts}
		if r.rule.Whole != nil {
			r.rule.Whole(r)
		}
		if r.rule.Contract != nil {
			for _, c := range f.Contracts {
				r.rule.Contract(r, c)
			}
		}
		out = append(out, r.findings...)
	}
	return diag.Sort(waived(severities(out, p), p, f))
}

// severities gives findings the severity that the portfolio sets for their rule. What only
// time decides does not become an error (see datedAsError). What the loader finds is not
// touched: a file that cannot be read is never silenced.
func severities(fs []diag.Finding, p *contract.Portfolio) []diag.Finding {
	level := map[string]contract.Level{}
	for _, s := range p.Settings.Severity {
		level[s.Code] = s.Level
	}
	dated, firm := map[string]bool{}, map[string]bool{}
	for _, r := range Rules {
		dated[r.Code], firm[r.Code] = r.Dated, r.Firm
	}
	var out []diag.Finding
	for _, f := range fs {
		if level[f.Code] == contract.LevelOff && !firm[f.Code] {
			continue
		}
		if s, ok := diag.ParseSeverity(string(level[f.Code])); ok && !firm[f.Code] && (s < diag.Error || !dated[f.Code]) {
			f.Severity = s
		}
		out = append(out, f)
	}
	return out
}

// waived leaves out findings that somebody has accepted for a while.
func waived(fs []diag.Finding, p *contract.Portfolio, f *measure.Figures) []diag.Finding {
	accepted := map[[2]string]bool{}
	add := func(w contract.Waiver, subject string) {
		if !w.Until.IsZero() && !w.Until.Before(f.AsOf) {
			accepted[[2]string{w.Code + w.Rule, subject}] = true
		}
	}
	for _, w := range p.Settings.Waivers {
		add(w, w.Contract)
	}
	for _, c := range p.Contracts {
		for _, w := range c.Waivers {
			add(w, c.ID)
		}
	}
	for i := range Rules {
		if Rules[i].Firm {
			maps.DeleteFunc(accepted, func(w [2]string, _ bool) bool { return w[0] == Rules[i].Code })
		}
	}
	var out []diag.Finding
	for _, fd := range fs {
		if fd.Subject == "" || !accepted[[2]string{fd.Code, fd.Subject}] {
			out = append(out, fd)
		}
	}
	return out
}

// Key is the catalogue key of a rule's title, message, hint, why or mend.
func Key(code, part string) string { return "findings." + code + "." + part }

// Model judges a risk model by itself, as if it were the portfolio's.
func Model(m *contract.RiskModel, p *contract.Portfolio) []diag.Finding {
	alone := &contract.Portfolio{Settings: p.Settings, Regulations: p.Regulations, Models: []*contract.RiskModel{m}}
	var out []diag.Finding
	for _, f := range All(alone.Index(), figures.Of(alone, m.From)) {
		if f.File == m.File() {
			out = append(out, f)
		}
	}
	return out
}
