package main

import "testing"

// An argument means a record by its id, or by a name that one alone has; else the nearest is told,
// and nothing where none is near.
func TestChoose(t *testing.T) {
	among := []choice{
		{"kari-lie", []string{"Kari Lie"}}, {"kari-lie-2", []string{"Kari Lie"}}, {"ola-strand", []string{"Ola Strand"}},
		{"vektertjenester-2019", []string{"Vektertjenester"}}, {"vektertjenester-2023", []string{"Vektertjenester og alarm"}}, {"it", []string{"IKT"}},
	}
	for _, tc := range []struct{ word, id, closest string }{
		{"kari-lie", "kari-lie", ""},
		{"Kari Lie", "", "kari-lie"}, // two have the name
		{"OLA STRAND", "ola-strand", ""},
		{"kari-li", "", "kari-lie"},
		{"vektere", "", "vektertjenester-2023"}, // the later of two
		{"vektertjenester-2O23", "", "vektertjenester-2023"},
		{"alarmer", "", "vektertjenester-2023"},
		{"etc", "", ""},
		{"", "", ""},
	} {
		if id, closest := choose(tc.word, among); id != tc.id || closest != tc.closest {
			t.Errorf("choose(%q) = %q, %q; want %q, %q", tc.word, id, closest, tc.id, tc.closest)
		}
	}
}
