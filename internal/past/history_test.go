package past_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/pasttest"
)

// historyOf is a contract's history, and the hashes of its steps.
func historyOf(t *testing.T, data, id string) (h *past.History, hashes []string) {
	t.Helper()
	h, err := pasttest.Open(t, data, "2026-11-01", "").History(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range h.Steps {
		hashes = append(hashes, s.Hash)
	}
	return h, hashes
}

func TestHistory(t *testing.T) {
	t.Parallel()
	dir := pasttest.Repository(t, pasttest.Storied)
	data := filepath.Join(dir, "contracts")
	for _, id := range []string{"vakthold", "vakt"} { // by its former id, too
		h, hashes := historyOf(t, data, id)
		var whats, subjects []string
		for _, s := range h.Steps {
			whats, subjects = append(whats, string(s.What)), append(subjects, s.Subject)
			if s.Day.String() != "2026-10-02" || s.Author != "Kari Lie" {
				t.Errorf("%+v", s)
			}
		}
		if !slices.Equal(whats, []string{"changed", "changed", "changed", "changed", "formatting", "changed", "created"}) ||
			!slices.Equal(subjects, []string{"høyere tak", "ny id", "rettet omsetning", "flettet inn omsetning", "bare form", "ny forvalter @kari", "alt lagt inn"}) {
			t.Errorf("%v %v", whats, subjects)
		}
		if c := h.Steps[1].Change; c == nil || c.Verb != "renamed" || c.Was != "vakt" || len(c.Fields)+len(c.Items) != 0 {
			t.Errorf("the rename: %+v", c)
		}
		if c := h.Steps[2].Change; c == nil || len(c.Fields) != 0 || len(c.Items) != 1 { // contract.toml was not read again
			t.Errorf("the turnover: %+v", c)
		}
		if c := h.Steps[0].Change; c == nil || len(c.Fields) != 1 || len(c.Items) != 0 { // turnover.toml was not read again
			t.Errorf("the ceiling: %+v", c)
		}
		if len(h.Managers) != 2 || h.Managers[0].Value.ID != "kari-lie" || h.Managers[1].Value.ID != "ola-strand" {
			t.Errorf("%+v", h.Managers)
		}
		if len(h.Values) != 2 || h.Values[1].Value.Maximum.V.String() != "1500000" {
			t.Errorf("%+v", h.Values)
		}
		// The git program's own list of the commits that touched the folders.
		want := strings.Fields(pasttest.Run(t, dir, "git log -s --first-parent --diff-merges=first-parent --format=%H -- contracts/agreements/vakt contracts/agreements/vakthold"))
		if !slices.Equal(hashes, want) {
			t.Errorf("%v, git says %v", hashes, want)
		}
	}
	if _, err := pasttest.Open(t, data, "2026-11-01", "").History(t.Context(), "finnes-ikke"); !errors.Is(err, past.ErrNoContract) {
		t.Error(err)
	}
}

// A contract that both parents of a merge changed, one of them with another id: the story
// has the commits that git follows along first parents, and the merge brings what it brought.
func TestHistoryOfWhatBothParentsChanged(t *testing.T) {
	t.Parallel()
	dir := pasttest.Repository(t, pasttest.Storied+`
cd contracts/agreements
git checkout -qb gren
git mv vakthold vektere; sed -i 's/^id_was.*/id_was = ["vakt", "vakthold"]/' vektere/contract.toml; git commit -qam "ny id på grenen"
sed -i 's/12_000/13_000/' vektere/turnover.toml; git commit -qam "omsetning på grenen"
mkdir vektere/deviations; printf 'title = "Uteble"\nreported = 2026-09-01\n' >vektere/deviations/a.toml; git add .; git commit -qm "avvik på grenen"
git checkout -q main
sed -i "s/2028-12-31/2029-12-31/" vakthold/contract.toml; git commit -qam "lenger på main"
printf '[[entries]]\ndate = 2026-09-02\ntitle = "Møte"\n' >vakthold/log.toml; git add .; git commit -qm "logg på main"
git -c merge.directoryRenames=true merge -q --no-ff -m "flettet inn grenen" gren
sed -i 's/13_000/14_000/' vektere/turnover.toml; git commit -qam "etter flettingen"
`)
	data := filepath.Join(dir, "contracts")
	h, hashes := historyOf(t, data, "vektere")
	want := strings.Fields(pasttest.Run(t, dir, "git log -s --first-parent --diff-merges=first-parent --format=%H -- contracts/agreements/vakt contracts/agreements/vakthold contracts/agreements/vektere"))
	if !slices.Equal(hashes, want) || len(want) != 11 {
		t.Errorf("%v, git says %v", hashes, want)
	}
	if c := h.Steps[1].Change; c == nil || c.Verb != "renamed" || c.Was != "vakthold" || len(c.Items) != 2 || len(c.Fields) != 0 { // the month and the deviation; the end and the log were main's
		t.Errorf("the merge: %+v", c)
	}
	log, err := pasttest.Open(t, data, "2026-11-01", "").Log(t.Context())
	if err != nil || len(log.Last) < 8 {
		t.Fatal(len(log.Last), err)
	}
	for p, c := range log.Last {
		if said := pasttest.Run(t, dir, "git log -1 -s --first-parent --follow --diff-merges=first-parent --format=%H -- contracts/"+p); c.Hash != said {
			t.Errorf("%s: %s, git says %s", p, c.Hash, said)
		}
	}
}

// A shallow clone tells what it knows, and that there was more.
func TestHistoryThatWasCut(t *testing.T) {
	t.Parallel()
	dir := pasttest.Repository(t, pasttest.Storied+"git clone -q --depth 3 file://$PWD clone")
	h, _ := historyOf(t, filepath.Join(dir, "clone", "contracts"), "vakthold")
	if !h.Cut || len(h.Steps) != 2 || h.Steps[1].Change.Verb != "renamed" {
		t.Errorf("%+v", h)
	}
}
