package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The whole site in each language and profile: no word is missing, and no argument.
func TestSiteInEveryLanguage(t *testing.T) {
	needAssets(t)
	for _, lang := range []string{"nb", "nn", "en"} {
		dir := t.TempDir()
		data := filepath.Join(dir, "contracts")
		if err := os.CopyFS(data, os.DirFS(sample)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(data, "portfolio.toml")
		text, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(text), `language = "nb"`) {
			t.Fatalf("%s names no language (%v)", file, err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), `language = "nb"`, `language = "`+lang+`"`, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, profile := range []string{"internal", "public"} {
			out := filepath.Join(dir, profile)
			if code, _, errs := forvalt(t, "build", "--data", data, "--profile", profile, "--out", out, "--base-url", "https://example.no/"); code != exitOK {
				t.Fatal(errs)
			}
			pages := 0
			for p, content := range tree(t, out) {
				if strings.HasSuffix(p, ".html") {
					pages++
					if !strings.Contains(content, `<html lang="`+lang+`"`) {
						t.Errorf("%s: %s is not in the language", lang, p)
					}
				}
				if m := regexp.MustCompile(`⟦[^⟧]*⟧`).FindString(content); m != "" && !strings.HasPrefix(p, "assets/") {
					t.Errorf("%s %s: %s lacks the words %s", lang, profile, p, m)
				}
			}
			if pages < 100 {
				t.Errorf("%s %s: only %d pages", lang, profile, pages)
			}
		}
	}
}
