package pages

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/store"
)

// The kinds of pages that the public may reach, written by hand: a row of the table that is
// not here must be internal.
var publicKinds = strings.Fields(`overview contracts suppliers economy calendar deadlines requirements evidence inspections benefits guidance
	departments categories about definitions accessibility rules reports data search feeds`)

func TestRowsAreInternalUnlessListed(t *testing.T) {
	if got := opened(kinds); !slices.Equal(got, publicKinds) {
		t.Errorf("open to the public are\n%q, and may be\n%q", got, publicKinds)
	}
	internal := 0
	for i := range kinds {
		if kinds[i].Internal {
			internal++
			changed := slices.Clone(kinds)
			changed[i].Internal = false
			if slices.Equal(opened(changed), publicKinds) {
				t.Errorf("%s could be opened unseen", kinds[i].Key)
			}
		}
	}
	if internal == 0 {
		t.Error("nothing is internal")
	}
}

func opened(kinds []kit.Kind) (keys []string) {
	for _, k := range kinds {
		if !k.Internal {
			keys = append(keys, k.Key)
		}
	}
	return keys
}

// publicFolders are the top folders and files that the kinds draw of the public sample.
var publicFolders = strings.Fields(`404.html assets avdelinger data definisjoner dokumentasjon frister gevinster index.html kalender kategorier kontrakter kontroller krav leverandorer
	okonomi om regler sok tilgjengelighet veiledning`)

// A kind that is opened by mistake is seen in the folders, or has nothing to draw.
func TestPublicFolders(t *testing.T) {
	p, _ := store.Load(context.Background(), os.DirFS("../../contracts"), store.Options{})
	part := p.PublicPart(date.Of(2026, 11, 1))
	f := figures.Of(part, date.Of(2026, 11, 1))
	folders := func(kinds []kit.Kind) []string {
		s := kit.New(part, f, nil, kit.Options{Printer: kittest.Printer(t, "nb"), Profile: contract.Public}, kinds)
		found := map[string]bool{}
		for _, page := range s.Pages() {
			first, _, _ := strings.Cut(page.Path, "/")
			found[first] = true
		}
		return slices.Sorted(maps.Keys(found))
	}
	if got := folders(kinds); !slices.Equal(got, publicFolders) {
		t.Errorf("the public site has\n%q, and may have\n%q", got, publicFolders)
	}
	for i := range kinds {
		if !kinds[i].Internal {
			continue
		}
		changed := slices.Clone(kinds)
		changed[i].Internal = false
		s := kit.New(part, f, nil, kit.Options{Printer: kittest.Printer(t, "nb"), Profile: contract.Public}, changed)
		if drawn := kinds[i].Pages(s); len(drawn) > 0 && slices.Equal(folders(changed), publicFolders) {
			t.Errorf("%s draws %d pages for the public, and no folder tells", kinds[i].Key, len(drawn))
		}
	}
}
