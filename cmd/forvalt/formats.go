package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/message"
)

// formats are what --format of a command takes; the first is the default. The flag's help
// names them in the catalogue (TestFormatsAreNamedInTheHelp).
type formats []string

var (
	textOrJSON         = formats{"text", "json"}
	textMarkdownOrJSON = formats{"text", "md", "json"}
)

// flag gives a command its --format, with completion.
func (f formats) flag(c *cobra.Command, value *string) {
	c.Flags().StringVar(value, "format", f[0], "")
	if err := c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(f, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // only where the flag is not there, or has one already
	}
}

// check refuses a format that is not among them.
func (f formats) check(value string) error {
	if slices.Contains(f, value) {
		return nil
	}
	return misuse("bad-format", message.Args{"value": value, "formats": strings.Join(f, ", ")})
}
