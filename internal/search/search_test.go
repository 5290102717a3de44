package search_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/search"
	"github.com/forvalt/forvalt/internal/search/searchtest"
)

var docs = []search.Doc{
	{ID: "contract:vekter", Kind: "contract", Title: "Vektertjenester og alarm\u00adutrykning", Href: "kontrakter/vekter/", Text: "Nordvakt AS sikkerhet rådhuset", IDs: []string{"2023/10482", "313000028", "79713000-5"}},
	{ID: "contract:renhold", Kind: "contract", Title: "Renhold i skoler", Href: "kontrakter/renhold/", Text: "daglig renhold </script> og vinduspuss. Andre tjenester"},
	{ID: "contract:mobler", Kind: "contract", Title: "Møbler til skoler", Href: "kontrakter/mobler/", Text: "Furulia Skolemøbler AS"},
	{ID: "contract:strom", Kind: "contract", Title: "Kjøp av strøm", Href: "kontrakter/strom/", Text: "innkjøp"},
	{ID: "supplier:313000028", Kind: "supplier", Title: "Nordvakt AS", Href: "leverandorer/313000028/", Sub: "313 000 028", IDs: []string{"313000028"}},
	{ID: "document:vekter/avtale", Kind: "document", Title: "Signert avtale", Href: "kontrakter/vekter/#dokumenter", Text: "Vektertjenester", IDs: []string{"2023/10482-31"}},
	{ID: "guidance:lonn", Kind: "guidance", Title: "Oppfølging av lønns- og arbeidsvilkår", Href: "veiledning/lonn/", Text: "Kontrollen av lærlinger og lønn"},
	{ID: "rule:FV021", Kind: "rule", Title: "FV021 Feil i tekst", Href: "regler/fv021/", IDs: []string{"FV021"}},
	{ID: "rule:FV031", Kind: "rule", Title: "FV031 Ukjent leverandør", Href: "regler/fv031/", IDs: []string{"FV031"}},
}

func TestIndexIsTheSameEachTime(t *testing.T) {
	a, err := search.New("nb", docs, 1).Script(0)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := search.New("nb", docs, 1).Script(0)
	if !bytes.Equal(a, b) {
		t.Error("two indexes of the same documents differ")
	}
	if bytes.Contains(a, []byte("</script>")) {
		t.Error("text of a document could end a script")
	}
}

func TestIndexOfNothing(t *testing.T) {
	if _, err := search.New("nb", nil, 1).Script(0); err != nil {
		t.Fatal(err)
	}
}

// The first hit of each query; "" where nothing is to be found.
var asked = []struct{ query, want string }{
	{"vekter", "kontrakter/vekter/"},         // by its start
	{"vektertjeneste", "kontrakter/vekter/"}, // another form of the word
	{"vekter tjeneste", "kontrakter/vekter/"},
	{"alarm utrykning", "kontrakter/vekter/"},
	{"alarmutrykning", "kontrakter/vekter/"}, // soft hyphen in the title
	{"vektetjenester", "kontrakter/vekter/"}, // a typing error
	{"hvem har vekterne?", "kontrakter/vekter/"},
	{"skole", "kontrakter/mobler/"},
	{"skolemøbel", "kontrakter/mobler/"},
	{"skulemøblar", "kontrakter/mobler/"},
	{"kjøp straum", "kontrakter/strom/"},
	{"innkaup", "kontrakter/strom/"},
	{"lærling", "veiledning/lonn/"},
	{"nordvakt", "leverandorer/313000028/"}, // the title counts most
	{"2023/10482", "kontrakter/vekter/"},
	{"202310482", "kontrakter/vekter/"},
	{"10482", "kontrakter/vekter/"},
	{"2023/10482-31", "kontrakter/vekter/#dokumenter"},
	{"2023/10482-32", ""},
	{"2022/10482", ""},
	{"313000028", "leverandorer/313000028/"},
	{"org.nr. 313 000 028", "leverandorer/313000028/"},
	{"313000029", ""},
	{"313 000 082", ""},
	{"nordvakt 313000029", ""},
	{"79713000", "kontrakter/vekter/"},
	{"79713000-5", "kontrakter/vekter/"},
	{"79713001", ""},
	{"FV031", "regler/fv031/"},
	{"fv021", "regler/fv021/"},
	{"FV041", ""},
	{"xyzzy", ""},
	{"?", ""},
}

// The site's own script loads what Go built, and finds; a large index in shards finds the same
// documents, only their order may differ a little.
func TestFinds(t *testing.T) {
	var queries []string
	for _, a := range asked {
		queries = append(queries, a.query)
	}
	for i, a := range searchtest.Find(t, scripts(t, docs, 1), queries...) {
		first := ""
		if len(a.Hits) > 0 {
			first = a.Hits[0].Href
		}
		if first != asked[i].want || a.Partial {
			t.Errorf("%s: got %v, want first %q", asked[i].query, a, asked[i].want)
		}
	}
	many := slices.Clone(docs)
	for i := range 60 {
		many = append(many, search.Doc{ID: fmt.Sprint("x:", i), Kind: "contract", Title: fmt.Sprint("Avtale nummer ", i), Href: fmt.Sprintf("kontrakter/x%d/", i), Text: "drift av bygg"})
	}
	queries = append(queries, "avtale", "bygg", "drift av tjenester", "renhold av bygg")
	whole, shards := searchtest.Find(t, scripts(t, many, 1), queries...), searchtest.Find(t, scripts(t, many, 4), queries...)
	for i, q := range queries {
		if a, b := hrefs(whole[i]), hrefs(shards[i]); !slices.Equal(a, b) {
			t.Errorf("%s: shards find %q, the whole index %q", q, b, a)
		}
	}
}

// Where no hit has all words, those that have some are told as such.
func TestSomeOfTheWords(t *testing.T) {
	a := searchtest.Find(t, scripts(t, docs, 1), "renhold i tunneler")[0]
	if !a.Partial || len(a.Hits) == 0 || a.Hits[0].Href != "kontrakter/renhold/" {
		t.Errorf("got %v", a)
	}
}

func scripts(t *testing.T, docs []search.Doc, n int) (out [][]byte) {
	x := search.New("nb", docs, n)
	for i := range n {
		js, err := x.Script(i)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, js)
	}
	return out
}

func hrefs(a searchtest.Answer) (out []string) {
	for _, h := range a.Hits {
		out = append(out, h.Href)
	}
	slices.Sort(out)
	return out
}

func BenchmarkIndex(b *testing.B) {
	var many []search.Doc
	for i := range 852 {
		d := docs[i%len(docs)]
		d.ID = fmt.Sprint(i)
		many = append(many, d)
	}
	for b.Loop() {
		if _, err := search.New("nb", many, 1).Script(0); err != nil {
			b.Fatal(err)
		}
	}
}
