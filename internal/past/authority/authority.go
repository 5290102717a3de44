// Package authority is who was entitled to sign after a commit.
//
// In go an archive and a revision; out come the signers, their keys and the demand that
// portfolio.toml had there. It judges no signature.
package authority

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/store"
)

// File is where the signers and the demand are, below the data folder.
const File = "portfolio.toml"

// Authority is who may sign by one version of portfolio.toml.
type Authority struct {
	Signing contract.Signing
	Signers []contract.Signer // those whose keys can be read
	Keys    []history.Key     // of each

	Unreadable bool // what the version says of signing has faults, so it names nobody
}

// Reader reads authorities from an archive, each version of the file once.
type Reader struct {
	archive *past.Archive
	then    map[string]*Authority // by the version of the file
}

// In gives a reader of an archive.
func In(archive *past.Archive) *Reader {
	return &Reader{archive: archive, then: map[string]*Authority{}}
}

// After gives who is entitled to sign after a commit. A list that cannot be read names
// nobody, and the demand before it still stands: a fault in the file lifts no demand.
func (r *Reader) After(ctx context.Context, rev string) (*Authority, error) {
	who, at, err := r.list(ctx, rev)
	if err != nil || !who.Unreadable {
		return who, err
	}
	for who.Unreadable {
		parents, err := r.archive.Parents(at)
		if err != nil || len(parents) == 0 {
			return who, err
		}
		before, commit, err := r.list(ctx, parents[0])
		if errors.Is(err, history.ErrNoSuchRev) { // cut off
			return who, nil
		}
		if err != nil {
			return nil, err
		}
		who, at = before, commit
	}
	return &Authority{Signing: who.Signing, Unreadable: true}, nil
}

// list reads who may sign from portfolio.toml at a revision, each version of the file once,
// and gives the commit's hash too.
func (r *Reader) list(ctx context.Context, rev string) (who *Authority, hash string, err error) {
	id := ""
	err = r.archive.Read(rev, func(fsys fs.FS, at history.Commit) error {
		hash = at.Hash
		if info, err := fs.Stat(fsys, File); err == nil {
			if named, ok := info.(interface{ ContentID() string }); ok {
				id = named.ContentID()
			}
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	if known := r.then[id]; known != nil && id != "" {
		return known, hash, nil
	}
	then, err := r.archive.Part(ctx, rev, func(name string) bool { return name == File })
	if err != nil {
		return nil, "", err
	}
	who = &Authority{}
	if who.Unreadable = Unreadable(r.archive, then); !who.Unreadable {
		who.Signing = then.Settings.Signing
		for _, row := range then.Settings.Signers {
			if k, err := history.ParseKey(row.Key); err == nil {
				who.Signers, who.Keys = append(who.Signers, row), append(who.Keys, k)
			}
		}
	}
	r.then[id] = who
	return who, hash, nil
}

// Unreadable reports whether faults in portfolio.toml lose something of what it says about
// signing and signers. Faults elsewhere in the file do not matter here.
func Unreadable(archive *past.Archive, at *past.Snapshot) bool {
	file := path.Join(archive.Today.Prefix, File)
	if slices.Contains(store.Unread(at.Findings), file) {
		return true
	}
	return slices.ContainsFunc(at.Findings, func(f diag.Finding) bool {
		return f.File == file && (store.Newer(f) || store.Lossy(f) && ofSigning(at.Settings.Src, f.Line))
	})
}

// ofSigning reports whether a line belongs to the tables of signing and signers.
func ofSigning(src *diag.Source, line int) bool {
	for key := range src.Locate(src.Data) {
		if top, _, _ := strings.Cut(key, "."); top == "signing" || top == "signers" || strings.HasPrefix(top, "signers[") {
			if src.Key(key).Line == line || src.Value(key).Line == line {
				return true
			}
		}
	}
	return false
}

// Anyone reports whether anybody may sign this kind of item.
func (w *Authority) Anyone(kind contract.Signable) bool {
	return slices.ContainsFunc(w.Signers, func(s contract.Signer) bool { return slices.Contains(s.May, kind) })
}
