package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/forvalt/forvalt/internal/past/pasttest"
)

// hostile is a text that a terminal or a log would obey: it sets colours and titles, begins a line
// anew, turns the direction of writing, and gives a runner of workflows commands.
const hostile = "x\x1b[31m\x1b]0;t\a\r\u202E\u2066\u009b2J\n::error::stolen\n##[error]stolen\u2028::set-output::y"

// obeyed says what in an output would be obeyed rather than read; "" is nothing.
func obeyed(out string) string {
	if i := strings.IndexFunc(out, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || r != '\u2060' && unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
	}); i >= 0 {
		return out[max(0, i-40):min(len(out), i+40)]
	}
	return regexp.MustCompile(`(?m)^\s*\x{2060}?::.*|##(vso)?\[.*`).FindString(out) // a line that ends in a text ends too early
}

// What is typed is told and not obeyed, at every command, as every argument and every flag.
func TestHostileArguments(t *testing.T) {
	data := filepath.Join(t.TempDir(), "p", "contracts")
	if code, _, errs := forvalt(t, "init", filepath.Dir(data)); code != exitOK {
		t.Fatal(errs)
	}
	var all func(c *cobra.Command, path []string)
	all = func(c *cobra.Command, path []string) {
		calls := [][]string{{hostile}, {hostile, hostile}, {"--" + hostile}, {"-" + hostile}}
		c.InheritedFlags() // puts them together
		c.Flags().VisitAll(func(f *pflag.Flag) {
			calls = append(calls, []string{"--" + f.Name + "=" + hostile})
			if c.Args != nil && c.Args(c, []string{"HEAD"}) == nil {
				calls = append(calls, []string{"HEAD", "--" + f.Name + "=" + hostile})
			}
		})
		for _, call := range calls {
			args := append(slices.Clone(path), call...)
			if !slices.ContainsFunc(call, func(a string) bool { return strings.HasPrefix(a, "--data") }) && len(path) > 0 && path[0] != "init" {
				args = append(args, "--data", data)
			}
			t.Chdir(t.TempDir())
			_, out, errs := forvalt(t, args...)
			if bad := obeyed(out + errs); bad != "" {
				t.Errorf("%q passes %q on", args, bad)
			}
		}
		for _, sub := range c.Commands() {
			if sub.Name() != "completion" && sub.Name() != "help" {
				all(sub, append(slices.Clone(path), sub.Name()))
			}
		}
	}
	all((&app{now: day}).command(), nil)
}

// What is in the data is told and not obeyed, by every command in every format.
func TestHostileData(t *testing.T) {
	quoted, err := json.Marshal(hostile)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("\u202E", `\u202E`, "\u2066", `\u2066`, "\u009b", `\u009b`, "\u2028", `\u2028`).Replace(string(quoted))
	files := map[string]string{
		"portfolio.toml":                   "schema = 1\n[organisation]\nname = T\nsample = true\n[site]\ntitle = T\nlanguage = \"nb\"\n[[departments]]\nid = \"d\"\nname = T\n",
		"people/per.toml":                  "name = T\n",
		"suppliers/313000028.toml":         "name = T\n",
		"agreements/a/contract.toml":       "title = T\ndescription = T\nstatus = \"active\"\nkind = \"contract\"\nmanager = \"per\"\nsuppliers = [\"313000028\"]\ncriticality = T\n[value]\nmaximum = 1_000_000\n[period]\nstart = 2025-01-01\nend = 2026-12-31\nrenewal = \"options\"\n[[options]]\nid = \"ett\"\nextends_to = 2027-12-31\ndecide_by = 2026-11-30\nstatus = \"open\"\n[[amendments]]\nid = \"e\"\ndate = 2026-01-01\ntitle = T\nground = \"foa-28-1-b\"\n",
		"agreements/a/turnover.toml":       "[months]\n2026-09 = 900_000\n2026-10 = 900_000\n",
		"agreements/a/deviations/d.toml":   "title = T\nreported = 2026-09-12\nseverity = \"minor\"\ndeadline = 2026-10-11\n",
		"agreements/b/contract.toml":       "title = T\nnonsense = T\n",
		"agreements/c/contract.toml":       "title = T\nstatus = \"planned\"\nkind = T\n",
		"agreements/c/\x1b[31m::error.txt": "x",
	}
	repo := pasttest.Repository(t, "git init -q -b main; mkdir contracts; touch contracts/portfolio.toml; git add .; git commit -qm \"$(printf 'a\\033[31m\\n\\n::error::x')\"")
	data := filepath.Join(repo, "contracts")
	for name, content := range files {
		file := filepath.Join(data, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(strings.ReplaceAll(content, "= T", "= "+text)), 0o666); err != nil {
			t.Skip("the name of a file cannot be written here:", err)
		}
	}
	models, _ := filepath.Glob(filepath.Join(sample, "risk", "*.toml"))
	model, err := os.ReadFile(models[len(models)-1])
	if err != nil {
		t.Fatal(err)
	}
	model = regexp.MustCompile(`title = \{[^}]*\}`).ReplaceAllLiteral(model, []byte("title = "+text))
	for _, name := range []string{"contracts/risk/2020-01-01.toml", "other.toml"} {
		file := filepath.Join(repo, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		id := strings.TrimSuffix(path.Base(name), ".toml")
		if err := os.WriteFile(file, bytes.ReplaceAll(model, []byte(strings.TrimSuffix(filepath.Base(models[len(models)-1]), ".toml")), []byte(id)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, call := range []string{
		"validate", "validate --all", "validate --format json", "validate --format sarif", "validate --format gitlab", "validate --format junit",
		"due --all", "due --format json", "risk", "risk a", "risk a --format json", "risk --format json", "risk --workload", "risk --workload --format json",
		"risk --backtest", "risk --fit", "risk --model other.toml", "diff HEAD", "diff HEAD --format md", "diff HEAD --format json",
		"history a", "history a --format md", "history a --format json", "report --quarter 2026-q3 --as-of 2026-10-20", "report --quarter 2026-q3 --as-of 2026-10-20 --brief",
		"report --quarter 2026-q3 --as-of 2026-10-20 --format json", "build --out site",
	} {
		t.Chdir(repo)
		code, out, errs := forvalt(t, append([]string{"--as-of", "2026-11-01"}, strings.Fields(call)...)...)
		if bad := obeyed(out + errs); bad != "" {
			t.Errorf("%s (exit %d) passes %q on", call, code, bad)
		}
		if strings.TrimSpace(out+errs) == "" || unworded.MatchString(out+errs) {
			t.Errorf("%s: exit %d %q %q", call, code, out, errs)
		}
	}
}
