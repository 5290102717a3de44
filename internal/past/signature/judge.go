package signature

import (
	"context"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past/authority"
)

// judge fills in what is known of the commit that brought an item. The signers and keys of
// its first parent decide whether its signature counts, so that nobody can bring the
// permission in together with the change.
func (s *finder) judge(ctx context.Context, it *item) error {
	it.Commit = it.at
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
	who, err := s.authorities.After(ctx, parents[0])
	if err != nil {
		return err
	}
	if it.Kind == contract.SignSigners { // a change of the list is subject to the demand before it, whatever the list says afterwards
		it.Demanded = it.Demanded || s.covers(who.Signing, it.Kind, it.Commit)
	}
	if who.Unreadable {
		it.State = contract.SignedUnreadable
		return nil
	}
	if !who.Anyone(it.Kind) {
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
func (s *finder) branch(ctx context.Context, it *item, tip string, who *authority.Authority) error {
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
func (s *finder) weigh(it *item, hash string, who *authority.Authority) error {
	sig, err := s.archive.Signature(hash, who.Keys)
	if err != nil {
		return err
	}
	it.By, it.Key = "", sig.Print
	if sig.Key >= 0 {
		it.By = s.archive.Today.Signatory(who.Signers[sig.Key])
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
		for i, row := range who.Signers { // one key may stand in several rows
			if who.Keys[i].Fingerprint() != who.Keys[sig.Key].Fingerprint() || !slices.Contains(row.May, it.Kind) {
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
