package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/print/faults"
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
				return faults.Rules(a.stdout, p)
			}
			code := strings.ToUpper(args[0])
			i := slices.IndexFunc(check.Rules, func(r check.Rule) bool { return r.Code == code })
			if i < 0 {
				return misuse("no-rule", message.Args{"code": args[0], "closest": diag.Closest(code, codes())})
			}
			return faults.Rule(a.stdout, &check.Rules[i], p)
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
