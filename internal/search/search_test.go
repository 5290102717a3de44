package search

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
