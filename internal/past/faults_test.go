package past_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/pasttest"
	"github.com/forvalt/forvalt/internal/past/quarter"
	"github.com/forvalt/forvalt/internal/past/shown"
	"github.com/forvalt/forvalt/internal/trend"
)

// fault is an error as a few words.
func fault(err error) string {
	var object *history.ObjectError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &object) && object.Missing():
		return strings.TrimSpace("lacking " + object.Kind + " " + object.Path)
	case errors.As(err, &object):
		return strings.TrimSpace("damaged " + object.Kind + " " + object.Path)
	case errors.Is(err, history.ErrNone):
		return "no repository"
	case errors.Is(err, history.ErrNoCommit):
		return "no commit"
	case errors.Is(err, history.ErrCut):
		return "cut"
	}
	return err.Error()
}

// Whatever is wrong with a repository, who asks for something of it is told what, and what
// there is comes with the reason why it is not all. Nothing comes out as if the past had
// been otherwise.
func TestRepositoriesWithFaults(t *testing.T) {
	t.Parallel()
	const (
		damagedBlob = "damaged blob agreements/vakt/contract.toml"
		lackingBlob = "lacking blob agreements/vakt/contract.toml"
	)
	clone := func(how string) string {
		return "git config uploadpack.allowfilter true; git clone -q " + how + ` "file://$PWD" copy`
	}
	for _, tc := range []struct {
		name, script, data  string
		known, at, hist, q3 string // faults
	}{
		{"blob damaged", `echo x >$(loose HEAD~1:$F)`, "contracts", damagedBlob, damagedBlob, damagedBlob, damagedBlob},
		{"old blob damaged", `echo x >$(loose HEAD~2:$F)`, "contracts", damagedBlob, "", damagedBlob, damagedBlob},
		{"blob lacking", `rm -f $(loose HEAD~1:$F)`, "contracts", lackingBlob, lackingBlob, lackingBlob, lackingBlob},
		{"blob of another content", `cp $(loose HEAD:$F) $(loose HEAD~1:$F)`, "contracts", damagedBlob, damagedBlob, damagedBlob, damagedBlob},
		{"folder damaged", `echo x >$(loose HEAD~1:contracts/agreements)`, "contracts", "damaged tree agreements", "damaged tree agreements", "damaged tree agreements", "damaged tree agreements"},
		{"commit damaged", `echo x >$(loose HEAD~1)`, "contracts", "damaged commit", "damaged commit", "damaged commit", "damaged commit"},
		{"commit cut short", `f=$(loose HEAD~1); head -c 20 $f >x; mv x $f`, "contracts", "damaged commit", "damaged commit", "damaged commit", "damaged commit"},
		{"head damaged", `echo x >$(loose HEAD)`, "contracts", "damaged commit", "damaged commit", "damaged commit", "damaged commit"},
		{"old commit damaged", `echo x >$(loose HEAD~3)`, "contracts", "damaged commit", "", "damaged commit", ""},
		{"pack damaged", `git repack -qad; chmod +w .git/objects/pack/*; for p in .git/objects/pack/*.pack; do n=$(wc -c <$p); head -c 200 /dev/zero | dd of=$p bs=1 seek=40 conv=notrunc status=none; done`, "contracts", "damaged commit", "damaged commit", "damaged commit", "damaged commit"},
		{"partial clone", clone("--filter=blob:none"), "copy/contracts", lackingBlob, lackingBlob, lackingBlob, lackingBlob},
		{"treeless clone", clone("--filter=tree:0"), "copy/contracts", "lacking tree", "lacking tree", "lacking tree", "lacking tree"},
		{"shallow clone", clone("--depth 1"), "copy/contracts", "", "cut", "", ""},
		{"bare", `git clone -q --bare . x; rm -rf .git; mv x/* .`, "contracts", "no repository", "no repository", "no repository", ""},
		{"work tree", `git worktree add -q wt -b side`, "wt/contracts", "", "", "", ""},
		{"work tree that was moved away", `git worktree add -q wt -b side; rm -rf .git/worktrees`, "wt/contracts", "no repository", "no repository", "no repository", ""},
		{"submodule", `D=$PWD; git init -q super; cd super; git -c protocol.file.allow=always submodule --quiet add "file://$D" sub`, "super/sub/contracts", "", "", "", ""},
		{"unborn branch", `git checkout -q --orphan new`, "contracts", "no commit", "no commit", "no commit", ""},
		{"conflict that was committed", `printf '<<<<<<< a\n' | cat - $F >x; git stash -q; git reset -q --soft HEAD~1; cat x >$F; rm x; save 2026-11-09 konflikt; sed -i 1d $F; save 2026-11-10 rettet`, "contracts", "", "", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := pasttest.Repository(t, pasttest.Risen+tc.script)
			a := pasttest.Open(t, filepath.Join(dir, filepath.FromSlash(tc.data)), "2026-11-20", "")
			k, err := shown.Of(t.Context(), a, figures.Of(a.Today.Portfolio, a.Today.AsOf))
			if err != nil {
				t.Fatal(err)
			}
			if got := fault(k.Fault); got != tc.known || (k.Trend.Missing != "") != (k.Fault != nil) {
				t.Errorf("known: %q, want %q; missing %q", got, tc.known, k.Trend.Missing)
			}
			if of := k.Stories.Of["vakt"]; tc.known != "" && len(of) > 0 && !k.Stories.Cut {
				t.Errorf("part of a story is told as if it were all: %+v", of)
			}
			_, err = a.At(t.Context(), "HEAD~1")
			if got := fault(err); got != tc.at {
				t.Errorf("at: %q, want %q", got, tc.at)
			}
			_, err = a.History(t.Context(), "vakt")
			if got := fault(err); got != tc.hist {
				t.Errorf("history: %q, want %q", got, tc.hist)
			}
			q := date.MustParse("2026-09-30").QuarterOf()
			_, err = quarter.Of(a, quarter.Options{Because: func(*contract.RiskModel, trend.Movement) []string { return nil }}).Report(t.Context(), q)
			if got := fault(err); got != tc.q3 {
				t.Errorf("report: %q, want %q", got, tc.q3)
			}
		})
	}
}

// What names no commit is refused by its name.
func TestRevisionsThatAreNone(t *testing.T) {
	t.Parallel()
	dir := pasttest.Repository(t, pasttest.Risen+`git tag -a -m merke v1; git tag baum HEAD:contracts; git tag -a -m blob fil HEAD:$F`)
	says := func(rev string) string { return pasttest.Run(t, dir, "git rev-parse '"+rev+"'") }
	a := pasttest.Open(t, filepath.Join(dir, "contracts"), "2026-11-20", "")
	for _, rev := range []string{"nope", "", "~", "-1", "HEAD~9", "HEAD^2", "HEAD^{tree}", "HEAD:contracts", "main..HEAD", "main@{1}", "v2", "baum", "fil", "deadbeef",
		strings.Repeat("0", 40), says("HEAD^{tree}"), says("HEAD:contracts"), says("HEAD:contracts/portfolio.toml"), says("HEAD:contracts/portfolio.toml")[:10], "refs/heads/", "../HEAD"} {
		var named *past.RevisionError
		if _, err := a.At(t.Context(), rev); !errors.Is(err, history.ErrNoSuchRev) || !errors.As(err, &named) || named.Revision != rev {
			t.Errorf("%q: %v", rev, err)
		}
	}
	for _, rev := range []string{"HEAD", "@", "main", "v1", "v1^0", "refs/tags/v1", says("v1"), says("v1")[:8], says("HEAD")[:6], "HEAD~3", "HEAD^^^"} {
		if at, err := a.At(t.Context(), rev); err != nil || at.Contract("vakt") == nil {
			t.Errorf("%q: %v", rev, err)
		}
	}
}
