// Package history asks Git who changed which data file, when, and what the data was.
//
// In go a folder inside a work tree; out come past trees as file systems, the last change of every
// file below the folder, the story of a file across renames, the commit in force at a moment, and
// the files that differ from a commit. Merges are compared with their first parent: a pull request
// counts when it was merged. History that was cut (a shallow clone) is said to be cut, never
// guessed; a damaged object is named. It knows nothing of contracts. Git itself is the judge:
// what go-git does not know or cannot read (SHA-256 names, borrowed objects, configuration that it
// stumbles over) is read through the git program, and which files differ is what git status says. In an existing repository it
// changes nothing but .git/forvalt, where results can be kept; Create makes a new one.
package history

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// The reasons why there is no history.
var (
	ErrNone      = errors.New("not in a Git repository")
	ErrNoCommit  = errors.New("the repository has no commit yet")
	ErrBroken    = errors.New("what HEAD or a branch points to cannot be read")
	ErrSHA256    = errors.New("the repository uses SHA-256 object names, which are read through the git program, and that is not here")
	ErrNoSuchRev = errors.New("no such revision")
	ErrCut       = errors.New("the clone is shallow: its history is cut") // together with ErrNoSuchRev
	ErrManyRevs  = errors.New("stands for several commits")               // together with ErrNoSuchRev
)

// Repo is a Git repository seen from one folder in it.
type Repo struct {
	dir     string           // the folder
	prefix  string           // of the folder, below the work tree; "" for its root
	files   billy.Filesystem // of .git
	sha256  bool             // how objects are named
	shallow map[plumbing.Hash]bool

	mu      sync.Mutex          // objects are read one at a time
	store   *filesystem.Storage // nil: the program reads them
	program *program
	second  *program // looks again where the store failed
	trees   treeCache

	filtered func() map[string]bool // files that a filter changes on the way to the disk
}

// Commit is what is shown of a commit.
type Commit struct {
	Hash    string
	When    time.Time // UTC, of the committer: when it came into the branch
	Author  string
	Subject string
}

// Short is the hash as people quote it.
func (c Commit) Short() string { return c.Hash[:min(7, len(c.Hash))] }

// Open finds the repository that dir lies in. It must be closed.
func Open(dir string) (*Repo, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	r, err := git.PlainOpenWithOptions(abs, &git.PlainOpenOptions{DetectDotGit: true, EnableDotGitCommonDir: true})
	switch {
	case errors.Is(err, git.ErrRepositoryNotExists) && !repositoryAbove(abs):
		return nil, ErrNone
	case err != nil && strings.Contains(err.Error(), "objectformat"):
		return openProgram(abs, ErrSHA256)
	case err != nil: // git knows more configuration, and more ways to lay out a repository
		return openProgram(abs, fmt.Errorf("opening the repository: %w", err))
	}
	store, ok := r.Storer.(*filesystem.Storage)
	if !ok {
		return nil, ErrNone
	}
	wt, err := r.Worktree()
	if err != nil {
		return nil, ErrNone // a bare repository has no folder to look from
	}
	root := wt.Filesystem.Root()
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil {
		return nil, ErrNone
	}
	if rel = filepath.ToSlash(rel); rel == "." {
		rel = ""
	}
	if _, err := store.Filesystem().Stat("objects/info/alternates"); err == nil { // borrowed objects
		return openProgram(abs, errors.New("opening the repository: objects/info/alternates needs the git program"))
	}
	// The same repository again, with its packs kept open: opening one for each object costs more than reading it.
	store = storeOf(store.Filesystem())
	repo := &Repo{dir: abs, store: store, files: store.Filesystem(), prefix: rel, shallow: map[plumbing.Hash]bool{}}
	cut, err := store.Shallow()
	if err != nil {
		return nil, fmt.Errorf("opening the repository: %w", err)
	}
	for _, h := range cut {
		repo.shallow[h] = true
	}
	repo.filtered = sync.OnceValue(repo.findFiltered)
	return repo, nil
}

func storeOf(files billy.Filesystem) *filesystem.Storage {
	return filesystem.NewStorageWithOptions(files, cache.NewObjectLRU(32*cache.MiByte), filesystem.Options{KeepDescriptors: true})
}

// repositoryAbove reports whether a folder lies in what is, or was, a repository: one whose
// HEAD was lost still has its objects.
func repositoryAbove(dir string) bool {
	for {
		info, err := osfs.New(dir).Stat(".git")
		if err == nil && info.IsDir() {
			_, err = osfs.New(dir).Stat(".git/objects")
		}
		if err == nil {
			return true
		}
		above := filepath.Dir(dir)
		if above == dir {
			return false
		}
		dir = above
	}
}

// cutAt reports whether the clone's history ends at the commit, though it has parents.
func (r *Repo) cutAt(c *object.Commit) bool { return r.shallow[c.Hash] && c.NumParents() > 0 }

// Head is the commit that the work tree stands on.
func (r *Repo) Head() (Commit, error) {
	c, err := r.commit("HEAD")
	if err != nil {
		return Commit{}, err
	}
	return r.commitOf(c), nil
}

// Differing lists the files below the folder whose content in fsys differs from the
// revision, with those that only one of them has. fsys is the folder. Where bytes differ, git is
// asked: it knows what it changed on the way to the disk (line ends, filters) and what it left
// out there (sparse checkout). Without the git program the bytes decide.
func (r *Repo) Differing(rev string, fsys fs.FS) ([]string, error) {
	c, err := r.commit(rev)
	if err != nil {
		return nil, err
	}
	out, err := r.unlike(c, fsys)
	if err != nil || len(out) == 0 {
		return out, err
	}
	if _, err := exec.LookPath("git"); err != nil {
		return out, nil
	}
	changed, err := gitSaid(r.dir, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=dirty", "--relative", r.name(c.Hash), "--", ".")
	if err != nil {
		return nil, err
	}
	added, err := gitSaid(r.dir, "ls-files", "-z", "--others", "--exclude-standard", "--", ".")
	if err != nil {
		return nil, err
	}
	out = names(changed + added)
	slices.Sort(out)
	return slices.Compact(out), nil
}

// names are those that git ended with a zero byte each.
func names(z string) []string {
	return slices.DeleteFunc(strings.Split(z, "\x00"), func(name string) bool { return name == "" })
}

// Hidden lists the files below the folder that git has left off the disk, or will not look at
// there though they differ: sparse checkout, files marked so, and parts that are repositories of
// their own. fsys is the folder. Nothing is known without the git program.
func (r *Repo) Hidden(fsys fs.FS) ([]string, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, nil
	}
	list, err := gitSaid(r.dir, "ls-files", "-z", "-t", "--stage", "--", ".")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, line := range names(list) { // S 100644 <name> 0\t<path>
		about, name, _ := strings.Cut(line, "\t")
		fields := strings.Fields(about)
		if len(fields) != 4 || fields[0] != "S" && fields[1] != "160000" {
			continue
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil || r.hashOf(plumbing.BlobObject, data) != plumbing.NewHash(fields[2][:40]) {
			out = append(out, name)
		}
	}
	return out, nil
}

// unlike is Differing by bytes.
func (r *Repo) unlike(c *object.Commit, fsys fs.FS) ([]string, error) {
	tree, err := r.folder(c)
	if err != nil {
		return nil, err
	}
	then := map[string]plumbing.Hash{}
	if err := r.compare(plumbing.ZeroHash, tree, "", func(p string, _, is entry) { then[p] = is.hash }); err != nil {
		return nil, err
	}
	var out []string
	err = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		var data []byte
		if d.Type()&fs.ModeSymlink != 0 { // Git stores where it points
			var to string
			to, err = fs.ReadLink(fsys, p)
			data = []byte(to)
		} else {
			data, err = fs.ReadFile(fsys, p)
		}
		if err != nil {
			return nil // the loader reports it
		}
		if then[p] != r.hashOf(plumbing.BlobObject, data) {
			out = append(out, p)
		}
		delete(then, p)
		return nil
	})
	for p := range then {
		out = append(out, p)
	}
	slices.Sort(out)
	return out, err
}

// folder is the hash of the folder's tree in a commit; zero where it did not exist.
func (r *Repo) folder(c *object.Commit) (plumbing.Hash, error) {
	h := c.TreeHash
	for at, rest := "", r.prefix; rest != ""; {
		var name string
		name, rest, _ = strings.Cut(rest, "/")
		list, err := r.tree(h, at)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		i := slices.IndexFunc(list, func(e entry) bool { return e.name == name && e.isDir() })
		if i < 0 {
			return plumbing.ZeroHash, nil
		}
		h, at = list[i].hash, path.Join(at, name)
	}
	return h, nil
}

// compare calls changed for every file that differs between two folders; old or new has a
// zero hash if its folder lacks the file. Folders with equal hashes are not opened. A zero
// hash is a folder that does not exist.
func (r *Repo) compare(before, after plumbing.Hash, dir string, changed func(p string, was, is entry)) error {
	if before == after {
		return nil
	}
	var lists [2][]entry
	for i, h := range []plumbing.Hash{before, after} {
		if !h.IsZero() {
			var err error
			if lists[i], err = r.tree(h, dir); err != nil {
				return err
			}
		}
	}
	old, now := lists[0], lists[1]
	for len(old) > 0 || len(now) > 0 {
		var was, is entry
		switch {
		case len(old) > 0 && len(now) > 0 && old[0].name == now[0].name && old[0].isDir() == now[0].isDir():
			was, is, old, now = old[0], now[0], old[1:], now[1:]
		case len(now) == 0 || len(old) > 0 && sortName(old[0]) < sortName(now[0]):
			was, old = old[0], old[1:]
		default:
			is, now = now[0], now[1:]
		}
		if was.hash == is.hash && was.mode == is.mode {
			continue
		}
		p := path.Join(dir, cmp.Or(is.name, was.name))
		if !was.isDir() && !is.isDir() {
			changed(p, was, is)
			continue
		}
		if err := r.compare(was.hash, is.hash, p, changed); err != nil {
			return err
		}
	}
	return nil
}

// sortName is the name by which Git sorts an entry.
func sortName(e entry) string {
	if e.isDir() {
		return e.name + "/"
	}
	return e.name
}

func (r *Repo) commitOf(c *object.Commit) Commit {
	subject, _, _ := strings.Cut(strings.TrimSpace(c.Message), "\n")
	return Commit{r.name(c.Hash), c.Committer.When.UTC(), legible(c.Author.Name), legible(subject)}
}

// legible is text as UTF-8: what is not is taken for Latin-1.
func legible(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	out := make([]rune, len(s))
	for i := range len(s) {
		out[i] = rune(s[i])
	}
	return string(out)
}

// name is an object's name as git shows it.
func (r *Repo) name(h plumbing.Hash) string {
	if r.program != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.program.name(h)
	}
	return h.String()
}

// Close closes the repository's files. Past trees cannot be read afterwards.
func (r *Repo) Close() error {
	if r.program != nil {
		return r.program.close()
	}
	err := r.store.Close()
	if r.second != nil {
		err = errors.Join(err, r.second.close())
	}
	return err
}
