package main

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/diag"
)

// Every command with --format says in its help which there are, and completes them.
func TestFormatsAreNamedInTheHelp(t *testing.T) {
	for command, names := range map[string]formats{
		"due": textOrJSON, "risk": textOrJSON, "diff": textMarkdownOrJSON, "history": textMarkdownOrJSON,
		"validate": formats(diag.Formats()), "schema": {"json", "md"}, "report": reportFormatNames(),
	} {
		for _, lang := range []string{"nb", "nn", "en"} {
			t.Setenv("LC_ALL", lang)
			_, out, _ := forvalt(t, command, "--help")
			_, help, _ := strings.Cut(out, "--format string")
			help, _, _ = strings.Cut(help, "\n")
			for _, name := range names {
				if !strings.Contains(help, name) {
					t.Errorf("%s: the help of %s does not name %s: %s", lang, command, name, help)
				}
			}
		}
		if _, out, _ := forvalt(t, "__complete", command, "--format", ""); !strings.HasPrefix(out, strings.Join(names, "\n")+"\n") {
			t.Errorf("%s completes %q", command, out)
		}
	}
}
