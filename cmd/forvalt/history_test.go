package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/past/pasttest"
)

func TestHistory(t *testing.T) {
	dir := pasttest.Repository(t, pasttest.Storied)
	data := filepath.Join(dir, "contracts")
	code, out, errs := forvalt(t, "history", "vakt", "--data", data, "--as-of", "2026-11-01", "--format", "json")
	var got struct {
		ID      string
		Commits []struct {
			Date, Author, What, Subject string
			Change                      *struct{ Change, Was string }
		}
		Managers []struct{ ID string }
		Values   []struct{ Maximum float64 }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitOK {
		t.Fatal(err, errs)
	}
	if len(got.Commits) != 7 || got.ID != "vakthold" || len(got.Managers) != 2 || got.Values[1].Maximum != 1_500_000 {
		t.Errorf("%+v", got)
	} else if c := got.Commits[1]; c.Date != "2026-10-02" || c.Author != "Kari Lie" || c.Subject != "ny id" || c.Change == nil || c.Change.Change != "renamed" || c.Change.Was != "vakt" {
		t.Errorf("the rename: %+v", c)
	}
	_, out, _ = forvalt(t, "history", "vakthold", "--data", data, "--as-of", "2026-11-01")
	for _, want := range []string{"7 endringer.", "Kontraktsforvalter: Kari Lie → Ola Strand", "Øvre avtaleverdi: 1 000 000 kr → 1 500 000 kr", "Bare formen på filene er endret", "Kontrakten ble lagt inn",
		"Omsetning lagt til for september 2026: 10 000 kr", "Omsetning i september 2026: 10 000 kr → 12 000 kr", "Vakthold (vakthold) har fått ny id, før vakt"} {
		if !strings.Contains(strings.ReplaceAll(out, "\u00A0", " "), want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	pasttest.Run(t, dir, "git clone -q --depth 3 file://$PWD grunn")
	if _, out, _ := forvalt(t, "history", "vakthold", "--data", filepath.Join(dir, "grunn", "contracts"), "--as-of", "2026-11-01"); !strings.Contains(out, "Eldre historikk finnes ikke her") || strings.Contains(out, "Kontrakten ble lagt inn") {
		t.Errorf("a shallow clone:\n%s", out)
	}
	_, out, _ = forvalt(t, "history", "vakthold", "--data", data, "--format", "md")
	if strings.Contains(out, "@kari") || !strings.Contains(out, "# Historikken til Vakthold") {
		t.Errorf("Markdown:\n%s", out)
	}
}

func TestChangePages(t *testing.T) {
	needAssets(t)
	dir := pasttest.Repository(t, pasttest.Storied)
	for _, tc := range []struct {
		profile string
		want    bool
	}{{"internal", true}, {"public", false}} {
		pasttest.Run(t, dir, `sed -i 's/^kind/visibility = "public"\nkind/' contracts/agreements/*/contract.toml`)
		site := filepath.Join(t.TempDir(), "site")
		if code, _, errs := forvalt(t, "build", "--data", filepath.Join(dir, "contracts"), "--out", site, "--profile", tc.profile, "--as-of", "2026-11-01"); code != exitOK {
			t.Fatal(errs)
		}
		pasttest.Run(t, dir, "git checkout -q .")
		files := tree(t, site)
		page, has := files["kontrakter/vakthold/endringer/index.html"]
		if has != tc.want {
			t.Errorf("%s: page is there: %v", tc.profile, has)
		}
		if !tc.want {
			for p, data := range files {
				if strings.Contains(p, "endringer") || strings.Contains(data, "ny forvalter @kari") || strings.Contains(data, "Ola Strand") {
					t.Errorf("%s shows history in %s", tc.profile, p)
				}
			}
			continue
		}
		for _, want := range []string{"ny forvalter @kari", "Kari Lie → ", "<strong>Ola Strand</strong>", "2. oktober", "har fått ny id"} {
			if !strings.Contains(strings.ReplaceAll(page, "\u00A0", " "), want) {
				t.Errorf("%q is missing", want)
			}
		}
		if !strings.Contains(files["kontrakter/vakthold/index.html"], `href="endringer/index.html"`) {
			t.Error("the contract's page does not lead to its changes")
		}
		if !strings.Contains(strings.ReplaceAll(files["kontrakter/vakthold/index.html"], "\u00A0", " "), "Øvre avtaleverdi: 1 000 000 kr → 1 500 000 kr") {
			t.Error("the contract's page does not say what changed")
		}
	}
}
