package data

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
)

// People are found on the internal site, and are no part of what the public can search in.
func TestPeopleAreNotPublic(t *testing.T) {
	for profile, want := range map[contract.Visibility]int{contract.Internal: 1, contract.Public: 0} {
		people := 0
		for _, d := range docs(kittest.Site(t, profile, "2026-09-30", &contract.Contract{ID: "a", Title: "A"})) {
			if d.Kind == "person" {
				people++
			}
		}
		if people != want {
			t.Errorf("%s: %d people", profile, people)
		}
	}
}
