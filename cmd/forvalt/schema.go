package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/exchange/jsonschema"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/model"
	"github.com/forvalt/forvalt/internal/place"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print/keys"
)

func schemaCommand(a *app) *cobra.Command {
	var out, format string
	formats := formats{"json", "md"}
	c := &cobra.Command{
		Use:     "schema [KIND]",
		Args:    arguments(0, 1),
		Example: "  forvalt schema\n  forvalt schema contract\n  forvalt schema --out schemas\n  forvalt schema --format md --lang en",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return kindsOfFiles(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := formats.check(format); err != nil {
				return err
			}
			p := a.printer(nil)
			files := model.Files()
			if len(args) == 1 {
				if !slices.Contains(kindsOfFiles(), args[0]) {
					return misuse("no-kind", message.Args{"value": args[0], "closest": diag.Closest(args[0], kindsOfFiles())})
				}
				files = slices.DeleteFunc(files, func(f model.File) bool { return f.Kind != args[0] })
			}
			switch {
			case format == "md":
				return keys.Markdown(a.stdout, files, p)
			case out == "" && len(args) == 0:
				return keys.Kinds(a.stdout, files, p)
			case out == "":
				data, err := jsonschema.Of(&files[0], model.In(p))
				if err == nil {
					_, err = a.stdout.Write(data)
				}
				return err
			}
			return a.writeSchemas(out, files, p)
		},
	}
	c.Flags().StringVar(&out, "out", "", "")
	formats.flag(c, &format)
	return c
}

// writeSchemas puts a schema for each sort of file into a folder, over those of an earlier version.
func (a *app) writeSchemas(dir string, files []model.File, p *message.Printer) error {
	for i := range files {
		data, err := jsonschema.Of(&files[i], model.In(p))
		if err != nil {
			return err
		}
		if _, err := place.File(filepath.Join(dir, jsonschema.Name(&files[i])), data, true); err != nil {
			return cannotWrite(dir, err)
		}
	}
	fmt.Fprintln(a.stdout, p.Text("cli.schema.written", message.Args{"n": len(files), "path": plain.Line(dir)}))
	return nil
}

func kindsOfFiles() []string {
	var out []string
	for _, f := range model.Files() {
		out = append(out, f.Kind)
	}
	return out
}
