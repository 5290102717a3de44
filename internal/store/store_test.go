package store

import (
	"context"
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/toml"
)

const portfolio = "schema = 1\n[organisation]\nname = \"Prøve\"\nid = \"313000001\"\n[[departments]]\nid = \"innkjop\"\nname = \"Innkjøp\"\n"

const vekter = `title = "Vektertjenester"
status = "active"
kind = "framework"
department = "innkjop"
suppliers = ["313000028"]
[value]
estimated = 40_000_000.50
maximum = "60000000"
[period]
start = 2021-05-01
end = "2023-04-30"
notice_months = 3.0
[[options]]
id = "ett"
extends_to = 2024-04-30
status = ""
`

func tree(files ...string) fstest.MapFS {
	m := fstest.MapFS{"portfolio.toml": {Data: []byte(portfolio)}, "suppliers/313000028.toml": {Data: []byte("name = \"Vaktfirma Vest AS\"\n")}}
	for i := 0; i < len(files); i += 2 {
		m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return m
}

func TestLoadReadsWhatEditorsWrite(t *testing.T) {
	p, fs := Load(context.Background(), tree("agreements/vekter/contract.toml", vekter), Options{Prefix: "contracts"})
	if len(fs) > 0 {
		t.Fatalf("findings: %v", fs)
	}
	c := p.Contract("vekter")
	switch {
	case c == nil:
		t.Fatal("no contract")
	case c.Value.Estimated != contract.Some(money.Amount(4000000050)), c.Value.Maximum.V != money.NOK(60_000_000):
		t.Errorf("value: %+v", c.Value)
	case c.Period.End != date.MustParse("2023-04-30"), c.Period.NoticeMonths != contract.Some(3):
		t.Errorf("period: %+v", c.Period)
	case c.Options[0].Status != "":
		t.Errorf("an empty text is absent: %q", c.Options[0].Status)
	}
	if at := c.Options[0].At("extends_to"); at.Pos != (diag.Pos{File: "contracts/agreements/vekter/contract.toml", Line: 15, Col: 14}) {
		t.Errorf("place of the option: %v", at.Pos)
	}
}

// One fault each: the code, line and column that it must give, alone.
func TestFaults(t *testing.T) {
	const c = "agreements/vekter/contract.toml"
	with := func(old, new string) fstest.MapFS { return tree(c, strings.Replace(vekter, old, new, 1)) }
	deep := "title = " + strings.Repeat("[", 60) + strings.Repeat("]", 60)
	for name, tc := range map[string]struct {
		fsys      fstest.MapFS
		code      string
		line, col int
		closest   string
	}{
		"unknown key":       {with("status =", "statsu ="), "FV020", 2, 1, "status"},
		"unknown choice":    {with(`"framework"`, `"framwork"`), "FV022", 3, 8, "framework"},
		"wrong type":        {with(`"active"`, `7`), "FV021", 2, 10, ""},
		"not a date":        {with(`"2023-04-30"`, `"30.04.2023"`), "FV023", 11, 7, "2023-04-30"},
		"three decimals":    {with("40_000_000.50", "40_000_000.505"), "FV024", 7, 13, ""},
		"too much money":    {with("40_000_000.50", "9_000_000_000_000_000"), "FV025", 7, 13, ""},
		"unknown reference": {with("313000028", "313000029"), "FV031", 5, 14, "313000028"},
		"unknown list item": {with(`id = "ett"`, `idd = "ett"`), "FV020", 14, 1, "id"},
		"duplicate key":     {with("title =", "title = \"x\"\ntitle ="), "FV008", 2, 1, ""},
		"duplicate id":      {tree(c, vekter+"[[options]]\nid = \"ett\"\n"), "FV027", 18, 6, ""},
		"syntax":            {with("notice_months = 3.0", "notice_months ="), "FV007", 12, 16, ""},
		"curly quotes":      {with(`"Vektertjenester"`, `“Vektertjenester”`), "FV006", 1, 9, ""},
		"conflict":          {with("[value]", "<<<<<<< HEAD\n[value]"), "FV005", 6, 1, ""},
		"byte-order mark":   {with("title", "\uFEFFtitle"), "FV003", 1, 1, ""},
		"empty file":        {tree(c, vekter, "people/kari.toml", " \n"), "FV004", 1, 1, ""},
		"not UTF-8":         {with("Vekter", "V\xe6kter"), "FV002", 1, 11, ""},
		"missing title":     {with("title = \"Vektertjenester\"\n", ""), "FV026", 1, 1, ""},
		"too deep":          {tree(c, vekter, "people/kari.toml", deep), "FV010", 1, 1, ""},
		"too large":         {tree(c, vekter, "people/kari.toml", strings.Repeat("#\n", 5<<20)), "FV009", 0, 0, ""},
		"upper case":        {tree("agreements/Vekter/contract.toml", vekter), "FV014", 0, 0, "vekter"},
		"department id":     {fstest.MapFS{"portfolio.toml": {Data: []byte("schema = 1\n[[departments]]\nid = \"../x\"\nname = \"X\"")}}, "FV014", 3, 6, ""},
		"misplaced":         {tree("agreements/vekter/contract.tml", vekter), "FV013", 0, 0, "agreements/vekter/contract.toml"},
		"no contract.toml":  {tree("agreements/vekter/log.toml", "entries = []"), "FV033", 0, 0, ""},
		"no portfolio.toml": {fstest.MapFS{"people/kari.toml": {Data: []byte(`name = "K"`)}}, "FV016", 0, 0, ""},
		"newer schema":      {fstest.MapFS{"portfolio.toml": {Data: []byte("schema = 3\nnovelty = true")}}, "FV012", 1, 10, ""},
		"folder for file":   {tree("portfolio.toml/x.toml", ""), "FV001", 0, 0, ""},
		"bad month":         {tree(c, vekter, "agreements/vekter/turnover.toml", "[months]\n2025-13 = 1"), "FV028", 2, 1, ""},
		"open front matter": {tree("guidance/rutiner/a.md", "+++\ntitle = \"A\"\n"), "FV032", 1, 1, ""},
		"front matter key":  {tree("guidance/rutiner/a.md", "+++\ntitel = \"A\"\n+++\nTekst"), "FV020", 2, 1, "title"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "folder for file" {
				delete(tc.fsys, "portfolio.toml")
			}
			_, fs := Load(context.Background(), tc.fsys, Options{})
			if len(fs) != 1 {
				t.Fatalf("want one finding, got %d: %v", len(fs), fs)
			}
			f := fs[0]
			if f.Code != tc.code || f.Line != tc.line || f.Col != tc.col {
				t.Errorf("%s at %d:%d, want %s at %d:%d (%v)", f.Code, f.Line, f.Col, tc.code, tc.line, tc.col, f)
			}
			if got, _ := f.Args["closest"].(string); got != tc.closest {
				t.Errorf("suggests %q, want %q", got, tc.closest)
			}
		})
	}
}

func TestOrderOfFilesNeverShows(t *testing.T) {
	fsys := tree("agreements/vekter/contract.toml", vekter, "agreements/b/contract.toml", vekter,
		"agreements/vekter/deviations/d1.toml", "title = \"x\"\nowner = \"ingen\"", "agreements/vekter/log.toml", "entries = []")
	p1, f1 := Load(context.Background(), fsys, Options{})
	for range 20 {
		p2, f2 := Load(context.Background(), fsys, Options{})
		if d := cmp.Diff(f1, f2); d != "" {
			t.Fatal(d)
		}
		if !same(p1, p2) {
			t.Fatal("portfolios differ")
		}
	}
}

func TestReadsBackWhatItWrites(t *testing.T) {
	laid := fstest.MapFS{} // in the order that files have once they are written
	err := fs.WalkDir(contracts.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(contracts.FS, name)
		if err == nil {
			data, err = Format(name, data)
		}
		laid[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p, _ := Load(context.Background(), laid, Options{})
	again := fstest.MapFS{}
	for name, data := range Files(p) {
		again[name] = &fstest.MapFile{Data: data}
		if formatted, err := Format(name, data); err != nil || string(formatted) != string(data) {
			t.Errorf("%s is not written in its layout: %v", name, err)
		}
	}
	q, findings := Load(context.Background(), again, Options{})
	for _, f := range findings {
		if f.Severity == diag.Error && f.Code != "FV031" {
			t.Errorf("%v", f)
		}
	}
	for i, c := range p.Contracts {
		if !same(c, q.Contracts[i]) {
			t.Errorf("%s changed on its way:\n%s", c.ID, Encode(c))
		}
	}
	if !same(p, q) {
		t.Error("the portfolio changed on its way")
	}
}

// same compares two values of the model without their places.
func same(a, b any) bool { return dumped(a) == dumped(b) }

func dumped(v any) string {
	var b strings.Builder
	dump(&b, reflect.ValueOf(v))
	return b.String()
}

func dump(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		dump(b, v.Elem())
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[contract.Origin]() {
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() || v.NumField() <= 3 {
				b.WriteString(f.Name + ":")
				dump(b, v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			dump(b, v.Index(i))
			b.WriteByte(';')
		}
	default:
		fmt.Fprintf(b, "%#v,", v)
	}
}

// forbidden refuses one file, as a disk does.
type forbidden struct {
	fstest.MapFS
	name string
}

func (f forbidden) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.MapFS.Open(name)
}

func TestUnreadableFile(t *testing.T) {
	fsys := forbidden{fstest.MapFS{
		"portfolio.toml": {Data: []byte("schema = 1\n")},
		"people/a.toml":  {Data: []byte("name = \"A\"\n")},
	}, "people/a.toml"}
	p, found := Load(context.Background(), fsys, Options{Prefix: "contracts"})
	if len(found) != 1 || found[0].Code != "FV001" || found[0].File != "contracts/people/a.toml" || found[0].Args["reason"] != "not-allowed" || p.Unread != 1 {
		t.Errorf("%+v, %d unread", found, p.Unread)
	}
}

// A file may be as large as the limit, and no larger.
func TestLargestFile(t *testing.T) {
	for size, want := range map[int]bool{toml.MaxSize: false, toml.MaxSize + 1: true} {
		text := "name = \"A\"\n" + strings.Repeat(strings.Repeat("#", 1023)+"\n", size/1024)
		text += strings.Repeat("#", size-len(text)%size)
		text = text[:size]
		_, found := Load(context.Background(), fstest.MapFS{"portfolio.toml": {Data: []byte("schema = 1\n")}, "people/a.toml": {Data: []byte(text)}}, Options{})
		if refused := len(found) == 1 && found[0].Code == "FV009"; len(text) != size || refused != want || !want && len(found) > 0 {
			t.Errorf("%d bytes: %v", len(text), found)
		}
	}
}
