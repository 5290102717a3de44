package address

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
)

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
