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
	lack := regexp.MustCompile(`⟦[^⟧]*⟧`)
	whole := func(lang, profile string, files map[string]string) {
		pages := 0
		for p, content := range files {
			if strings.HasSuffix(p, ".html") {
				pages++
				if !strings.Contains(content, `<html lang="`+lang+`"`) {
					t.Errorf("%s: %s is not in the language", lang, p)
				}
			}
			if m := lack.FindString(content); m != "" && !strings.HasPrefix(p, "assets/") {
				t.Errorf("%s %s: %s lacks the words %s", lang, profile, p, m)
			}
		}
		if pages < 100 {
			t.Errorf("%s %s: only %d pages", lang, profile, pages)
		}
	}
	public := []string{"--profile", "public", "--base-url", basedAt}
	whole("nb", "internal", buildSite(t))
	whole("nb", "public", buildSite(t, public...))
	for _, lang := range []string{"nn", "en"} {
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
		for profile, options := range map[string][]string{"internal": {"--base-url", basedAt}, "public": public} {
			out := filepath.Join(dir, profile)
			if code, _, errs := forvalt(t, append([]string{"build", "--data", data, "--out", out}, options...)...); code != exitOK {
				t.Fatal(errs)
			}
			whole(lang, profile, tree(t, out))
		}
	}
}
