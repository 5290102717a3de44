package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every command, and every page of both sites, has something true to say of a portfolio without
// contracts, with one, and with one that is not public; a report of nothing is refused by the
// reason that holds.
func TestFewContracts(t *testing.T) {
	none, one := []string{"init"}, []string{"init", "--demo", "1", "--as-of", "2026-10-31"}
	const nothing, nothingPublic = "ingen kontrakter hadde begynt", "ingen offentlige kontrakter hadde begynt"
	for _, of := range []struct {
		name             string
		init             []string
		internal         bool // no contract is public
		report, reported string
	}{
		{"no contract", none, false, nothing, nothingPublic},
		{"one contract", one, false, "", ""},
		{"one that is not public", one, true, "", nothingPublic},
	} {
		t.Run(of.name, func(t *testing.T) {
			dir := t.TempDir()
			data := filepath.Join(dir, "p", "contracts")
			if code, _, errs := forvalt(t, append(of.init, filepath.Join(dir, "p"))...); code != exitOK {
				t.Fatal(errs)
			}
			files, _ := filepath.Glob(filepath.Join(data, "agreements", "*", "contract.toml"))
			for _, file := range files {
				rewrite(t, file, func(s string) string {
					s = regexp.MustCompile(`(?m)^visibility.*\n`).ReplaceAllString(s, "")
					if !of.internal {
						s = strings.Replace(s, "\n[", "\nvisibility = \"public\"\n[", 1)
					}
					return s
				})
			}
			for _, c := range []struct{ args, refused string }{
				{"validate", ""}, {"validate --format sarif", ""}, {"validate --format json", ""},
				{"due", ""}, {"due --format json", ""}, {"risk", ""}, {"risk --format json", ""},
				{"risk --workload", ""}, {"risk --workload --format json", ""}, {"risk --backtest", ""}, {"risk --backtest --format json", ""},
				{"risk --fit", ""}, {"risk --fit --format json", ""}, {"risk --model 2026-10-01", ""}, {"risk --model 2026-10-01 --format json", ""},
				{"risk nowhere", "nowhere"}, {"due --all --within 5000d", ""}, {"due --manager nowhere", "nowhere"}, {"history nowhere", "Git"}, {"diff HEAD", "Git"},
				{"validate --all", ""}, {"validate contracts", ""}, {"validate agreements/nowhere", "nowhere"}, {"validate --severity error", ""}, {"explain", ""},
				{"report --quarter 2026-q3", of.report},
				{"report --quarter 2026-q3 --format json", of.report}, {"report --quarter 2026-q3 --brief", of.report},
				{"report --quarter 2026-q3 --brief --profile public", of.reported}, {"report --quarter 2026-q3 --format csv --profile public", of.reported},
				{"report --quarter 2026-q3 --profile public", of.reported},
				{"report --quarter 2026-q3 --freeze", of.report},
				{"report --quarter 2026-q3 --profile public", of.reported}, // of what is frozen
				{"validate", ""},
			} {
				code, out, errs := forvalt(t, append(strings.Fields(c.args), "--data", data, "--lang", "nb", "--as-of", "2026-10-31")...)
				if c.refused == "" != (code == exitOK) || !strings.Contains(errs, c.refused) {
					t.Errorf("%s: exit %d %s", c.args, code, errs)
				}
				if strings.TrimSpace(out+errs) == "" || unworded.MatchString(out+errs) {
					t.Errorf("%s says %q %q", c.args, out, errs)
				}
			}
			needAssets(t)
			for _, profile := range []string{"internal", "public"} {
				site := filepath.Join(dir, profile)
				if code, _, errs := forvalt(t, "build", "--data", data, "--out", site, "--profile", profile, "--base-url", basedAt, "--as-of", "2026-10-31"); code != exitOK {
					t.Errorf("%s: %s", profile, errs)
					continue
				}
				if _, err := os.Stat(filepath.Join(site, "index.html")); err != nil {
					t.Error(err)
				}
				for name, text := range tree(t, site) {
					if strings.HasSuffix(name, ".html") && unworded.MatchString(text) {
						t.Errorf("%s %s: %s", profile, name, unworded.FindString(text))
					}
				}
			}
		})
	}
}

// unworded is what no reader should meet: a missing text, a failed format, no number.
var unworded = regexp.MustCompile(`⟦[^⟧]*⟧|%!|\bNaN\b|<nil>`)
