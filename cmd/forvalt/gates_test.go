package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/forvalt/forvalt/internal/pages/about"
)

// The accessibility statement claims no test that is not there.
func TestGatesAreTested(t *testing.T) {
	var tests, makefile strings.Builder
	for _, pattern := range []string{"*_test.go", "../../templates/*_test.go", "../../site/gates/*_test.go", "../../internal/*/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			tests.Write(data)
		}
	}
	data, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	makefile.Write(data)
	for _, g := range about.Gates {
		if target, ok := strings.CutPrefix(g.Test, "make "); ok {
			if !regexp.MustCompile(`(?m)^` + target + `:`).MatchString(makefile.String()) {
				t.Errorf("%s: the Makefile has no target %s", g.Key, target)
			}
		} else if !strings.Contains(tests.String(), "func "+g.Test+"(") {
			t.Errorf("%s: there is no test %s", g.Key, g.Test)
		}
	}
	page := buildSite(t)["tilgjengelighet/index.html"]
	for _, g := range about.Gates {
		if !strings.Contains(page, g.Test) {
			t.Errorf("the statement does not name %s", g.Test)
		}
	}
}

// The workbook holds what the CSV holds, and the page about them describes each column.
func TestWorkbookHoldsWhatTheCSVHolds(t *testing.T) {
	for profile, files := range map[string]map[string]string{"internal": buildSite(t), "public": buildSite(t, "--profile", "public", "--base-url", basedAt)} {
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(files["data/contracts.csv"], "\uFEFF")))
		r.Comma = ';'
		want, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader([]byte(files["data/contracts.xlsx"])))
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.GetRows("Kontrakter", excelize.Options{RawCellValue: true})
		f.Close()
		if err != nil || len(got) != len(want) {
			t.Fatalf("%s: %d rows, the CSV has %d (%v)", profile, len(got), len(want), err)
		}
		for i := 1; i < len(want); i++ {
			if got[i][0] != want[i][0] || got[i][1] != want[i][1] {
				t.Errorf("%s: row %d is %q, the CSV has %q", profile, i, got[i][:2], want[i][:2])
			}
		}
		columns, _, _ := strings.Cut(files["data/tables/contracts.csv"], "\n")
		for column := range strings.SplitSeq(columns, ",") {
			if !strings.Contains(files["data/index.html"], "<code>"+column+"</code>") {
				t.Errorf("%s: the column %s is not described", profile, column)
			}
			if profile == "public" && (strings.HasPrefix(column, "manager") || strings.HasPrefix(column, "risk")) {
				t.Errorf("the public CSV has the column %s", column)
			}
		}
	}
}
