package data

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
)

// The data package says what the files for programs hold: their columns, what a word may be, and what
// tells rows apart.
func TestPackageDescribesTheTables(t *testing.T) {
	day := date.MustParse("2026-03-01")
	c := &contract.Contract{ID: "a", Title: "A", Visibility: contract.Public, Options: []contract.Option{{ID: "1", Status: contract.OptionOpen}, {ID: "2"}},
		Inspections: []contract.Inspection{{ID: "x-skolen", Date: day, Status: contract.InspectionPerformed, Place: "skolen", Themes: []string{"pay", "hms"}}, {ID: "y", Date: day.AddYears(1), Status: contract.InspectionPlanned}},
		Deviations:  []contract.Deviation{{ID: "d", Title: "D"}}}
	for profile, want := range map[contract.Visibility]int{contract.Internal: 2, contract.Public: 1} {
		s := kittest.Site(t, profile, "2026-09-30", c)
		all := exports(s)
		described := packaged(s, all)
		for i := range all {
			x := all[i].table()
			rows, err := csv.NewReader(strings.NewReader(string(x.ForPrograms()))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, f := range described.Resources[i].Schema.Fields {
				names = append(names, f.Name)
				if strings.Contains(f.Title+f.Description, "⟦") || f.Title == "" {
					t.Errorf("%s: %+v", all[i].name, f)
				}
			}
			if !slices.Equal(rows[0], names) {
				t.Errorf("%s has %v, and is described as %v", all[i].name, rows[0], names)
			}
			for _, k := range all[i].key {
				if !slices.Contains(names, k) {
					t.Errorf("%s has no column %s", all[i].name, k)
				}
			}
			if all[i].name == "inspections" && len(rows) != 1+want {
				t.Errorf("%s: %v", profile, rows)
			}
			if profile == contract.Public && (strings.Contains(strings.Join(slices.Concat(rows...), " "), "skolen") || all[i].name == "deviations" || slices.Contains(names, "note")) {
				t.Errorf("%s is public: %v", all[i].name, rows)
			}
		}
	}
}
