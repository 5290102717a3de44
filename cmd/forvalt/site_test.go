package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/site"
)

// forvalt runs the program as the shell would, on a fixed day.
func forvalt(t testing.TB, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &out, &errs, day)
	return code, out.String(), errs.String()
}

const sample = "../../contracts"

func needAssets(t *testing.T) {
	t.Helper()
	if !site.Built() {
		t.Skip("the site's assets are not bundled: run `make test`")
	}
}

// basedAt is where the public site of the tests is to lie.
const basedAt = "https://kontrakter.example.no/fjordvik/"

// built are the sample's sites that have been drawn, by their options.
var built sync.Map

// buildSite gives the files of the sample's site as the options of build make it. Each is drawn
// once for all tests, which only read it.
func buildSite(t *testing.T, options ...string) map[string]string {
	t.Helper()
	needAssets(t)
	draw, _ := built.LoadOrStore(strings.Join(options, " "), sync.OnceValue(func() map[string]string {
		dir := filepath.Join(t.TempDir(), "site")
		if code, _, errs := forvalt(t, append([]string{"build", "--data", sample, "--out", dir, "--file-links=false"}, options...)...); code != exitOK {
			t.Error(errs)
			return nil
		}
		return tree(t, dir)
	}))
	files := draw.(func() map[string]string)()
	if files == nil {
		t.FailNow()
	}
	return files
}

// Without an address what is built is opened where it lies: every link leads to a file.
func TestLinksWorkFromTheDisk(t *testing.T) {
	needAssets(t)
	dir := filepath.Join(t.TempDir(), "site")
	if code, _, errs := forvalt(t, "build", "--data", sample, "--out", dir); code != exitOK {
		t.Fatal(errs)
	}
	files, link, n := tree(t, dir), regexp.MustCompile(`<a [^>]*href="([^"#?:]+)[^":]*"`), 0
	for p, content := range files {
		if path.Ext(p) != ".html" {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(content, -1) {
			n++
			to, err := url.PathUnescape(m[1])
			if _, ok := files[path.Join(path.Dir(p), to)]; !ok || err != nil {
				t.Fatalf("%s links to %s, which is no file", p, m[1])
			}
		}
	}
	if n < 10_000 {
		t.Errorf("only %d links", n)
	}
}

func TestSampleIsValid(t *testing.T) {
	code, out, errs := forvalt(t, "validate", "--data", sample, "--format", "json")
	var got struct {
		Errors, Warnings, Files int
		Findings                []struct{ Code, Message, Hint string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitOK || got.Errors != 0 {
		t.Fatalf("exit %d, %v\n%s%s", code, err, out, errs)
	}
	if got.Warnings == 0 || got.Warnings > 32 {
		t.Errorf("%d warnings: a few that teach are wanted", got.Warnings)
	}
	for _, f := range got.Findings {
		if strings.Contains(f.Message+f.Hint, "⟦") {
			t.Errorf("%s has no words: %s %s", f.Code, f.Message, f.Hint)
		}
	}
}

// A site that is built twice is the same to the byte. (Both are built here: a commit between them
// would make the second another.)
func TestBuildIsDeterministic(t *testing.T) {
	needAssets(t)
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	for _, dir := range []string{a, b} {
		if code, _, errs := forvalt(t, "build", "--data", sample, "--out", dir); code != exitOK {
			t.Fatal(errs)
		}
	}
	first, second := tree(t, a), tree(t, b)
	if len(first) < 150 || len(first) != len(second) {
		t.Fatalf("%d and %d files", len(first), len(second))
	}
	for p, data := range first {
		if second[p] != data {
			t.Errorf("%s differs", p)
		}
		if strings.HasSuffix(p, ".html") && strings.Contains(data, "⟦") {
			t.Errorf("%s lacks words: %s", p, regexp.MustCompile(`⟦[^⟧]*⟧`).FindString(data))
		}
	}
}

// Every link between the site's files leads somewhere, its fragment too.
func TestLinksResolve(t *testing.T) {
	files := buildSite(t, "--file-links")
	link := regexp.MustCompile(`(?:href|src)="([^"]+)"`)
	for p, data := range files {
		if !strings.HasSuffix(p, ".html") {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(data, -1) {
			target, fragment, _ := strings.Cut(strings.SplitN(m[1], "?", 2)[0], "#")
			if strings.Contains(target, ":") {
				continue
			}
			to := p
			if target != "" {
				to = filepath.ToSlash(filepath.Join(filepath.Dir(p), target))
			}
			page, ok := files[to]
			if !ok {
				t.Errorf("%s links to %s, which is not there", p, m[1])
			} else if fragment != "" && !strings.Contains(page, `id="`+fragment+`"`) {
				t.Errorf("%s links to %s, but there is no such place", p, m[1])
			}
		}
	}
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == ".forvalt-site" {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A mark is planted in every text of every internal field; none may be in the public site.
func TestPublicSiteHoldsNothingInternal(t *testing.T) {
	needAssets(t)
	p, _ := store.Load(context.Background(), os.DirFS(sample), store.Options{})
	planted := 0
	for _, c := range p.Contracts {
		planted += plant(reflect.ValueOf(c).Elem(), c.Visibility != contract.Public)
		for i := range c.Documents {
			if c.Documents[i].Visibility != contract.Public {
				planted += plant(reflect.ValueOf(&c.Documents[i]).Elem(), true)
			}
		}
	}
	for _, v := range p.People {
		planted += plant(reflect.ValueOf(v).Elem(), true)
	}
	for _, v := range p.Suppliers {
		planted += plant(reflect.ValueOf(v).Elem(), false)
	}
	for _, v := range p.Categories {
		planted += plant(reflect.ValueOf(v).Elem(), false)
	}
	for _, v := range p.Spend {
		planted += plant(reflect.ValueOf(v).Elem(), false)
	}
	if planted < 200 {
		t.Fatalf("only %d marks were planted", planted)
	}
	dir := t.TempDir()
	data := filepath.Join(dir, "contracts")
	for name, content := range store.Files(p) {
		full := filepath.Join(data, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "site")
	if code, stdout, errs := forvalt(t, "build", "--data", data, "--profile", "public", "--out", out); code != exitOK {
		t.Fatalf("%s%s", stdout, errs)
	}
	files := tree(t, out)
	if len(files) < 80 {
		t.Fatalf("the public site has only %d files", len(files))
	}
	places := 0
	for _, c := range p.Contracts { // the place is a part of an inspection's id, and internal
		for _, i := range c.Inspections {
			place := strings.TrimSuffix(i.Place, " HEMMELIG")
			if place == "" || !strings.HasSuffix(i.ID, place) {
				continue
			}
			places++
			for name, content := range files {
				if strings.Contains(name, i.ID) || strings.Contains(content, i.ID) {
					t.Errorf("%s names the inspection %s by its place", name, i.ID)
				}
			}
		}
	}
	if places == 0 {
		t.Error("no inspection has a place")
	}
	unpacked := 0
	for p, content := range files { // a workbook is packed: look into it
		if strings.HasSuffix(p, ".xlsx") {
			files[p] = unpack(t, content)
			unpacked++
		}
	}
	if unpacked == 0 {
		t.Error("the public site has no workbook")
	}
	for p, content := range files {
		if strings.Contains(p, "hemmelig") || strings.Contains(content, "HEMMELIG") {
			i := strings.Index(content, "HEMMELIG")
			t.Errorf("%s shows something internal: …%s…", p, content[max(0, i-80):min(len(content), max(i, 0)+80)])
		}
	}
	for _, c := range p.Contracts {
		if c.Visibility != contract.Public {
			for p, content := range files {
				if strings.Contains(p+content, c.ID) {
					t.Errorf("%s names the internal contract %s", p, c.ID)
				}
			}
		}
	}
}

// unpack gives what is in an archive.
func unpack(t *testing.T, data string) string {
	t.Helper()
	r, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range r.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, part); err != nil {
			t.Fatal(err)
		}
		part.Close()
	}
	return out.String()
}

// plant marks the free texts of internal fields (all of them where all is set) and counts them.
// Ids, references and words with choices are left as they are, so that the data stay valid.
func plant(v reflect.Value, all bool) int {
	n := 0
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() || f.Type == reflect.TypeFor[contract.Origin]() || contract.Choices(f.Type) != nil || f.Tag.Get("ref") != "" || f.Name == "ID" || f.Name == "IDWas" || f.Name == "CPV" || f.Name == "Parent" || f.Name == "Firm" || f.Name == "Code" || f.Name == "Rule" || f.Name == "Supplier" || f.Name == "Key" || f.Name == "Currency" {
				continue
			}
			n += plant(v.Field(i), all || f.Tag.Get("vis") == string(contract.Internal))
		}
	case reflect.Slice:
		for i := range v.Len() {
			n += plant(v.Index(i), all)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			n += plant(v.Elem(), all)
		}
	case reflect.String:
		if all && v.CanSet() {
			v.SetString(v.String() + " HEMMELIG")
			n++
		}
	}
	return n
}

// Twenty-five faults in a copy of the sample give twenty-five findings, in one run.
func TestSeededFaults(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "contracts")
	if err := os.CopyFS(dir, os.DirFS(sample)); err != nil {
		t.Fatal(err)
	}
	_, before, _ := forvalt(t, "validate", "--data", dir, "--format", "json")
	known := findings(t, before)
	edit := func(file, old, new string) {
		p := filepath.Join(dir, filepath.FromSlash(file))
		data, err := os.ReadFile(p)
		if err != nil || !strings.Contains(string(data), old) {
			t.Fatalf("%s has no %q (%v)", file, old, err)
		}
		if err := os.WriteFile(p, []byte(strings.Replace(string(data), old, new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write := func(file, text string) {
		p := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range mistakes {
		if f.old == "" {
			write(strings.Replace(f.file, "uten/contract.toml", "uten/log.toml", 1), f.new)
		} else {
			edit(strings.TrimPrefix(f.file, "~"), f.old, f.new)
		}
	}
	code, after, _ := forvalt(t, "validate", "--data", dir, "--format", "json")
	if code != exitFindings {
		t.Errorf("exit %d, want %d", code, exitFindings)
	}
	got := findings(t, after)
	for _, f := range mistakes {
		place := finding{f.code, f.file, f.line, f.col}
		if !got[place] {
			t.Errorf("no %v", place)
		}
		delete(got, place)
	}
	left := map[[2]string]int{} // a fault may move what was known to another line, not add to it
	for k := range known {
		left[[2]string{k.code, k.file}]++
	}
	for k := range got {
		if left[[2]string{k.code, k.file}]--; left[[2]string{k.code, k.file}] < 0 {
			t.Errorf("unexpected %v", k)
		}
	}
}

type finding struct {
	code, file string
	line, col  int
}

func findings(t *testing.T, out string) map[finding]bool {
	t.Helper()
	var v struct {
		Findings []struct {
			Code, Path   string
			Line, Column int
		}
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	m := map[finding]bool{}
	for _, f := range v.Findings {
		_, rel, _ := strings.Cut(f.Path, "contracts/")
		m[finding{f.Code, rel, f.Line, f.Column}] = true
	}
	return m
}

var mistakes = []struct {
	code, file string
	line, col  int
	old, new   string // old "": the file is written with new
}{
	{"FV022", "agreements/vektertjenester-2023/contract.toml", 2, 8, `kind = "framework"`, `kind = "framwork"`},
	{"FV031", "agreements/vektertjenester-2023/contract.toml", 7, 11, `manager = "kari-lie"`, `manager = "kari-lia"`},
	{"FV024", "agreements/vektertjenester-2023/contract.toml", 28, 11, `maximum = 84_000_000`, `maximum = 84_000_000.005`},
	{"FV102", "agreements/vektertjenester-2023/contract.toml", 44, 14, `extends_to = 2029-04-30`, `extends_to = 2027-04-30`},
	{"FV021", "agreements/bpa-2024/contract.toml", 1, 9, `title = "Brukerstyrt personlig assistanse"`, `title = 12`},
	{"FV020", "agreements/bpa-2024/contract.toml", 5, 1, `status = "active"`, "statuss = \"active\""},
	{"FV502", "agreements/elvegata-skole/contract.toml", 13, 3, `"45214210"`, `"452142"`},
	{"FV101", "agreements/elvegata-skole/contract.toml", 30, 7, "end = 2027-06-30", "end = 2024-06-30"},
	{"FV301", "agreements/renovasjon-2021/contract.toml", 27, 11, "estimated = 100_000_000", "estimated = 130_000_000"},
	{"FV103", "agreements/renovasjon-2021/contract.toml", 37, 13, "decide_by = 2026-02-28", "decide_by = 2026-09-28"},
	{"FV401", "agreements/matvarer-2023/contract.toml", 60, 11, "id = \"eco-label\"\n", "id = \"eco-label\"\napplies = false\n"},
	{"FV027", "agreements/matvarer-2023/contract.toml", 136, 6, "[[plan]]\n", "[[plan]]\nid = \"x\"\n\n[[plan]]\nid = \"x\"\n\n[[plan]]\n"},
	{"FV008", "agreements/rorleggertjenester-2023/contract.toml", 3, 1, `kind = "framework"`, "kind = \"framework\"\nkind = \"contract\""},
	{"FV006", "agreements/skolebuss-avrop/contract.toml", 1, 9, `"Skoleskyss, avrop vest"`, `“Skoleskyss, avrop vest”`},
	{"FV005", "agreements/energi-drift/contract.toml", 4, 1, `status = "active"`, "<<<<<<< HEAD\nstatus = \"active\""},
	{"FV028", "agreements/energi-drift/turnover.toml", 2, 1, "2024-11 =", "2024-14 ="},
	{"FV007", "agreements/fagsystem-helse/turnover.toml", 1, 8, "[months]", "[months"},
	{"FV023", "people/ola-strand.toml", 6, 8, "capacity = 140\n", "capacity = 140\nleft = \"1.2.2026\"\n"},
	{"FV026", "people/lars-bo.toml", 1, 1, "name = \"Lars Bø\"\n", ""},
	{"FV501", "suppliers/313999999.toml", 1, 8, "", "name = \"Feil Nummer AS\"\n"},
	{"FV004", "people/tom.toml", 1, 1, "", "\n"},
	{"FV014", "people/Kari.toml", 0, 0, "", "name = \"Kari\"\n"},
	{"FV017", "agreements/energi-drift/kontrakt.txt", 0, 0, "", "x"},
	{"FV013", "agreements/energi-drift/andre.toml", 0, 0, "", "x"},
	{"FV033", "agreements/uten/contract.toml", 0, 0, "", "entries = []\n"},
	{"FV032", "guidance/rutiner/ny.md", 1, 1, "", "+++\ntitle = \"Ny\"\n"},
}

// A build that is killed leaves the last good site.
func TestKilledBuildLeavesTheLastSite(t *testing.T) {
	needAssets(t)
	if testing.Short() {
		t.Skip("builds seven times")
	}
	t.Parallel()
	out := filepath.Join(t.TempDir(), "site")
	args := []string{"build", "--data", sample, "--out", out}
	if b, err := exec.Command("forvalt", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	before := tree(t, out)
	for _, after := range []time.Duration{5, 20, 40, 60, 80, 120} {
		cmd := exec.Command("forvalt", append(args, "--as-of", "2026-12-01")...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after * time.Millisecond)
		_ = cmd.Process.Kill() // it may have ended by itself
		_ = cmd.Wait()
		now := tree(t, out)
		if len(now) != len(before) || now["index.html"] == "" {
			t.Fatalf("after %d ms: %d files, there were %d", after, len(now), len(before))
		}
	}
}

// The help of every command is whole in every language: no word is the library's own.
func TestHelpIsInTheLanguage(t *testing.T) {
	for lang, want := range map[string]string{"nb_NO.UTF-8": "Felles valg:", "nn_NO.UTF-8": "Felles val:", "en_GB.UTF-8": "Global flags:"} {
		t.Setenv("LC_ALL", lang)
		for _, c := range [][]string{{"build"}, {"risk"}, {"import", "eforms"}, {"init"}, {"completion", "bash"}, {"validate"}, {"diff"}} {
			_, out, _ := forvalt(t, append(c, "--help")...)
			if !strings.Contains(out, want) || strings.Contains(out, "⟦") {
				t.Errorf("%s %v:\n%s", lang, c, out)
			}
			for _, theirs := range []string{"Usage:", "Global Flags", "help for ", "Available Commands", "Use \"", "(default ", "[flags]"} {
				if strings.Contains(out, theirs) && !(lang[:2] == "en" && (theirs == "Usage:" || theirs == "(default " && !strings.Contains(out, "(default )"))) {
					t.Errorf("%s %v says %q", lang, c, theirs)
				}
			}
			for _, l := range strings.Split(out, "\n") {
				if f := strings.Fields(l); len(f) == 1 && strings.HasPrefix(f[0], "--") {
					t.Errorf("%s %v: %s has no description", lang, c, f[0])
				}
			}
		}
	}
}

// What init writes fetches the release that wrote it, by its checksum; a program that is
// no release says that the pin is to be filled in.
func TestInitPinsTheRelease(t *testing.T) {
	pinned := func() (env, said string) {
		dir := filepath.Join(t.TempDir(), "ny")
		code, _, errs := forvalt(t, "init", dir)
		if code != exitOK {
			t.Fatal(errs)
		}
		data, err := os.ReadFile(filepath.Join(dir, ".github", "forvalt.env"))
		if err != nil {
			t.Fatal(err)
		}
		return string(data), errs
	}
	env, said := pinned()
	if !strings.Contains(env, "FORVALT_SHA256=\n") || !strings.Contains(said, "forvalt.env") {
		t.Errorf("an unreleased program writes\n%s\nand says %q", env, said)
	}
	released, linuxSum = "v1.2.3", strings.Repeat("ab", 32)
	defer func() { released, linuxSum = "", "" }()
	env, said = pinned()
	if !strings.Contains(env, "FORVALT_VERSION=v1.2.3\nFORVALT_SHA256="+linuxSum+"\n") || said != "" {
		t.Errorf("a release writes\n%s\nand says %q", env, said)
	}
	linuxSum = ""
	if got := release().SHA256; runtime.GOOS == "linux" && runtime.GOARCH == "amd64" && len(got) != 64 {
		t.Errorf("the release for linux/amd64 gives %q as its own checksum", got)
	}
}
