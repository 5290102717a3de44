package signature

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/store"
)

// authority is who may sign by one version of portfolio.toml.
type authority struct {
	signing contract.Signing
	signers []contract.Signer // those whose keys can be read
	keys    []history.Key     // of each

	unreadable bool // what the version says of signing has faults, so it names nobody
}

// judge fills in what is known of the commit that brought an item. The signers and keys of
// its first parent decide whether its signature counts, so that nobody can bring the
// permission in together with the change.
func (s *finder) judge(ctx context.Context, it *item) error {
	it.Commit = it.at.Hash
	it.Demanded = s.demanded(it.Kind, it.Commit)
	switch {
	case it.State != "":
		return nil
	case it.Commit == "":
		it.State = contract.SignedNotCommitted
		return nil
	}
	parents, err := s.archive.Parents(it.Commit)
	if err != nil {
		return err
	}
	if len(parents) == 0 {
		it.State = contract.SignedNoSigners
		return nil
	}
	who, err := s.authority(ctx, parents[0])
	if err != nil {
		return err
	}
	if it.Kind == contract.SignSigners { // a change of the list is subject to the demand before it, whatever the list says afterwards
		it.Demanded = it.Demanded || s.covers(who.signing, it.Kind, it.Commit)
	}
	if who.unreadable {
		it.State = contract.SignedUnreadable
		return nil
	}
	if !who.anyone(it.Kind) {
		it.State = contract.SignedNoSigners
		return nil
	}
	if err := s.weigh(it, it.Commit, who); err != nil || it.State == contract.SignedVerified || len(parents) != 2 {
		return err
	}
	return s.branch(ctx, it, parents[1], who)
}

// branch judges an item that a merge brought, if nobody entitled to it signed the merge
// itself: what counts is then the commit of the branch that made the item what it is. That
// commit must have come in with this merge (or an old, signed text could be brought back),
// and the merge must not have changed the item.
func (s *finder) branch(ctx context.Context, it *item, tip string, who *authority) error {
	if s.cut {
		it.State = contract.SignedUnknown
		return nil
	}
	var err error
	if s.brought == nil {
		if s.brought, err = s.archive.Brought(ctx); err != nil {
			return err
		}
	}
	merge := it.Commit
	for c := tip; s.brought[c] == merge; {
		if said, err := s.says(ctx, c, it.path, it.key); err != nil || said != it.says {
			return err
		}
		parents, err := s.archive.Parents(c)
		if err != nil {
			return err
		}
		if len(parents) > 0 {
			said, err := s.says(ctx, parents[0], it.path, it.key)
			if err != nil {
				return err
			}
			if said == it.says {
				c = parents[0]
				continue
			}
		}
		it.Commit = c
		return s.weigh(it, c, who)
	}
	return nil
}

// weigh judges a commit's signature by who was entitled to sign at the time.
func (s *finder) weigh(it *item, hash string, who *authority) error {
	sig, err := s.archive.Signature(hash, who.keys)
	if err != nil {
		return err
	}
	it.By, it.Key = "", sig.Print
	if sig.Key >= 0 {
		it.By = s.archive.Today.Signatory(who.signers[sig.Key])
	}
	switch sig.State {
	case history.SignatureNone:
		it.State = contract.SignedNot
	case history.SignatureUnknown:
		it.State = contract.SignedUnknownKey
	case history.SignatureExpired:
		it.State = contract.SignedOutside
	case history.SignatureGood:
		it.State = contract.SignedNotAuthorised
		day := date.FromTime(sig.When.In(s.archive.Today.Zone))
		for i, row := range who.signers { // one key may stand in several rows
			if who.keys[i].Fingerprint() != who.keys[sig.Key].Fingerprint() || !slices.Contains(row.May, it.Kind) {
				continue
			}
			it.By = s.archive.Today.Signatory(row)
			if !day.Before(row.From) && (row.Until.IsZero() || !day.After(row.Until)) {
				it.State = contract.SignedVerified
				return nil
			}
			it.State = contract.SignedOutside
		}
	default:
		it.State = contract.SignedBad
	}
	return nil
}

// demanded reports whether a signature of this kind is demanded of a commit; "" is the
// commit still to come.
func (s *finder) demanded(kind contract.Signable, hash string) bool {
	return slices.ContainsFunc(s.demands, func(d contract.Signing) bool { return s.covers(d, kind, hash) })
}

// covers reports whether a demand is of this kind and in force on that commit's day.
func (s *finder) covers(d contract.Signing, kind contract.Signable, hash string) bool {
	day, known := s.day[hash]
	return slices.Contains(d.Demand, kind) && (!known || !day.Before(d.Since))
}

// authority gives who is entitled to sign after a commit. A list that cannot be read names
// nobody, and the demand before it still stands: a fault in the file lifts no demand.
func (s *finder) authority(ctx context.Context, rev string) (*authority, error) {
	who, at, err := s.list(ctx, rev)
	if err != nil || !who.unreadable {
		return who, err
	}
	for who.unreadable {
		parents, err := s.archive.Parents(at)
		if err != nil || len(parents) == 0 {
			return who, err
		}
		before, commit, err := s.list(ctx, parents[0])
		if errors.Is(err, history.ErrNoSuchRev) { // cut off
			return who, nil
		}
		if err != nil {
			return nil, err
		}
		who, at = before, commit
	}
	return &authority{signing: who.signing, unreadable: true}, nil
}

// list reads who may sign from portfolio.toml at a revision, each version of the file once,
// and gives the commit's hash too.
func (s *finder) list(ctx context.Context, rev string) (who *authority, hash string, err error) {
	id := ""
	err = s.archive.Read(rev, func(fsys fs.FS, at history.Commit) error {
		hash = at.Hash
		if info, err := fs.Stat(fsys, portfolioFile); err == nil {
			if named, ok := info.(interface{ ContentID() string }); ok {
				id = named.ContentID()
			}
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	if known := s.then[id]; known != nil && id != "" {
		return known, hash, nil
	}
	then, err := s.archive.Part(ctx, rev, func(name string) bool { return name == portfolioFile })
	if err != nil {
		return nil, "", err
	}
	who = &authority{}
	if who.unreadable = s.unreadable(then); !who.unreadable {
		who.signing = then.Settings.Signing
		for _, row := range then.Settings.Signers {
			if k, err := history.ParseKey(row.Key); err == nil {
				who.signers, who.keys = append(who.signers, row), append(who.keys, k)
			}
		}
	}
	s.then[id] = who
	return who, hash, nil
}

// unreadable reports whether faults in portfolio.toml lose something of what it says about
// signing and signers. Faults elsewhere in the file do not matter here.
func (s *finder) unreadable(at *past.Snapshot) bool {
	file := path.Join(s.archive.Today.Prefix, portfolioFile)
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

// anyone reports whether anybody may sign this kind of item.
func (w *authority) anyone(kind contract.Signable) bool {
	return slices.ContainsFunc(w.signers, func(s contract.Signer) bool { return slices.Contains(s.May, kind) })
}
