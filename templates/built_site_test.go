package templates_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBuiltSiteInBrowser holds pages of the sample's site, as `make site` built it, to the
// same gates as the fixtures: axe-core, the policy, 320 pixels.
func TestBuiltSiteInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("short: no browser")
	}
	const built = "../public"
	if _, err := os.Stat(filepath.Join(built, "index.html")); err != nil {
		t.Skip("the sample's site is not built: run make site")
	}
	axe, err := os.ReadFile(filepath.FromSlash("../site/node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Skip("axe-core is missing: run make site")
	}
	ctx := browser(t)
	server := httptest.NewServer(http.FileServer(http.Dir(built)))
	defer server.Close()
	for _, p := range []string{"", "kontrakter/", "kontrakter/vektertjenester-2023/", "kontrakter/elvegata-skole/", "veiledning/rutiner/avvik/", "risiko/", "krav/pay/", "kalender/", "regler/fv031/", "leverandorer/", "okonomi/", "lekkasje/", "kategorier/", "kategorier/sikkerhet/", "avdelinger/bygg/", "forvaltere/", "forvaltere/kari-lie/", "leverandorer/313001008/", "krav/", "kontroller/", "gevinster/", "avvik/"} {
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 390} {
				open(t, ctx, server.URL+"/"+p, scheme, width)
				evaluate[chromedp.Void](t, ctx, string(axe))
				name := fmt.Sprintf("/%s %s %d", p, scheme, width)
				for _, v := range await[[]string](t, ctx, axeRun) {
					t.Errorf("%s: %s", name, v)
				}
				for _, v := range evaluate[[]string](t, ctx, `refused`) {
					t.Errorf("%s: the policy refused %s", name, v)
				}
				shoot(t, ctx, *out, "built/"+p+"index.html", scheme, width)
			}
		}
		open(t, ctx, server.URL+"/"+p, "light", 320)
		if w := evaluate[int](t, ctx, `document.documentElement.scrollWidth`); w > 320 {
			t.Errorf("/%s: %d pixels wide on a screen of 320: %s", p, w, evaluate[string](t, ctx, tooWide))
		}
	}
}
