// Package history asks Git who changed which data file, when.
//
// In go a folder inside a work tree; out come the commit at its head, the last change
// of every file below the folder, and the files that differ from a commit. Merges are
// compared with their first parent: a pull request counts when it was merged. History
// that was cut (a shallow clone) is said to be cut, never guessed. It knows nothing of
// contracts, and changes nothing.
package history

import (
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// The reasons for which there is no history.
var (
	ErrNone      = errors.New("not in a Git repository")
	ErrNoCommit  = errors.New("the repository has no commit yet")
	ErrSHA256    = errors.New("the repository uses SHA-256 object names, which this program cannot read")
	ErrNoSuchRev = errors.New("no such revision")
)

// Repo is a Git repository seen from one folder in it.
type Repo struct {
	git    *git.Repository
	prefix string // of the folder, below the work tree; "" for its root
}

// Commit as readers know it.
type Commit struct {
	Hash    string
	When    time.Time // UTC, of the committer: when it came into the branch
	Author  string
	Subject string
}

// Short is the hash as people quote it.
func (c Commit) Short() string { return c.Hash[:min(7, len(c.Hash))] }

// Change is a commit and the files that it changed, below the folder.
type Change struct {
	Commit
	Paths []string
}

// Log is what one walk through history found.
type Log struct {
	Head   Commit
	Last   map[string]Commit // by path below the folder
	Recent []Change          // newest first
	Cut    bool              // the clone is shallow: older changes are not known
}

// Open finds the repository that dir lies in.
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
	case errors.Is(err, git.ErrRepositoryNotExists):
		return nil, ErrNone
	case err != nil && strings.Contains(err.Error(), "objectformat"):
		return nil, ErrSHA256
	case err != nil:
		return nil, fmt.Errorf("opening the repository: %w", err)
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
	return &Repo{r, rel}, nil
}

// Head is the commit that the work tree stands on.
func (r *Repo) Head() (Commit, error) {
	c, err := r.commit("HEAD")
	if err != nil {
		return Commit{}, err
	}
	return commitOf(c), nil
}

// Walk follows first parents from the head. It stops when the last change of every file
// at the head is known and at least recent changes are; 0 means no limit.
func (r *Repo) Walk(ctx context.Context, recent int) (*Log, error) {
	c, err := r.commit("HEAD")
	if err != nil {
		return nil, err
	}
	log := &Log{Head: commitOf(c), Last: map[string]Commit{}}
	tree, err := r.folder(c)
	if err != nil {
		return nil, err
	}
	missing := map[string]bool{}
	if err := r.compare(nil, tree, "", func(p string) { missing[p] = true }); err != nil {
		return nil, err
	}
	for c != nil && (len(missing) > 0 || len(log.Recent) < recent) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var parent *object.Commit
		var before *object.Tree
		if c.NumParents() > 0 {
			parent, err = c.Parent(0)
			if errors.Is(err, plumbing.ErrObjectNotFound) {
				log.Cut = true
				break
			}
			if err != nil {
				return nil, fmt.Errorf("reading commit %s: %w", c.ParentHashes[0], err)
			}
			if before, err = r.folder(parent); err != nil {
				return nil, err
			}
		}
		var paths []string
		if err := r.compare(before, tree, "", func(p string) { paths = append(paths, p) }); err != nil {
			return nil, err
		}
		for _, p := range paths {
			if missing[p] {
				log.Last[p] = commitOf(c)
				delete(missing, p)
			}
		}
		if len(paths) > 0 && len(log.Recent) < recent {
			log.Recent = append(log.Recent, Change{commitOf(c), paths})
		}
		c, tree = parent, before
	}
	return log, nil
}

// Differing lists the files below the folder whose content in fsys is not that of the
// revision; files that one of them lacks included. fsys is the folder.
func (r *Repo) Differing(rev string, fsys fs.FS) ([]string, error) {
	c, err := r.commit(rev)
	if err != nil {
		return nil, err
	}
	tree, err := r.folder(c)
	if err != nil {
		return nil, err
	}
	then := map[string]plumbing.Hash{}
	if tree != nil {
		if err := tree.Files().ForEach(func(f *object.File) error { then[f.Name] = f.Hash; return nil }); err != nil {
			return nil, fmt.Errorf("reading the tree of %s: %w", rev, err)
		}
	}
	var out []string
	err = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			return nil // the loader has said so
		}
		if then[p] != blobHash(data) {
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

func blobHash(data []byte) plumbing.Hash {
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return plumbing.Hash(h.Sum(nil))
}

func (r *Repo) commit(rev string) (*object.Commit, error) {
	h, err := r.git.ResolveRevision(plumbing.Revision(rev))
	switch {
	case errors.Is(err, plumbing.ErrReferenceNotFound) && rev == "HEAD":
		return nil, ErrNoCommit
	case err != nil:
		return nil, fmt.Errorf("%w: %s", ErrNoSuchRev, rev)
	}
	c, err := r.git.CommitObject(*h)
	if err != nil {
		return nil, fmt.Errorf("reading commit %s: %w", rev, err)
	}
	return c, nil
}

// folder is the tree of the folder in a commit; nil where it did not exist.
func (r *Repo) folder(c *object.Commit) (*object.Tree, error) {
	t, err := c.Tree()
	if err != nil {
		return nil, fmt.Errorf("reading the tree of %s: %w", c.Hash, err)
	}
	if r.prefix == "" {
		return t, nil
	}
	sub, err := t.Tree(r.prefix)
	if errors.Is(err, object.ErrDirectoryNotFound) {
		return nil, nil
	}
	return sub, err
}

// compare calls changed for every file of after that before lacks or has otherwise.
// Folders with equal hashes are not opened.
func (r *Repo) compare(before, after *object.Tree, dir string, changed func(string)) error {
	old := map[string]object.TreeEntry{}
	if before != nil {
		for _, e := range before.Entries {
			old[e.Name] = e
		}
	}
	if after == nil {
		return nil
	}
	for _, e := range after.Entries {
		was, had := old[e.Name]
		if had && was.Hash == e.Hash {
			continue
		}
		p := path.Join(dir, e.Name)
		if e.Mode != filemode.Dir {
			changed(p)
			continue
		}
		now, err := r.git.TreeObject(e.Hash)
		if err != nil {
			return fmt.Errorf("reading folder %s: %w", p, err)
		}
		var then *object.Tree
		if had && was.Mode == filemode.Dir {
			if then, err = r.git.TreeObject(was.Hash); err != nil {
				return fmt.Errorf("reading folder %s: %w", p, err)
			}
		}
		if err := r.compare(then, now, p, changed); err != nil {
			return err
		}
	}
	return nil
}

func commitOf(c *object.Commit) Commit {
	subject, _, _ := strings.Cut(strings.TrimSpace(c.Message), "\n")
	return Commit{c.Hash.String(), c.Committer.When.UTC(), c.Author.Name, subject}
}
