package history

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-billy/v5/util"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// commit finds the commit that a revision names: a branch, a tag, a remote's branch, a
// hash or its first four digits at least, "HEAD" or "@", each followed by any of ~n and
// ^n. (go-git's own resolver stops with a nil pointer at "~1", takes ^3 for ^2, and
// cannot tell a damaged commit from none.)
func (r *Repo) commit(rev string) (*object.Commit, error) {
	unknown := fmt.Errorf("%w: %s", ErrNoSuchRev, rev)
	if strings.ContainsAny(rev, "{:") { // @{upstream}, main@{yesterday}, :/words: git knows them
		out, err := gitSaid(r.dir, "rev-parse", "--verify", "--quiet", "--end-of-options", rev)
		if err != nil {
			return nil, unknown
		}
		rev = strings.TrimSpace(out)
	}
	base, steps := rev, ""
	if i := strings.IndexAny(rev, "~^"); i >= 0 {
		base, steps = rev[:i], rev[i:]
	}
	h, err := r.named(base)
	if err != nil {
		return nil, err
	}
	if h.IsZero() {
		return nil, unknown
	}
	c, err := r.peel(h)
	if err != nil {
		return nil, err
	}
	for steps != "" {
		kind := steps[0]
		end := 1
		for end < len(steps) && steps[end] >= '0' && steps[end] <= '9' {
			end++
		}
		n := 1
		if end > 1 {
			if n, err = strconv.Atoi(steps[1:end]); err != nil {
				return nil, unknown
			}
		}
		steps = steps[end:]
		times, parent := n, 0
		switch {
		case kind == '^' && n > 0:
			times, parent = 1, n-1
		case kind == '^':
			times = 0
		case kind != '~':
			return nil, unknown
		}
		for range times {
			if r.cutAt(c) {
				return nil, fmt.Errorf("%w: %w at %s", unknown, ErrCut, r.commitOf(c).Short())
			}
			if parent >= c.NumParents() {
				return nil, unknown
			}
			if c, err = r.commitAt(c.ParentHashes[parent]); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// named finds the hash of a name without steps; zero where there is none.
func (r *Repo) named(name string) (plumbing.Hash, error) {
	if name == "@" {
		name = "HEAD"
	}
	if name == "" || strings.HasPrefix(name, "-") || strings.HasPrefix(name, "/") || strings.HasSuffix(name, "/") ||
		strings.Contains(name, "..") || strings.ContainsAny(name, "\x00 \t\n:?*[\\{}") {
		return plumbing.ZeroHash, nil
	}
	if len(name) == r.hexSize() {
		if _, err := hex.DecodeString(name); err == nil {
			return plumbing.NewHash(name), nil
		}
	}
	for _, rule := range plumbing.RefRevParseRules {
		full := plumbing.ReferenceName(fmt.Sprintf(rule, name))
		if rule == "%s" && name != "HEAD" && !strings.HasPrefix(name, "refs/") && strings.ToUpper(name) != name {
			continue // a file of .git that is no reference, such as "config"
		}
		h, err := r.reference(full)
		if err != nil || !h.IsZero() {
			return h, err
		}
	}
	if name == "HEAD" {
		return plumbing.ZeroHash, ErrNoCommit
	}
	return r.abbreviated(name)
}

// hexSize is how many digits a whole name has.
func (r *Repo) hexSize() int {
	if r.sha256 {
		return 64
	}
	return 40
}

// reference finds what a full reference, or HEAD, points to; zero where there is none. A
// file that holds nothing that can be read, as after a power cut, is ErrBroken, as git has it,
// not the older value that packed references may still have.
func (r *Repo) reference(name plumbing.ReferenceName) (plumbing.Hash, error) {
	for at, steps := name, 0; steps < 6; steps++ {
		data, err := util.ReadFile(r.files, at.String())
		if err != nil {
			break // packed, or none
		}
		text := strings.TrimSpace(string(data))
		if to, is := strings.CutPrefix(text, "ref:"); is {
			at = plumbing.ReferenceName(strings.TrimSpace(to))
			continue
		}
		if text, _, _ = strings.Cut(text, "\n"); len(text) < r.hexSize() || !plumbing.IsHash(text[:40]) {
			return plumbing.ZeroHash, fmt.Errorf("%w: %s", ErrBroken, at)
		}
		break
	}
	if r.program != nil {
		h, _ := r.program.reference(name.String())
		return h, nil
	}
	ref, err := storer.ResolveReference(r.store, name)
	if err != nil {
		return plumbing.ZeroHash, nil
	}
	return ref.Hash(), nil
}

// abbreviated finds the one commit or tag whose hash begins so.
func (r *Repo) abbreviated(name string) (found plumbing.Hash, err error) {
	if len(name) < 4 || len(name) > r.hexSize() {
		return plumbing.ZeroHash, nil
	}
	name = strings.ToLower(name)
	if strings.Trim(name, "0123456789abcdef") != "" {
		return plumbing.ZeroHash, nil
	}
	if r.program != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		whole, _, _, err := r.program.about(name + "^{commit}")
		switch {
		case errors.Is(err, plumbing.ErrObjectNotFound):
			return plumbing.ZeroHash, nil
		case errors.Is(err, ErrManyRevs):
			return plumbing.ZeroHash, fmt.Errorf("%w: %s %w", ErrNoSuchRev, name, ErrManyRevs)
		}
		return plumbing.NewHash(whole), err
	}
	whole, err := hex.DecodeString(name[:len(name)/2*2])
	if err != nil {
		return plumbing.ZeroHash, nil
	}
	hashes, err := r.store.HashesWithPrefix(whole)
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("looking for %s: %w", name, err)
	}
	for _, h := range hashes {
		if !strings.HasPrefix(h.String(), name) {
			continue
		}
		if _, err := r.peel(h); err != nil {
			continue // a file or folder whose hash begins so
		}
		if !found.IsZero() && found != h {
			return plumbing.ZeroHash, fmt.Errorf("%w: %s %w", ErrNoSuchRev, name, ErrManyRevs)
		}
		found = h
	}
	return found, nil
}

// peel follows annotated tags to their commit. An object that is neither names no revision.
func (r *Repo) peel(h plumbing.Hash) (*object.Commit, error) {
	for range 10 {
		switch kind, err := r.kind(h); {
		case err != nil, kind == plumbing.CommitObject:
			return r.commitAt(h) // which says what is wrong with it
		case kind != plumbing.TagObject:
			return nil, fmt.Errorf("%w: %s is a %s", ErrNoSuchRev, h, kind)
		}
		data, err := r.raw(plumbing.TagObject, h)
		if err != nil {
			return nil, err
		}
		target, is := strings.CutPrefix(string(data), "object ")
		if !is || len(target) < r.hexSize() {
			return nil, &ObjectError{Kind: "tag", Hash: h.String(), Err: errors.New("malformed tag")}
		}
		h = plumbing.NewHash(target[:r.hexSize()])
	}
	return nil, fmt.Errorf("%w: %s", ErrNoSuchRev, h)
}
