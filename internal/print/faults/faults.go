// Package faults has the words of findings and of the rules that find them. In go findings
// (diag) and rules (check); out come sentences of the catalogue. How findings stand on the
// page, in SARIF or in JUnit, is diag's.
package faults

import (
	"fmt"
	"io"
	"maps"
	"strings"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
)

// Rules writes every rule's code and title.
func Rules(w io.Writer, p *message.Printer) error {
	for _, r := range check.Rules {
		if _, err := fmt.Fprintf(w, "%s  %s\n", r.Code, p.Text(check.Key(r.Code, "title"), nil)); err != nil {
			return err
		}
	}
	return nil
}

// Rule writes a rule: what, why, how to mend, and its example.
func Rule(w io.Writer, r *check.Rule, p *message.Printer) error {
	text := func(part string) string { return p.Text(check.Key(r.Code, part), nil) }
	fmt.Fprintf(w, "%s: %s (%s)\n\n%s\n\n%s\n", r.Code, text("title"), p.Text("values.severity."+r.Severity.String(), nil), text("why"), text("mend"))
	example := r.Example()
	for _, ex := range []struct{ key, text string }{{"wrong", example.Bad}, {"right", example.Good}} {
		if ex.text != "" {
			fmt.Fprintf(w, "\n%s\n\n    %s\n", p.Text("cli.explain."+ex.key, nil), strings.ReplaceAll(strings.TrimSpace(ex.text), "\n", "\n    "))
		}
	}
	return nil
}

// Words makes the sentences of findings, as diag.Print asks for them.
type Words struct{ *message.Printer }

func (w Words) Message(f diag.Finding) string {
	if why, _ := f.Args["reason"].(string); w.Has("findings.reason." + why) {
		args := maps.Clone(f.Args)
		args["reason"] = w.Text("findings.reason."+why, nil)
		f.Args = args
	}
	return w.Text(w.key(f, "message"), message.Args(f.Args))
}

// key of a part of a finding's words: those of its variant, where it has one of its own.
func (w Words) key(f diag.Finding, part string) string {
	if variant, _ := f.Args["variant"].(string); variant != "" {
		if own := "faults." + f.Code + "." + variant + "." + part; w.Has(own) {
			return own
		}
	}
	return check.Key(f.Code, part)
}

// Hint is the closest known word where there is one, else how to mend the fault.
func (w Words) Hint(f diag.Finding) string {
	if closest, _ := f.Args["closest"].(string); closest != "" {
		name, _ := f.Args["name"].(string)
		if name != "" && f.Code == "FV031" {
			closest += " (" + name + ")"
		}
		return w.Text("findings.closest", message.Args{"closest": closest})
	}
	return w.Text(w.key(f, "mend"), message.Args(f.Args))
}

func (w Words) Title(code string) string { return w.Text(check.Key(code, "title"), nil) }

func (w Words) Help(code string) (text, url string) {
	return w.Text(check.Key(code, "why"), nil), ""
}

func (w Words) Folded(code string, n int) string {
	return w.Text("cli.validate.folded", message.Args{"code": code, "n": n, "title": w.Title(code)})
}

func (w Words) Summary(files, errors, warnings int) string {
	count := func(what string, n int) string { return w.Text("cli.validate."+what, message.Args{"n": n}) }
	return w.Text("cli.validate.summary", message.Args{"n": files, "errors": count("errors", errors), "warnings": count("warnings", warnings)})
}
