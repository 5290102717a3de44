package history

import (
	"context"
	"strings"
	"testing"
)

// A commit came in by the oldest commit of the first-parent line that has it, as
// git merge-base --is-ancestor says.
func TestBrought(t *testing.T) {
	t.Parallel()
	dir := repo(t, merged, `
git checkout -qb two HEAD~1; echo 5 >data/b/y.toml; git commit -qam "two"; git checkout -qb three; echo 6 >outside; git commit -qam "three"
git checkout -q main; git merge -q --no-ff -m "merge three" three; git checkout -q two; echo 7 >data/b/y.toml; git commit -qam "two again"
git checkout -q main; git merge -q --no-ff -m "merge two" two
`)
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := r.Brought(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Fields(gitSays(t, dir, "rev-list", "HEAD"))
	line := strings.Fields(gitSays(t, dir, "rev-list", "--first-parent", "HEAD"))
	if len(all) != len(got) || len(line) >= len(all) {
		t.Fatalf("%d commits, git has %d, %d on the line", len(got), len(all), len(line))
	}
	for _, c := range all {
		want := ""
		for _, m := range line { // newest first: the last that has it is the oldest
			if strings.Contains(gitSays(t, dir, "rev-list", m), c) {
				want = m
			}
		}
		if got[c] != want {
			t.Errorf("%s came by %s, git says %s", c, got[c], want)
		}
		parents, err := r.Parents(c)
		if want := gitSays(t, dir, "rev-list", "--parents", "-1", c); err != nil || strings.Join(append([]string{c}, parents...), " ") != want {
			t.Errorf("parents of %s: %v, %v, git says %s", c, parents, err, want)
		}
	}
}
