package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/exchange/eforms"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/store"
)

func importCommand(a *app) *cobra.Command {
	c := &cobra.Command{Use: "import", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	var update, dry bool
	e := &cobra.Command{
		Use:     "eforms FILE…",
		Args:    cobra.MinimumNArgs(1),
		Example: "  forvalt import eforms --dry-run kunngjøring.xml\n  forvalt import eforms kunngjøringer/*.xml",
		RunE: func(c *cobra.Command, files []string) error {
			return a.importNotices(c, files, update, dry)
		},
	}
	e.Flags().BoolVar(&update, "update", false, "write contracts anew that an earlier import made or people have changed")
	e.Flags().BoolVar(&dry, "dry-run", false, "only tell what would be written")
	c.AddCommand(e)
	return c
}

// importNotices reads all notices before it writes anything.
func (a *app) importNotices(c *cobra.Command, files []string, update, dry bool) error {
	l, err := a.load(c.Context())
	if err != nil {
		return err
	}
	wanted := map[string][]byte{} // by path below the data folder
	var buyers []contract.Organisation
	var findings []diag.Finding
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return misuse("unreadable", message.Args{"path": name, "reason": err.Error()})
		}
		res, found := eforms.Read(filepath.ToSlash(name), data)
		findings = append(findings, found...)
		for _, k := range res.Contracts {
			wanted["agreements/"+k.ID+"/contract.toml"] = store.Encode(k)
		}
		for _, s := range res.Suppliers {
			if l.Supplier(s.ID) == nil { // what is known of a supplier is left alone
				wanted["suppliers/"+s.ID+".toml"] = store.Encode(s)
			}
		}
		for _, b := range res.Buyers {
			if !l.knowsBuyer(b.ID) && !slices.ContainsFunc(buyers, func(o contract.Organisation) bool { return o.ID == b.ID }) {
				buyers = append(buyers, b)
			}
		}
	}
	if len(findings) > 0 {
		if err := diag.Print(a.stderr, "text", findings, len(files), describer{l.Printer}, diag.Options{Color: a.color(a.stderr)}); err != nil {
			return err
		}
	}
	if err := a.writeImport(l, wanted, buyers, len(files), update, dry); err != nil {
		return err
	}
	if diag.Count(findings, diag.Error) > 0 {
		return errFindings
	}
	return nil
}

func (l *loaded) knowsBuyer(id string) bool {
	return l.Settings.Organisation.ID == id || slices.ContainsFunc(l.Settings.Buyers, func(b contract.Organisation) bool { return b.ID == id })
}

// writeImport writes what is new, tells what is the same, and touches what is there only
// when asked to.
func (a *app) writeImport(l *loaded, wanted map[string][]byte, buyers []contract.Organisation, notices int, update, dry bool) error {
	p := l.Printer
	count := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		full := filepath.Join(a.data, filepath.FromSlash(name))
		old, err := os.ReadFile(full)
		what := "created"
		switch {
		case err == nil && bytes.Equal(old, wanted[name]):
			what = "unchanged"
		case err == nil && !update:
			what = "would-change"
		case err == nil:
			what = "updated"
		}
		count[what]++
		if what != "unchanged" {
			fmt.Fprintf(a.stdout, "%s: %s\n", p.Text("cli.import."+what, nil), path.Join(filepath.ToSlash(a.data), name))
		}
		if dry || what == "unchanged" || what == "would-change" {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return refuse("cannot-write", message.Args{"path": full, "reason": err.Error()})
		}
		if err := os.WriteFile(full, wanted[name], 0o644); err != nil {
			return refuse("cannot-write", message.Args{"path": full, "reason": err.Error()})
		}
	}
	if len(buyers) > 0 && !dry {
		if err := a.addBuyers(buyers); err != nil {
			return err
		}
	}
	fmt.Fprintln(a.stdout, p.Text("cli.import.summary", message.Args{"n": notices, "created": count["created"], "updated": count["updated"], "unchanged": count["unchanged"], "kept": count["would-change"]}))
	if dry {
		fmt.Fprintln(a.stdout, p.Text("cli.import.dry-run", nil))
	}
	return nil
}

// addBuyers adds buyers at the end of portfolio.toml; every byte that was there stays.
func (a *app) addBuyers(buyers []contract.Organisation) error {
	file := filepath.Join(a.data, "portfolio.toml")
	old, err := os.ReadFile(file)
	if err != nil {
		return refuse("unreadable", message.Args{"path": file, "reason": err.Error()})
	}
	out := bytes.TrimRight(old, "\n")
	for _, b := range buyers {
		out = append(append(out, "\n\n[[buyers]]\n"...), bytes.TrimRight(store.Encode(&b), "\n")...)
	}
	if err := os.WriteFile(file, append(out, '\n'), 0o644); err != nil {
		return refuse("cannot-write", message.Args{"path": file, "reason": err.Error()})
	}
	return nil
}
