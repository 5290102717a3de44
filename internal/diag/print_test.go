package diag

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write the golden files anew")

// words is a Describer whose sentences are in the arguments.
type words struct{}

func (words) Message(f Finding) string { s, _ := f.Args["message"].(string); return s }
func (words) Hint(f Finding) string    { s, _ := f.Args["hint"].(string); return s }
func (words) Title(code string) string { return "Rule " + code }
func (words) Help(code string) (text, url string) {
	return "Why " + code + " is a rule.", "https://kontrakter.example.no/regler/" + code + "/"
}

func (words) Folded(code string, n int) string { return fmt.Sprintf("%s: %d more", code, n) }
func (words) Summary(files, errors, warnings int) string {
	return fmt.Sprintf("%d files: %d errors, %d warnings", files, errors, warnings)
}

// sample shows every feature: places of all kinds, odd characters, related places.
func sample() []Finding {
	const contract = "contracts/agreements/vekter/contract.toml"
	long := `title = "` + strings.Repeat("vektertjenester og ", 12) + `X"`
	return []Finding{
		{Code: "FV001", Severity: Error, Pos: Pos{File: "contracts/portfolio.toml"}, Args: Args{"message": "the file is empty"}},
		{
			Code: "FV031", Severity: Error, Pos: Pos{contract, 14, 14}, Width: 11, Source: `suppliers = ["313000017"]`, Subject: "vekter",
			Args:    Args{"message": "there is no supplier 313000017", "hint": `Closest: "313000028" (Vaktfirma Vest AS)`},
			Related: []Related{{Pos{"contracts/suppliers/313000028.toml", 1, 1}, `name = "Vaktfirma Vest AS"`}},
		},
		{
			Code: "FV031", Severity: Error, Pos: Pos{contract, 15, 14}, Width: 11, Source: `suppliers = ["313000017"]`, Subject: "vekter",
			Args: Args{"message": "there is no supplier 313000017"},
		},
		{Code: "FV040", Severity: Warning, Pos: Pos{contract, 20, 11}, Width: 4, Source: "\t\tend\t= \t2024", Args: Args{"message": "tabs before the place"}},
		{Code: "FV040", Severity: Warning, Pos: Pos{contract, 21, 13}, Width: 2, Source: `title = "漢字 år x"`, Args: Args{"message": "wide runes before the place"}},
		{Code: "FV040", Severity: Warning, Pos: Pos{contract, 21, 10}, Width: 2, Source: `title = "漢字 år x"`, Args: Args{"message": "wide runes at the place"}},
		{Code: "FV041", Severity: Note, Pos: Pos{contract, 22, 238}, Width: 1, Source: long, Args: Args{"message": "at the end of a long line"}},
		{Code: "FV041", Severity: Note, Pos: Pos{contract, 22, 1}, Width: 400, Source: long, Args: Args{"message": "a long line as a whole"}},
		{Code: "FV041", Severity: Note, Pos: Pos{contract, 22, 120}, Width: 3, Source: long, Args: Args{"message": "in the middle of a long line"}},
		{
			Code: "FV050", Severity: Error, Pos: Pos{"contracts/100%: a,b.toml", 3, 9}, Width: 4, Source: "a = \"x\u202ey\x1b[31m\u00a0z\"",
			Args: Args{"message": "50 % of\nlines: two,\r\x1b[31m and <three> & \"more\"", "hint": "write 40\u00a0000 instead"},
		},
		{Code: "FV051", Severity: Warning, Pos: Pos{contract, 30, 40}, Width: 5, Source: "short", Args: Args{"message": "a column past the end"}},
		{Code: "FV099", Severity: Warning, Args: Args{"message": "about no file"}},
	}
}

func printed(t *testing.T, format string, fs []Finding, opt Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Print(&b, format, fs, 7, words{}, opt); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	opt := Options{Version: "1.2.3", Lang: "en", AsOf: "2026-01-31"}
	color := opt
	color.Color, color.Width = true, 40
	type golden struct {
		name, format string
		fs           []Finding
		opt          Options
	}
	cases := []golden{{"color.text", "text", sample()[1:2], color}}
	for _, f := range Formats() {
		cases = append(cases, golden{"sample." + f, f, sample(), opt}, golden{"none." + f, f, nil, opt})
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := printed(t, c.format, c.fs, c.opt)
			if again := printed(t, c.format, c.fs, c.opt); !bytes.Equal(got, again) {
				t.Error("two runs differ")
			}
			name := filepath.Join("testdata", c.name)
			if *update {
				if err := errors.Join(os.MkdirAll("testdata", 0o777), os.WriteFile(name, got, 0o666)); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("differs from %s (-update writes it anew):\n%s", name, got)
			}
		})
	}
}

// Of many findings text shows some of each rule and counts the others, below a sum; of few, or for
// machines, all are shown.
func TestFold(t *testing.T) {
	var fs []Finding
	for i := range many + 5 {
		code := "FV031"
		if i%6 == 5 {
			code = "FV040"
		}
		fs = append(fs, Finding{Code: code, Severity: Warning, Pos: Pos{"a.toml", i + 1, 1}, Args: Args{"message": "m"}})
	}
	for _, tc := range []struct {
		format     string
		fs         []Finding
		fold, want int // findings shown
		more       string
	}{
		{"text", fs, 3, 6, "FV031: 18 more"},
		{"text", fs, 0, len(fs), ""},
		{"text", fs[:many], 3, many, ""},
		{"github", fs, 3, len(fs), ""},
	} {
		got := string(printed(t, tc.format, tc.fs, Options{Fold: tc.fold}))
		if n := strings.Count(got, "a.toml"); n != tc.want || !strings.Contains(got, tc.more) || (tc.more != "") != strings.HasPrefix(got, words{}.Summary(7, 0, len(fs))+"\n") {
			t.Errorf("%s of %d, %d of each: %d shown\n%s", tc.format, len(tc.fs), tc.fold, n, got)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	if err := Print(&bytes.Buffer{}, "xml", nil, 0, words{}, Options{}); err == nil {
		t.Error("an unknown format is accepted")
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestWriteError(t *testing.T) {
	for _, format := range Formats() {
		if err := Print(brokenPipe{}, format, sample(), 1, words{}, Options{}); err == nil {
			t.Errorf("%s: a write that fails is not told", format)
		}
	}
}

// formats finds the schemas of others that the formats are held against.
func formats(t *testing.T, name string) string {
	t.Helper()
	p := filepath.Join("..", "..", "..", "shared", "data", "report-formats", name)
	if _, err := os.Stat(p); err != nil {
		t.Skip("the schema is not here:", err)
	}
	return p
}

func TestSARIFSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(formats(t, "sarif-schema-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, fs := range [][]Finding{nil, sample()} {
		for _, opt := range []Options{{}, {Version: "1", Lang: "nb"}} {
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(printed(t, "sarif", fs, opt)))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestJUnitSchema(t *testing.T) {
	schema := formats(t, "JUnit.xsd")
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not here:", err)
	}
	for _, fs := range [][]Finding{nil, sample()} {
		c := exec.Command(xmllint, "--noout", "--nonet", "--schema", schema, "-")
		c.Stdin = bytes.NewReader(printed(t, "junit", fs, Options{}))
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// Equal findings keep their fingerprints when lines move, and never share one.
func TestFingerprints(t *testing.T) {
	fs := sample()
	before := fingerprints(fs)
	seen := map[string]bool{}
	for i := range fs {
		if seen[before[i]] {
			t.Errorf("finding %d shares its fingerprint", i)
		}
		seen[before[i]] = true
		if fs[i].Line > 0 {
			fs[i].Line += 7
		}
	}
	for i, p := range fingerprints(fs) {
		if p != before[i] {
			t.Errorf("finding %d has another fingerprint after lines moved", i)
		}
	}
}

// FuzzPrint: whatever is in the data, text has the lines it should have and no control
// character, and the machines' formats parse and count the same.
func FuzzPrint(f *testing.F) {
	for _, s := range sample() {
		message, _ := s.Args["message"].(string)
		f.Add(s.Code, s.File, s.Line, s.Col, s.Width, s.Source, message)
	}
	f.Add("x", "\x1b]0;t\a", 1, 3, 2, "e\u0301\u200d\xff\u2028\t漢", "::error::\u0085")
	f.Fuzz(func(t *testing.T, code, file string, line, col, width int, source, message string) {
		one := Finding{Code: code, Severity: Error, Pos: Pos{file, max(line, 0), max(col, 0)}, Width: width, Source: source, Args: Args{"message": message, "hint": message}}
		fs := []Finding{one, {Code: code, Severity: Warning, Related: []Related{{one.Pos, source}}}, one}

		text := string(printed(t, "text", fs, Options{Width: 30}))
		lines := 3*2 + 2 + 1 // messages with blank lines, related, summary
		if message != "" {
			lines += 2
		}
		if one.Line > 0 && source != "" {
			lines += 3 * 2
		}
		lines-- // the first line of a related place is counted above
		if got := strings.Count(text, "\n"); got != lines {
			t.Errorf("%d lines, want %d:\n%s", got, lines, text)
		}
		if i := strings.IndexFunc(text, func(r rune) bool { return r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0x202e }); i >= 0 {
			t.Errorf("control character in %q", text[i:])
		}
		if got := bytes.Count(printed(t, "github", fs, Options{}), []byte("\n")); got != 4 {
			t.Errorf("github: %d lines, want 4", got)
		}

		var own struct {
			Findings         []any
			Errors, Warnings int
		}
		parse(t, printed(t, "json", fs, Options{}), &own)
		if len(own.Findings) != 3 || own.Errors != 2 || own.Warnings != 1 {
			t.Errorf("json: %d findings, %d errors, %d warnings", len(own.Findings), own.Errors, own.Warnings)
		}
		var lab []any
		if parse(t, printed(t, "gitlab", fs, Options{}), &lab); len(lab) != 3 {
			t.Errorf("gitlab: %d findings", len(lab))
		}
		var log sarifLog
		if parse(t, printed(t, "sarif", fs, Options{}), &log); len(log.Runs[0].Results) != 3 {
			t.Errorf("sarif: %d results", len(log.Runs[0].Results))
		}
		var suites junitSuites
		if err := xml.Unmarshal(printed(t, "junit", fs, Options{}), &suites); err != nil {
			t.Error(err)
		}
	})
}

func parse(t *testing.T, data []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(data, into); err != nil {
		t.Errorf("%v in %s", err, data)
	}
}
