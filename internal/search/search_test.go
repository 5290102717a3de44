package search

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var docs = []Doc{
	{ID: "c1", Kind: "contract", Title: "Vektertjenester og alarm\u00adutrykning", Href: "kontrakter/vekter/", Text: "Nordvakt AS sikkerhet rådhuset", IDs: []string{"2023/10482", "313 000 028"}},
	{ID: "c2", Kind: "contract", Title: "Renhold i skoler", Href: "kontrakter/renhold/", Text: "daglig renhold </script> og vinduspuss"},
	{ID: "s1", Kind: "supplier", Title: "Nordvakt AS", Href: "leverandorer/313000028/", Sub: "313 000 028", IDs: []string{"313000028"}},
	{ID: "g1", Kind: "guidance", Title: "Oppfølging av lønns- og arbeidsvilkår", Href: "veiledning/lonn/", Text: "Kontrollen av lærlinger og lønn"},
}

func TestIndexIsTheSameEachTime(t *testing.T) {
	a, err := Index("nb", docs)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := Index("nb", docs)
	if !bytes.Equal(a, b) {
		t.Error("two indexes of the same documents differ")
	}
	if bytes.Contains(a, []byte("</script>")) {
		t.Error("text of a document could end a script")
	}
}

func TestIndexOfNothing(t *testing.T) {
	if _, err := Index("nb", nil); err != nil {
		t.Fatal(err)
	}
}

// The browser's library is the oracle: it loads what Go built, and finds.
func TestMiniSearchLoadsAndFinds(t *testing.T) {
	site, err := filepath.Abs("../../site")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(site, "node_modules", "minisearch")); err != nil {
		t.Skip("site/node_modules is missing: run make site")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is missing")
	}
	data, err := Index("nb", docs)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "search-index.js")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ query, want string }{
		{"vekter", "kontrakter/vekter/"},         // prefix
		{"vektertjeneste", "kontrakter/vekter/"}, // another form of the word
		{"alarmutrykning", "kontrakter/vekter/"}, // soft hyphen in the title
		{"vektetjenester", "kontrakter/vekter/"}, // a typing error
		{"skole", "kontrakter/renhold/"},
		{"lærling", "veiledning/lonn/"},
		{"202310482", "kontrakter/vekter/"}, // a case number, whole
		{"313000028", "leverandorer/313000028/"},
		{"nordvakt", "leverandorer/313000028/"}, // the title counts most
	}
	args := []string{"testdata/find.mjs", site, file}
	for _, tt := range tests {
		args = append(args, tt.query)
	}
	out, err := exec.Command(node, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// A large index in shards finds the same documents; only their order may differ a little.
	many := slices.Clone(docs)
	for i := range 60 {
		many = append(many, Doc{ID: fmt.Sprint("x", i), Kind: "contract", Title: fmt.Sprint("Avtale nummer ", i), Href: fmt.Sprintf("kontrakter/x%d/", i), Text: "drift av bygg"})
	}
	found := map[string][]string{}
	for name, n := range map[string]int{"whole": 1, "shards": 4} {
		folder := t.TempDir()
		parts := Split(many, n)
		var more []string
		for i, part := range parts[1:] {
			js, err := Shard("nb", part)
			if err != nil || len(part) == 0 {
				t.Fatalf("shard %d of %d documents: %v", i, len(part), err)
			}
			more = append(more, fmt.Sprintf("search-index-%02d.js", i+2))
			if err := os.WriteFile(filepath.Join(folder, more[i]), js, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		js, err := Index("nb", parts[0], more...)
		if err != nil {
			t.Fatal(err)
		}
		args[2] = filepath.Join(folder, "search-index.js")
		if err := os.WriteFile(args[2], js, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(node, append(slices.Clone(args), "avtale", "bygg")...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for line := range strings.Lines(string(out)) {
			hits := strings.Split(strings.TrimSpace(line), "; ")
			slices.Sort(hits)
			found[name] = append(found[name], strings.Join(hits, "; "))
		}
	}
	if !slices.Equal(found["whole"], found["shards"]) || len(found["whole"]) != len(tests)+2 {
		t.Errorf("shards find\n%q\nthe whole index\n%q", found["shards"], found["whole"])
	}
	lines := strings.Split(string(out), "\n")
	for i, tt := range tests {
		first, _, _ := strings.Cut(lines[i], ";")
		if !strings.Contains(first, "<"+tt.want+">") {
			t.Errorf("%s: got %s, want first %s", tt.query, lines[i], tt.want)
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	var many []Doc
	for i := range 852 {
		d := docs[i%len(docs)]
		d.ID = fmt.Sprint(i)
		many = append(many, d)
	}
	for b.Loop() {
		if _, err := Index("nb", many); err != nil {
			b.Fatal(err)
		}
	}
}
