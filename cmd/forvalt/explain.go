package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
)

func explainCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "explain [CODE]",
		Args:    arguments(0, 1),
		Example: "  forvalt explain FV031\n  forvalt explain",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return codes(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			p := a.printer(nil)
			if len(args) == 0 {
				for _, r := range check.Rules {
					fmt.Fprintf(a.stdout, "%s  %s\n", r.Code, p.Text(check.Key(r.Code, "title"), nil))
				}
				return nil
			}
			code := strings.ToUpper(args[0])
			i := slices.IndexFunc(check.Rules, func(r check.Rule) bool { return r.Code == code })
			if i < 0 {
				return misuse("no-rule", message.Args{"code": args[0], "closest": diag.Closest(code, codes())})
			}
			return explainRule(a.stdout, &check.Rules[i], p)
		},
	}
}

func codes() []string {
	var out []string
	for _, r := range check.Rules {
		out = append(out, r.Code)
	}
	return out
}

// explainRule writes a rule: what, why, how to mend, and its example.
func explainRule(w io.Writer, r *check.Rule, p *message.Printer) error {
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

// describer makes the sentences of findings.
type describer struct{ *message.Printer }

func (d describer) Message(f diag.Finding) string {
	if why, _ := f.Args["reason"].(string); d.Has("findings.reason." + why) {
		args := maps.Clone(f.Args)
		args["reason"] = d.Text("findings.reason."+why, nil)
		f.Args = args
	}
	return d.Text(d.key(f, "message"), message.Args(f.Args))
}

// key of a part of a finding's words: those of its variant, where it has one of its own.
func (d describer) key(f diag.Finding, part string) string {
	if variant, _ := f.Args["variant"].(string); variant != "" {
		if own := "faults." + f.Code + "." + variant + "." + part; d.Has(own) {
			return own
		}
	}
	return check.Key(f.Code, part)
}

// Hint is the closest known word where there is one, else how to mend the fault.
func (d describer) Hint(f diag.Finding) string {
	if closest, _ := f.Args["closest"].(string); closest != "" {
		name, _ := f.Args["name"].(string)
		if name != "" && f.Code == "FV031" {
			closest += " (" + name + ")"
		}
		return d.Text("findings.closest", message.Args{"closest": closest})
	}
	return d.Text(d.key(f, "mend"), message.Args(f.Args))
}

func (d describer) Title(code string) string { return d.Text(check.Key(code, "title"), nil) }

func (d describer) Help(code string) (text, url string) {
	return d.Text(check.Key(code, "why"), nil), ""
}

func (d describer) Summary(files, errors, warnings int) string {
	count := func(what string, n int) string { return d.Text("cli.validate."+what, message.Args{"n": n}) }
	return d.Text("cli.validate.summary", message.Args{"n": files, "errors": count("errors", errors), "warnings": count("warnings", warnings)})
}
