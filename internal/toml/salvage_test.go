package toml

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// What cannot be read is left out, and no more: the rest of the file has its values.
func TestSalvage(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		at   string // lines and columns of the faults
		keys string // of what is read
	}{
		"whole":             {"a = 1\nb = 2\n", "", "a b"},
		"no value":          {"a = 1\nb =\nc = 3\n", "2:4", "a c"},
		"no key":            {"a = 1\n// b\nc = 3\n", "2:1", "a c"},
		"several":           {"a = x\nb = 1 2\nc = 3\n", "1:5 2:6", "c"},
		"a list":            {"a = [\n  1,\n  x,\n]\nb = 2\n", "3:3", "b"},
		"a list not ended":  {"a = [1,\nb = 2\n[c]\nd = 1\n", "2:1", "b c"},
		"a text not ended":  {"a = \"x\ny\"\nb = 2\n", "1:7", "b"},
		"long text":         {"a = \"\"\"x\ny\nb = 2\n", "3:6", "b"},
		"a heading":         {"a = 1\n[b\nc = 1\n[d]\ne = 1\n", "2:3", "a d"},
		"a heading twice":   {"[a]\nb = 1\n[a]\nc = 1\n[d]\n", "3:2", "a d"},
		"a key twice":       {"a = 1\na = [\n2]\nb = 1\n", "2:1", "a b"},
		"a date in a table": {"a = { b = 2026-31-31 }\nc = 1\n", "1:11", "c"},
		"nothing but that":  {"a b c", "1:3", ""},
	} {
		m, rest, faults, err := Salvage([]byte(tc.text))
		var at []string
		for _, f := range faults {
			at = append(at, fmt.Sprintf("%d:%d", f.Line, f.Col))
		}
		if got, keys := strings.Join(at, " "), strings.Join(slices.Sorted(maps.Keys(m)), " "); err != nil || got != tc.at || keys != tc.keys {
			t.Errorf("%s: faults at %s, want %s; read %q, want %q (%v); %q", name, got, tc.at, keys, tc.keys, err, rest)
		}
	}
}

// What is left is TOML of the same length and lines, whatever came in.
func FuzzSalvage(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("a = \"b\n[c\n\x00= 1,5\nd = [1,\n[e]\n[e]\n'''"))
	for _, file := range samples(f) {
		data, _ := os.ReadFile(file)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		m, rest, faults, err := Salvage(data)
		switch {
		case !bytes.Equal(data, before):
			t.Error("the file itself was changed")
		case err == nil && len(rest) != len(data), bytes.Count(rest, []byte("\n")) != bytes.Count(data, []byte("\n")):
			t.Errorf("%q became %q", data, rest)
		}
		for _, se := range faults {
			if se.Lost.Start < 0 || se.Lost.Start > se.Lost.End || se.Lost.End > len(data) || se.Offset > len(data) || se.Line < 1 || se.Col < 1 {
				t.Errorf("%q: fault %+v", data, se)
			}
		}
		if m != nil {
			if _, err := Decode(rest); err != nil {
				t.Errorf("%q is not read: %v", rest, err)
			}
		}
	})
}
