package table

import "testing"

// People in Norway get what their spreadsheets read as numbers; programs get the same
// everywhere. No text is taken for a formula.
func TestDialects(t *testing.T) {
	words := map[string]string{"active": "Aktiv"}
	tab := Table{
		Columns: []Column{{Key: "id", Head: "Id", Kind: ID}, {Key: "status", Head: "Status", Kind: Word, Word: func(v string) string { return words[v] }},
			{Key: "score", Head: "Poeng", Kind: Number}, {Key: "cpv", Head: "CPV", Kind: List}, {Key: "end", Head: "Slutt", Kind: Date}},
		Rows: [][]string{{"=a", "active", "16.31", Listed([]string{"1", "2"}), "2026-06-16"}, {"æ", "", "-0.50", "", ""}},
	}
	norwegian := "\uFEFFId;Status;Poeng;CPV;Slutt\n'=a;Aktiv;16,31;\"1; 2\";2026-06-16\næ;;-0,50;;\n"
	for lang, want := range map[string]string{
		"nb": norwegian, "nn": norwegian,
		"en": "\uFEFFId,Status,Poeng,CPV,Slutt\n'=a,Aktiv,16.31,1; 2,2026-06-16\næ,,-0.50,,\n",
	} {
		if got := string(tab.ForPeople(lang)); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got, want := string(tab.ForPrograms()), "id,status,score,cpv,end\n'=a,active,16.31,1; 2,2026-06-16\næ,,-0.50,,\n"; got != want {
		t.Errorf("programs: %q, want %q", got, want)
	}
}
