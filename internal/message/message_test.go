package message

import (
	"fmt"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

func catalogue(t testing.TB) *Catalogue {
	t.Helper()
	c, err := Load(os.DirFS("../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The product's own catalogues are complete: a missing message fails here.
func TestLanguagesHaveTheSameTexts(t *testing.T) {
	for _, err := range differences(catalogue(t)) {
		t.Error(err)
	}
}

func TestDifferencesAreFound(t *testing.T) {
	c, err := Load(fstest.MapFS{
		"nb/a.toml": {Data: []byte("x = \"{n} av {m}\"\ny = \"bare her\"\nz = { one = \"én\", other = \"{n}\" }")},
		"nn/a.toml": {Data: []byte("x = \"{n} av {k}\"\ny = \"y\"\nz = \"{n}\"")},
		"en/a.toml": {Data: []byte("x = \"{m} of {n}\"\nz = { one = \"one\", other = \"{n}\" }\nw = \"only here\"")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if errs := differences(c); len(errs) != 4 {
		t.Errorf("want 4 differences, got %v", errs)
	}
}

// differences lists the files that cannot be read, and where a language's keys, plural forms
// or arguments differ from the source's.
func differences(c *Catalogue) []error {
	var out []error
	all := map[string]map[string]text{}
	for _, lang := range Languages {
		texts, err := c.printers[lang].all()
		if err != nil {
			return []error{err}
		}
		all[lang] = texts
	}
	source := all[Source]
	for _, lang := range Languages {
		texts := all[lang]
		for _, key := range slices.Sorted(maps.Keys(source)) {
			t, ok := texts[key]
			switch {
			case !ok:
				out = append(out, fmt.Errorf("%s: %s is missing", lang, key))
			case !slices.Equal(args(t), args(source[key])):
				out = append(out, fmt.Errorf("%s: %s has the arguments %v, %s has %v", lang, key, args(t), Source, args(source[key])))
			case len(t.forms) != len(source[key].forms):
				out = append(out, fmt.Errorf("%s: %s has other plural forms than %s", lang, key, Source))
			}
		}
		for _, key := range slices.Sorted(maps.Keys(texts)) {
			if _, ok := source[key]; !ok {
				out = append(out, fmt.Errorf("%s: %s is not in %s", lang, key, Source))
			}
		}
	}
	return out
}

// args are the names of a text's arguments, sorted.
func args(t text) []string {
	seen := map[string]bool{}
	for _, segments := range t.forms {
		for _, s := range segments {
			if s.arg != "" {
				seen[s.arg] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func TestFormats(t *testing.T) {
	c := catalogue(t)
	nb, en := c.Printer("nb"), c.Printer("en")
	d := date.MustParse("2026-03-05")
	for _, tc := range []struct{ got, want string }{
		{nb.Number(1234567), "1 234 567"},
		{nb.Number(-1234), "−1234"},
		{en.Number(1234567), "1,234,567"},
		{nb.Money(123456750), "1 234 567,50 kr"},
		{nb.Money(money.NOK(950)), "950 kr"},
		{nb.Millions(big.NewRat(37_450_000, 1), 1), "37,5"},
		{en.Millions(big.NewRat(-400_000, 1), 0), "0"},
		{nb.Millions(nil, 1), "–"},
		{nb.MoneyShort(big.NewRat(37_412_345, 1)), "37,4 mill. kr"},
		{nb.MoneyShort(big.NewRat(999_499, 1)), "999 499 kr"},
		{nb.MoneyShort(big.NewRat(999_500, 1)), "1,0 mill. kr"},
		{nb.MoneyShort(big.NewRat(7_710_000_000, 1)), "7,71 mrd. kr"},
		{en.MoneyShort(big.NewRat(37_412_345, 1)), "NOK 37.4 m"},
		{nb.InCurrency(big.NewRat(1_200_000, 1), "EUR"), "1,2 mill. EUR"},
		{nb.Percent(big.NewRat(583, 1000), 0), "58 %"},
		{en.Percent(big.NewRat(583, 1000), 1), "58.3%"},
		{nb.Rat(big.NewRat(1125, 20), 2), "56,25"},
		{nb.Rat(nil, 2), "–"},
		{nb.Date(d), "05.03.2026"},
		{en.Date(d), "5 Mar 2026"},
		{nb.DateLong(d), "5. mars 2026"},
		{nb.Date(date.Date{}), "–"},
		{nb.Quarter(d.QuarterOf()), "1. kvartal 2026"},
		{nb.RelativeDays(1), "om 1 dag"},
		{nb.RelativeDays(-61), "61 dager siden"},
		{nb.List([]string{"a", "b", "c"}), "a, b og c"},
		{nb.Text("values.nothing", nil), "⟦values.nothing⟧"},
		{nb.Text("values.in-days", nil), "om ⟦n⟧ dager"},
		{nb.Text("values.in-days", Args{"n": 1234567}), "om 1 234 567 dager"},
	} {
		if strings.ReplaceAll(tc.got, nbsp, " ") != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
}

func TestSorting(t *testing.T) {
	for _, lang := range []string{"nb", "nn"} {
		words := []string{"Ås", "Øy", "Ære", "asfalt", "Zoo", "Bro"}
		slices.SortFunc(words, catalogue(t).Printer(lang).Sorter())
		if got := strings.Join(words, " "); got != "asfalt Bro Zoo Ære Øy Ås" {
			t.Errorf("%s sorts %s", lang, got)
		}
	}
}

// What is written with braces doubled reads back as itself.
func TestParseIsTheInverseOfQuoting(t *testing.T) {
	quote := strings.NewReplacer("{", "{{", "}", "}}")
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.String().Draw(t, "text")
		name := rapid.StringMatching(`[a-z]+`).Draw(t, "argument")
		segments, err := parse(quote.Replace(want) + "{" + name + "}")
		if err != nil {
			t.Fatal(err)
		}
		var literal strings.Builder
		for _, s := range segments {
			literal.WriteString(s.literal)
		}
		if literal.String() != want || segments[len(segments)-1].arg != name {
			t.Fatalf("%q became %+v", want, segments)
		}
	})
}

func BenchmarkText(b *testing.B) {
	p := catalogue(b).Printer("nb")
	args := Args{"n": 61}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			p.Text("values.in-days", args)
		}
	})
}
