package toml

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/diag"
)

const sample = `title = "Vektere" # tittel
cpv = ["79713000", "79714000"]
value.maximum = 60_000_000.50

[period]
  start = 2021-05-01

[[options]]
id = "ett"
[[options]]
id = "to"
[options.sub]
x = 'æøå' 
[[requirements]]
evidence = [{ state = "approved", expires = 2023-02-20 }, { state = "missing" }]
`

func TestLocate(t *testing.T) {
	src := NewSource("x.toml", []byte(sample))
	for path, want := range map[string]struct {
		line, col int
		text      string
	}{
		"title":                             {1, 9, `"Vektere"`},
		"cpv[1]":                            {2, 20, `"79714000"`},
		"value.maximum":                     {3, 17, `60_000_000.50`},
		"period.start":                      {6, 11, `2021-05-01`},
		"options[1].id":                     {11, 6, `"to"`},
		"options[1]":                        {10, 1, `[[options]]`},
		"options[1].sub.x":                  {13, 5, `'æøå'`},
		"requirements[0].evidence[0].state": {15, 23, `"approved"`},
		"requirements[0].evidence[1].state": {15, 69, `"missing"`},
		"options[0].missing":                {8, 3, ``},
	} {
		p := src.Value(path)
		if p.Line != want.line || p.Col != want.col {
			t.Errorf("%s is at %d:%d, want %d:%d", path, p.Line, p.Col, want.line, want.col)
		}
		if sp, ok := Locate([]byte(sample))[path]; ok {
			if got := sample[sp.Value.Start:sp.Value.End]; got != want.text {
				t.Errorf("%s is %q, want %q", path, got, want.text)
			}
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	for name, c := range map[string]struct {
		in        string
		line      int
		duplicate string
	}{
		"syntax":    {"a = 1\nb = \n", 2, ""},
		"duplicate": {"a = 1\na = 2\n", 2, "a"},
	} {
		_, err := Decode([]byte(c.in))
		var se *SyntaxError
		if !errors.As(err, &se) || se.Line != c.line || se.Duplicate != c.duplicate {
			t.Errorf("%s: %#v", name, err)
		}
	}
	for _, deep := range []string{"a = " + strings.Repeat("[", 1e5), strings.Repeat("a.", 1e5) + "b = 1", "[" + strings.Repeat("a.", 100) + "b]"} {
		if _, err := Decode([]byte(deep)); !errors.Is(err, ErrDepth) {
			t.Errorf("deep nesting gave %v", err)
		}
		if len(Locate([]byte(deep))) != 0 {
			t.Error("deep nesting was indexed")
		}
	}
	if _, err := Decode([]byte(`a = "....................................................................[[[["`)); err != nil {
		t.Errorf("dots in a string: %v", err)
	}
}

// Every value that the decoder reads has a place, and that place holds its text.
func FuzzLocate(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("a={b=[1,{c=2}]}\n\"q.x\".y=1"))
	for _, file := range samples(f) {
		data, _ := os.ReadFile(file)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Decode(data)
		if err != nil {
			return
		}
		spans := Locate(data)
		var walk func(v any, path string)
		walk = func(v any, path string) {
			switch v := v.(type) {
			case map[string]any:
				for k, e := range v {
					walk(e, Join(path, k))
				}
			case []map[string]any:
				for i, e := range v {
					walk(e, At(path, i))
				}
			case []any:
				for i, e := range v {
					walk(e, At(path, i))
				}
			default:
				sp, ok := spans[path]
				if !ok || sp.Value.Start < 0 || sp.Value.End > len(data) || sp.Value.Start > sp.Value.End {
					t.Fatalf("%q: no place for %s (%v)", data, path, sp)
				}
			}
		}
		walk(m, "")
	})
}

func samples(tb testing.TB) []string {
	files, err := filepath.Glob("../../contracts/agreements/*/contract.toml")
	if err != nil {
		tb.Fatal(err)
	}
	return files[:min(len(files), 5)]
}

func TestSpanOfSourceIsRunes(t *testing.T) {
	src := NewSource("x.toml", []byte("\"å\" = { \"æøå\" = 'x', b = 2 }\n"))
	p := src.Value("å.b")
	if (p.Pos != diag.Pos{File: "x.toml", Line: 1, Col: 26}) || p.Width != 1 {
		t.Errorf("å.b at %v, width %d", p.Pos, p.Width)
	}
}
