package address

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
)

// A value may be any text of a portfolio: no two become one, and none is taken for two.
func TestValuesOfAnyText(t *testing.T) {
	b := New(contract.Settings{}, nil, "", false)
	seen := map[string]string{}
	for _, text := range []string{"a b", "a_b", "a,b", "a|b", "a~b", "a\u00a0b", "a~2c~b", "ab", "Æ & Ø"} {
		word := b.Choice("area", text)
		if other, met := seen[word]; met || strings.ContainsAny(word, " ,|\u00a0") {
			t.Errorf("%q and %q are %q", text, other, word)
		}
		seen[word] = text
	}
	if got := b.Filter("area", "Æ & Ø"); got != "omrade=%C3%86_%26_%C3%98" {
		t.Error(got)
	}
}

func TestNamesInAddresses(t *testing.T) {
	for lang, want := range map[string][]string{
		"nb": {"forbruk=over-prognose,over", "utloper=senere", "sort=prognose", "forvalter=kari-lie", "status=active", "forbruk=70"},
		"nn": {"forbruk=over-prognose,over", "sluttar=seinare", "sort=prognose", "forvaltar=kari-lie", "status=active", "forbruk=70"},
		"en": {"use=over-forecast,over", "end=later", "sort=forecast", "manager=kari-lie", "status=active", "use=70"},
		"":   {"forbruk=over-prognose,over", "utloper=senere", "sort=prognose", "forvalter=kari-lie", "status=active", "forbruk=70"},
	} {
		s := New(contract.Settings{Site: contract.Site{Language: contract.Language(lang)}}, nil, "", false)
		got := []string{s.Filter("use", "over-forecast", "over"), s.Filter("end", "later"), s.Filter("sort", "forecast"), s.Filter("manager", "kari-lie"), s.Filter("status", "active"), s.Filter("use", "high")}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%q: %s, want %s", lang, got[i], want[i])
			}
		}
	}
}
