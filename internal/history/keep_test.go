package history

import (
	"fmt"
	"path/filepath"
	"testing"
)

func TestKeptResults(t *testing.T) {
	dir := repo(t, linked+"git worktree add -q ../wt side")
	for _, folder := range []string{filepath.Join(dir, "data"), filepath.Join(filepath.Dir(dir), "wt", "data")} {
		r := open(t, folder)
		if _, ok := r.Kept("point-1"); ok {
			t.Error("something was kept before")
		}
		for _, text := range []string{"one", "two"} {
			if err := r.Keep("point-1", []byte(text)); err != nil {
				t.Fatal(err)
			}
			if got, ok := open(t, folder).Kept("point-1"); !ok || string(got) != text {
				t.Errorf("%q, %v", got, ok)
			}
		}
		for _, name := range []string{"", "../config", "a/b", "A"} {
			if err := r.Keep(name, nil); err == nil {
				t.Errorf("%q was taken for a name", name)
			}
			if _, ok := r.Kept(name); ok {
				t.Errorf("%q was read", name)
			}
		}
	}
	if s := gitSays(t, dir, "status", "--porcelain"); s != "" {
		t.Errorf("git sees it: %s", s)
	}
	r := open(t, dir)
	for i := range maxKept + 5 {
		if err := r.Keep(fmt.Sprint("many-", i), nil); err != nil {
			t.Fatal(err)
		}
	}
	if list, err := r.store.Filesystem().ReadDir(kept); err != nil || len(list) > maxKept {
		t.Errorf("%d kept, %v", len(list), err)
	}
}
