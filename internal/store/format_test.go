package store

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/contracts"
)

// Every sort of TOML file has a model, so that it has a layout.
func TestEveryKindHasALayout(t *testing.T) {
	for _, k := range kinds {
		if k.model == nil && strings.HasSuffix(k.pattern, ".toml") {
			t.Errorf("%s has no model in its row", k.pattern)
		}
	}
}

// The layout of the sample, also with the line ends of another system: it has all comments, and
// is the layout of itself. That it says the same, package format sees to.
func TestLayoutOfTheSample(t *testing.T) {
	for name, data := range tomlFiles(t, contracts.FS) {
		for _, eol := range []string{"\n", "\r\n"} {
			data := bytes.ReplaceAll(data, []byte("\n"), []byte(eol))
			got, err := Format(name, data)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if again, err := Format(name, got); err != nil || !bytes.Equal(again, got) {
				t.Errorf("%s: %v: not its own layout", name, err)
			}
			if bare := bytes.ReplaceAll(got, []byte("\r\n"), nil); eol == "\r\n" && bytes.Contains(bare, []byte("\n")) {
				t.Errorf("%s: a line has lost its end", name)
			}
			if bytes.Count(got, []byte("#")) != bytes.Count(data, []byte("#")) {
				t.Errorf("%s: a comment is lost or doubled", name)
			}
		}
	}
}

func TestLayoutOfAContract(t *testing.T) {
	const in = `status = "active"
title = "A"
suppliers = ["b", "a"] # by rank
tags = ["y", "x"]

[[options]]
id = "en"
extends_to = 2029-01-01
# the first of two
[[options]]
id = "to"
extends_to = 2028-01-01

[period]
notice_months = 3
start = 2024-01-01

[value]
maximum = 21000000

[[requirements]]
id = "pay"
evidence = [{ state = "approved", id = "b" }, { id = "a" }]
`
	const want = `title = "A"
status = "active"
suppliers = [
  "b",
  "a",
] # by rank
tags = [
  "x",
  "y",
]

[value]
maximum = 21_000_000

[period]
start = 2024-01-01
notice_months = 3

# the first of two
[[options]]
id = "to"
extends_to = 2028-01-01

[[options]]
id = "en"
extends_to = 2029-01-01

[[requirements]]
id = "pay"
evidence = [
  { id = "a" },
  { id = "b", state = "approved" },
]
`
	if got, err := Format("agreements/a/contract.toml", []byte(in)); err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
	const waivers = "schema = 2\n\n[[waivers]]\nrule = \"FV309\"\n\n[[waivers]]\nrule = \"FV206\"\n"
	if got, err := Format("portfolio.toml", []byte(waivers)); err != nil || string(got) != waivers {
		t.Errorf("the order of portfolio.toml is its own: %v\n%s", err, got)
	}
}

// Entries of the log lie in files of their own, whose names are their ids, or in log.toml.
func TestLogInFiles(t *testing.T) {
	fsys := tree("agreements/vekter/contract.toml", vekter,
		"agreements/vekter/log.toml", "[[entries]]\nid = \"brev\"\ndate = 2026-03-01\n",
		"agreements/vekter/log/2026-02-01-mote.toml", "date = 2026-02-01\nkind = \"meeting\"\npromises = [{ id = \"plan\", by = 2026-03-01 }]\n",
		"agreements/vekter/log/2026-04-01-mote.toml", "date = 2026-04-01\n")
	p, findings := Load(t.Context(), fsys, Options{})
	var ids []string
	for _, e := range p.Contract("vekter").Log {
		ids = append(ids, e.ID)
	}
	if !slices.Equal(ids, []string{"2026-02-01-mote", "brev", "2026-04-01-mote"}) || len(findings) > 0 {
		t.Errorf("%v, %v", ids, findings)
	}
	again := fstest.MapFS{}
	for name, data := range Files(p) {
		again[name] = &fstest.MapFile{Data: data}
	}
	if q, _ := Load(t.Context(), again, Options{}); !same(p, q) || again["agreements/vekter/log/2026-04-01-mote.toml"] == nil {
		t.Error("the log changed on its way")
	}
	for name, tc := range map[string]struct{ file, text, code string }{
		"an id beside the name":  {"agreements/vekter/log/a.toml", "id = \"b\"\ndate = 2026-01-01\n", "FV020"},
		"the id of another file": {"agreements/vekter/log/brev.toml", "date = 2026-01-01\n", "FV027"},
		"no id":                  {"agreements/vekter/log/Ett år.toml", "date = 2026-01-01\n", "FV014"},
	} {
		fsys[tc.file] = &fstest.MapFile{Data: []byte(tc.text)}
		if _, findings := Load(t.Context(), fsys, Options{}); len(findings) != 1 || findings[0].Code != tc.code {
			t.Errorf("%s: %v", name, findings)
		}
		delete(fsys, tc.file)
	}
}

func TestMadeIDs(t *testing.T) {
	const in = `[[options]]
id = "ett"

[[options]]
extends_to = 2029-01-01

[[amendments]]
# of the title
title = "Økt mengde: ny skole i Elvegata og på Solbakken"

[[amendments]]
title = "Økt mengde"

[[amendments]]
title = "Økt mengde"

[[requirements]]
id = "pay"
evidence = [{ received = 2026-02-01 }, { id = "pay-2026-2", received = 2026-03-01 }, { received = 2026-04-01 }]

[[waivers]]
code = "FV304"
`
	const want = `[[options]]
id = "2029-01-01"
extends_to = 2029-01-01

[[options]]
id = "ett"

[[amendments]]
id = "okt-mengde"
title = "Økt mengde"

[[amendments]]
id = "okt-mengde-2"
title = "Økt mengde"

[[amendments]]
id = "okt-mengde-ny-skole-i-elvegata-og-pa"
# of the title
title = "Økt mengde: ny skole i Elvegata og på Solbakken"

[[requirements]]
id = "pay"
evidence = [
  { id = "pay-2026", received = 2026-02-01 },
  { id = "pay-2026-2", received = 2026-03-01 },
  { id = "pay-2026-3", received = 2026-04-01 },
]

[[waivers]]
code = "FV304"
`
	got, err := FormatIDs("agreements/a/contract.toml", []byte(in))
	if err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
	if again, err := FormatIDs("agreements/a/contract.toml", got); err != nil || !bytes.Equal(again, got) {
		t.Errorf("%v: other ids the second time\n%s", err, again)
	}
}

func tomlFiles(t *testing.T, files fs.FS) map[string][]byte {
	out := map[string][]byte{}
	err := fs.WalkDir(files, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".toml") {
			return err
		}
		out[p], err = fs.ReadFile(files, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
