package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
)

// The command line's own words, which the library has in English, come from the
// catalogue: headings of the help, descriptions of commands and flags, and what is wrong
// with a call.

// speak gives every command its words, in the language of the environment.
func (a *app) speak(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	p := a.printer(nil)
	root.SetUsageTemplate(usageTemplate(p))
	root.SetFlagErrorFunc(flagError)
	a.describe(root, "root", p)
}

// describe gives a command and those below it their help.
func (a *app) describe(c *cobra.Command, name string, p *message.Printer) {
	if key := "cli.commands." + name; p.Has(key + ".short") {
		c.Short, c.Long = p.Text(key+".short", nil), p.Text(key+".long", nil)
	}
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	c.DisableFlagsInUseLine = true
	flags := func(f *pflag.Flag) {
		for _, key := range []string{"cli.flags." + name + "." + f.Name, "cli.flags.any." + f.Name} {
			if p.Has(key) {
				f.Usage = p.Text(key, nil)
				break
			}
		}
		if d := f.DefValue; d != "" && d != "false" && d != "0" {
			f.Usage += p.Text("cli.usage.default", message.Args{"value": d})
			f.DefValue = "" // the library would say it again, in English
			if strings.Contains(f.Value.Type(), "int") {
				f.DefValue = "0"
			}
		}
	}
	c.PersistentFlags().VisitAll(flags)
	c.Flags().VisitAll(flags)
	for _, sub := range c.Commands() {
		a.describe(sub, strings.TrimPrefix(name+"-"+sub.Name(), "root-"), p)
	}
}

// usageTemplate is the library's, with our headings.
func usageTemplate(p *message.Printer) string {
	t := func(key string) string { return p.Text("cli.usage."+key, nil) }
	return t("usage") + `:{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} ` + t("command") + `{{end}}{{if .HasExample}}

` + t("examples") + `:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

` + t("commands") + `:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

` + t("flags") + `:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

` + t("global") + `:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

` + t("more") + `{{end}}
`
}

// flagError says what is wrong with a flag.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		return misuse("usage-flag", message.Args{"flag": unknown.GetSpecifiedName(), "closest": diag.Closest(unknown.GetSpecifiedName(), names)})
	case errors.As(err, &missing):
		return misuse("usage-value", message.Args{"flag": missing.GetSpecifiedName()})
	case errors.As(err, &bad):
		return misuse("usage-bad-value", message.Args{"flag": bad.GetFlag().Name, "value": bad.GetValue(), "type": bad.GetFlag().Value.Type()})
	}
	return misuse("usage-syntax", message.Args{"detail": err.Error()})
}

// arguments accepts between least and most arguments.
func arguments(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return misuse("usage-arguments", message.Args{"n": len(args), "use": c.UseLine()})
		}
		return nil
	}
}

// subcommand accepts no argument: one would be a command that does not exist.
func subcommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, s := range c.Commands() {
		names = append(names, s.Name())
	}
	return misuse("usage-command", message.Args{"command": args[0], "closest": diag.Closest(args[0], names)})
}
