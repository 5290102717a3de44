package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/past/pasttest"
)

var update = flag.Bool("update", false, "write the goldens anew")

// archive reads files between lines "-- name --".
func archive(t *testing.T, name string) (names []string, files map[string]string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	marks := regexp.MustCompile(`(?m)^-- (\S+) --\n`).FindAllSubmatchIndex(data, -1)
	for i, m := range marks {
		end := len(data)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		n := string(data[m[2]:m[3]])
		names = append(names, n)
		files[n] = string(data[m[1]:end])
	}
	return names, files
}

// The archive holds the files of two commits, below base/ and head/, and what diff says.
func TestDiffGolden(t *testing.T) {
	const golden = "testdata/diff.txtar"
	names, files := archive(t, golden)
	dir := pasttest.Repository(t, "git init -q -b main")
	for _, side := range []string{"base", "head"} {
		if err := os.RemoveAll(filepath.Join(dir, "contracts")); err != nil {
			t.Fatal(err)
		}
		for name, text := range files {
			if rest, ok := strings.CutPrefix(name, side+"/"); ok {
				p := filepath.Join(dir, "contracts", rest)
				if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		}
		pasttest.Run(t, dir, "git add -A; git commit -qm "+side)
	}
	data := filepath.Join(dir, "contracts")
	changed := false
	for _, tc := range []struct {
		file string
		args []string
	}{
		{"out.text", []string{"HEAD~1", "HEAD"}}, {"out.nn", []string{"HEAD~1", "--lang", "nn"}}, {"out.en", []string{"HEAD~1", "--lang", "en"}},
		{"out.md", []string{"HEAD~1", "--format", "md"}}, {"out.json", []string{"HEAD~1", "HEAD", "--format", "json"}},
	} {
		code, out, errs := forvalt(t, append([]string{"diff", "--data", data, "--as-of", "2026-11-01"}, tc.args...)...)
		if code != exitOK || errs != "" {
			t.Fatalf("%s: exit %d %s", tc.file, code, errs)
		}
		out = strings.ReplaceAll(out, filepath.ToSlash(dir)+"/", "")
		if strings.Contains(out, "⟦") || strings.Contains(out, "\x1b") {
			t.Errorf("%s lacks words, or has colours in a pipe", tc.file)
		}
		if out != files[tc.file] {
			if files[tc.file], changed = out, true; !*update {
				t.Errorf("%s:\n%s", tc.file, out)
			}
		}
		if !slices.Contains(names, tc.file) {
			names = append(names, tc.file)
		}
	}
	if changed && *update {
		var b strings.Builder
		for _, n := range names {
			b.WriteString("-- " + n + " --\n" + files[n])
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDiffRefuses(t *testing.T) {
	work := func(dir string) string { return filepath.Join(dir, "contracts") }
	const some = "mkdir -p contracts; printf 'schema = 1\\n' >contracts/portfolio.toml\n"
	none := t.TempDir()
	if err := os.CopyFS(work(none), os.DirFS(work(pasttest.Repository(t, some)))); err != nil {
		t.Fatal(err)
	}
	unborn := pasttest.Repository(t, "git init -q -b main\n"+some)
	plain := pasttest.Repository(t, "git init -q -b main\n"+some+"git add .; git commit -qm one")
	conflict := pasttest.Repository(t, "git init -q -b main\n"+some+"git add .; git commit -qm one; printf '<<<<<<< HEAD\\nschema = 1\\n=======\\nschema = 2\\n>>>>>>> x\\n' >contracts/portfolio.toml")
	sha256 := pasttest.Repository(t, "git init -q -b main --object-format=sha256\n"+some+"git add .; git commit -qm one")
	for _, tc := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no repository", []string{"diff", "HEAD", "--data", work(none)}, exitFindings, "ikke i et Git-lager"},
		{"unborn branch", []string{"diff", "HEAD", "--data", work(unborn)}, exitFindings, "ingen innsjekking"},
		{"unborn branch, another name", []string{"diff", "main", "--data", work(unborn)}, exitFindings, "ingen innsjekking"},
		{"unknown revision", []string{"diff", "nowhere", "--data", work(plain)}, exitFindings, "nowhere finnes ikke"},
		{"unknown second revision", []string{"diff", "HEAD", "HEAD~9", "--data", work(plain)}, exitFindings, "HEAD~9 finnes ikke"},
		{"conflict", []string{"diff", "HEAD", "--data", work(conflict)}, exitFindings, "portfolio.toml, linje 1: en flettekonflikt"},
		{"sha256, read through git", []string{"diff", "HEAD", "--data", work(sha256)}, exitOK, ""},
		{"format", []string{"diff", "HEAD", "--format", "html", "--data", work(plain)}, exitUsage, "text, md, json"},
		{"no revision", []string{"diff", "--data", work(plain)}, exitUsage, "arg"},
		{"nothing changed", []string{"diff", "HEAD", "--data", work(plain)}, exitOK, ""},
		{"history of nothing", []string{"history", "vakt", "--data", work(plain)}, exitUsage, "vakt finnes verken"},
		{"history without a commit", []string{"history", "vakt", "--data", work(unborn)}, exitFindings, "ingen innsjekking"},
	} {
		if tc.name == "sha256" {
			t.Setenv("PATH", t.TempDir()) // with the git program it is read
		}
		code, out, errs := forvalt(t, append(tc.args, "--lang", "nb")...)
		if code != tc.code || !strings.Contains(errs, tc.want) || strings.Contains(errs, "⟦") {
			t.Errorf("%s: exit %d %q", tc.name, code, errs)
		}
		if tc.name == "nothing changed" && !strings.Contains(out, "Ingen endringer.") {
			t.Errorf("%s: %q", tc.name, out)
		}
	}
}
