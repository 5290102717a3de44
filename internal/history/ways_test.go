package history

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Repositories as people have them: what git reads is read, and what git calls clean is. The
// judge is the git program.
func TestWaysOfGit(t *testing.T) {
	t.Parallel()
	const again = "rm -rf data outside; git checkout -q -- ."
	for _, c := range []struct{ name, harm string }{
		{"nothing", ""},
		{"a pull request's branch", "git config branch.fix.merge refs/pull/12/head"},
		{"a way to rebase", "git config branch.main.rebase merges"},
		{"a refspec that excludes", "git config --add remote.origin.fetch '^refs/heads/x*'"},
		{"a number with a unit", "git config pack.window 10k"},
		{"a byte order mark", `printf '\357\273\277' | cat - .git/config >c; mv c .git/config`},
		{"configuration of work trees", "git config extensions.worktreeConfig true"},
		{"the same in format 1", "git config core.repositoryformatversion 1; git config extensions.worktreeConfig false"},
		{"precious objects", "git config core.repositoryformatversion 1; git config extensions.preciousObjects true"},
		{"HEAD as a link", "git pack-refs --all; rm .git/HEAD; ln -s refs/heads/main .git/HEAD"},
		{".git as a link", "mv .git elsewhere; ln -s elsewhere .git; echo elsewhere >>.git/info/exclude"},
		{"borrowed objects", `mv .git/objects lent; mkdir -p .git/objects/info .git/objects/pack; echo "$PWD/lent" >.git/objects/info/alternates; echo lent >>.git/info/exclude`},
		{"packed, with a pack that has no index", "git repack -adq; git pack-refs --all; chmod +w .git/objects/pack; : >.git/objects/pack/pack-0000000000000000000000000000000000000000.pack"},
		{"an old kind of index", "git -c pack.indexVersion=1 repack -adq"},
		{"line ends of Windows", "git config core.autocrlf true; " + again},
		{"line ends by attribute", "echo '* text eol=crlf' >.git/info/attributes; " + again},
		{"ident", `printf '$Id$\n' >data/b/y.toml; git commit -qam id; echo '*.toml ident' >.git/info/attributes; ` + again},
		{"a filter", `git config filter.x.clean 'tr a-z1-5 n-za-m6-9x'; git config filter.x.smudge 'tr n-za-m6-9x a-z1-5'; echo '*.toml filter=x' >.git/info/attributes; git add --renormalize .; git commit -qm hidden; ` + again},
		{"a sparse checkout", "git update-index -q --refresh; git sparse-checkout set --no-cone '/*' '!/data/b'"},
		{"a file marked so", "git update-index --skip-worktree data/a/x.toml; echo 9 >data/a/x.toml"},
		{"an ignored file", "echo '*.tmp' >.git/info/exclude; echo 1 >data/x.tmp"},
		{"a replaced commit", "git replace --graft HEAD"},
		{"changes", "echo 5 >data/a/x.toml; rm data/b/y.toml; echo 1 >data/new.toml"},
		{"changes among line ends", "git config core.autocrlf true; " + again + `; printf '5\r\n' >data/a/x.toml`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := repo(t, merged, c.harm)
			data := filepath.Join(dir, "data")
			r := open(t, data)
			log, err := r.Walk(t.Context(), Questions{Last: true, Recent: -1})
			if err != nil {
				t.Fatal(err)
			}
			var line []string
			for _, c := range log.Line {
				line = append(line, c.Hash)
			}
			if want := strings.Fields(gitSays(t, dir, "--no-replace-objects", "log", "--first-parent", "--format=%H")); !slices.Equal(line, want) {
				t.Errorf("commits %v, git has %v", line, want)
			}
			got, err := r.Differing("HEAD", os.DirFS(data))
			var want []string
			for _, l := range strings.Split(gitSays(t, dir, "status", "--porcelain", "-uall"), "\n") {
				if _, name, ok := strings.Cut(l, "data/"); ok {
					want = append(want, name)
				}
			}
			slices.Sort(want)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("differing: %v, git says %v, %v", got, want, err)
			}
		})
	}
}

// A filter's files are read as they are on the disk.
func TestFilteredFilesAreReadThroughGit(t *testing.T) {
	t.Parallel()
	dir := repo(t, "git init -q -b main; git config filter.x.clean 'sed \"1i version https://git-lfs\"'; git config filter.x.smudge 'sed 1d'; echo '*.toml filter=x' >.gitattributes; mkdir data; echo 12 >data/x.toml; git add .; git commit -qm x")
	fsys, c, err := open(t, filepath.Join(dir, "data")).FS("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if raw := gitSays(t, dir, "show", c.Hash+":data/x.toml"); !strings.Contains(raw, "git-lfs") {
		t.Fatalf("nothing was filtered: %q", raw)
	}
	if got, err := fs.ReadFile(fsys, "x.toml"); err != nil || string(got) != "12\n" {
		t.Errorf("%q, %v", got, err)
	}
}

// What git keeps off the disk is known.
func TestHidden(t *testing.T) {
	t.Parallel()
	for harm, want := range map[string][]string{
		"": nil,
		"git update-index -q --refresh; git sparse-checkout set --no-cone '/*' '!/data/b'":                            {"b/y.toml"},
		"git update-index --skip-worktree data/a/x.toml":                                                              nil,
		"git update-index --skip-worktree data/a/x.toml; echo 9 >data/a/x.toml":                                       {"a/x.toml"},
		"git init -q data/sub; cd data/sub; git commit -q --allow-empty -m 1; cd ../..; git add data/sub 2>/dev/null": {"sub"},
	} {
		data := filepath.Join(repo(t, merged, harm), "data")
		if got, err := open(t, data).Hidden(os.DirFS(data)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", harm, got, err)
		}
	}
}

// What git calls broken is an error, and never answered from older data.
func TestBrokenReferences(t *testing.T) {
	t.Parallel()
	for _, harm := range []string{
		": >.git/refs/heads/main",
		"git pack-refs --all; : >.git/refs/heads/main",
		"git config extensions.worktreeConfig true; git pack-refs --all; : >.git/refs/heads/main",
		"echo nonsense >.git/refs/heads/main",
	} {
		r := open(t, filepath.Join(repo(t, merged, harm), "data"))
		if _, err := r.Head(); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", harm, err)
		}
	}
	for _, harm := range []string{": >.git/HEAD", "rm .git/HEAD"} {
		if r, err := Open(filepath.Join(repo(t, merged, harm), "data")); err == nil || errors.Is(err, ErrNone) {
			t.Errorf("%s: %v, %v", harm, r, err)
		}
	}
}

// A committer's line that lacks a space has its date, one without a date has none, and text in
// Latin-1 is legible.
func TestOddCommits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ committer, author, date, who string }{
		{"K <k@x.test>1796108400 +0100", "Bj\\370rn <b@x.test> 1796108400 +0100", "2026-12-01", "Bjørn"},
		{"K <k@x.test>", "Bjørn <b@x.test> 1796108400 +0100", "0001-01-01", "Bjørn"},
	} {
		dir := repo(t, merged, `C=$( (printf 'tree %s\nparent %s\n' $(git write-tree) $(git rev-parse HEAD); printf 'author `+c.author+`\ncommitter `+c.committer+`\n\nl\370p\n') | git hash-object -w -t commit --literally --stdin); git reset -q --hard $C`)
		got, err := open(t, dir).Head()
		if err != nil || got.When.Format("2006-01-02") != c.date || got.Author != c.who || got.Subject != "løp" {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

// What git alone can spell is asked of it.
func TestSpellingsOfGit(t *testing.T) {
	t.Parallel()
	dir := repo(t, merged, "git branch -q --set-upstream-to=side main")
	r := open(t, dir)
	for _, rev := range []string{"@{u}", "main@{upstream}", ":/outside", "HEAD^{/on main}", "HEAD@{0}"} {
		if _, c, err := r.FS(rev); err != nil || c.Hash != gitSays(t, dir, "rev-parse", rev) {
			t.Errorf("%s: %v, %v", rev, c, err)
		}
	}
}

// A store that was repacked while it is open is looked into again, as git does.
func TestPackedMeanwhile(t *testing.T) {
	t.Parallel()
	dir := repo(t, merged, "git repack -adq")
	r := open(t, dir)
	if _, err := r.Head(); err != nil {
		t.Fatal(err)
	}
	if err := sh(dir, "echo 7 >data/a/x.toml; git commit -qam more; git repack -adq"); err != nil {
		t.Fatal(err)
	}
	log, err := r.Walk(t.Context(), Questions{Last: true, Recent: -1})
	if err != nil || log.Head.Subject != "more" {
		t.Errorf("%v, %v", log, err)
	}
}
