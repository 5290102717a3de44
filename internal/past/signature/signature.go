// Package signature finds out who signed what in Git.
//
// In goes an archive; out comes, for each amendment, decided option and change of the
// signers, the commit that made it what it is now, and whether that commit was signed by
// somebody entitled to it, by the signers and keys of its first parent; and the same of terms
// that are not what they were when the contract was signed. It sets no severity and words
// nothing: that is left to package check and the shell.
package signature

import (
	"context"
	"errors"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/authority"
)

// Found is what Git says of today's portfolio.
type Found struct {
	Signed  []contract.Signed         // changes of the signers, newest first; then items by contract and place in the file; then terms
	BadKeys map[int]contract.KeyFault // signers whose key cannot be used, by index in the list
	Blind   error                     // why signatures that are, or may be, demanded cannot be looked up; nil: they can
}

// Asked is what Find is asked for.
type Asked struct {
	Only     string // id of the only contract to judge; "": all, and the signers
	Invented bool   // judge terms in an invented portfolio too, in which nobody has signed anything
}

// Find asks Git which terms were written anew, and who signed what the portfolio demands
// signatures of. Where there is no signer, and no demand now or before the last commit, only
// terms are looked up. The only error is that of the context.
func Find(ctx context.Context, archive *past.Archive, asked Asked) (Found, error) {
	set := archive.Today.Settings
	out := Found{BadKeys: badKeys(set.Signers)}
	demanded := func(d contract.Signing) bool { return len(d.Demand) > 0 }
	s := &finder{archive: archive, Asked: asked, demands: []contract.Signing{set.Signing}, authorities: authority.In(archive), versions: map[[2]string]facts{}}
	if err := archive.Missing(); err != nil {
		if demanded(set.Signing) {
			out.Blind = err
		}
		return out, nil
	}
	// The demand that stood before the last commit counts too: a pull request cannot lift
	// it for itself.
	before, err := s.authorities.After(ctx, "HEAD~1")
	switch {
	case err == nil:
		s.demands = append(s.demands, before.Signing)
	case ctx.Err() != nil:
		return out, ctx.Err()
	case !errors.Is(err, history.ErrNoSuchRev) && !errors.Is(err, history.ErrNoCommit):
		out.Blind = err // what was demanded is not known
	}
	some := slices.ContainsFunc(s.demands, demanded)
	s.items = some || len(set.Signers) > 0
	if out.Signed, err = s.all(ctx); err != nil {
		out.Signed = nil
		if some && !errors.Is(err, history.ErrNoCommit) { // without a commit nothing can be signed
			out.Blind = err
		}
	}
	return out, ctx.Err()
}

// keyFaults are the faults that history finds in a key.
var keyFaults = map[error]contract.KeyFault{history.ErrKeyUnreadable: contract.KeyUnreadable, history.ErrKeyPrivate: contract.KeyPrivate,
	history.ErrKeyKind: contract.KeyKind, history.ErrKeyMany: contract.KeyMany}

// badKeys gives the signers whose key no signature can be checked against, by index in the
// list, and why.
func badKeys(signers []contract.Signer) map[int]contract.KeyFault {
	out := map[int]contract.KeyFault{}
	for i, s := range signers {
		_, err := history.ParseKey(s.Key)
		for target, why := range keyFaults {
			if errors.Is(err, target) {
				out[i] = why
			}
		}
	}
	return out
}

// finder finds, for each item that can be signed, the commit that made it what it is now,
// and judges that commit's signature by the signers of the commit before.
type finder struct {
	Asked
	archive     *past.Archive
	items       bool               // somebody is a signer, or a signature is demanded; else only terms are of interest
	demands     []contract.Signing // today's, and that before the last commit
	authorities *authority.Reader
	versions    map[[2]string]facts  // of files in branches, by commit and path
	day         map[string]date.Date // on which each commit of the line came in
	brought     map[string]string    // commit → the one of the first-parent line by which it came in
	cut         bool
}

// invented reports whether terms are those of a made-up portfolio, which nobody asks for.
func (s *finder) invented() bool {
	return s.archive.Today.Settings.Organisation.Sample && !s.Invented
}

// all judges every item of today's portfolio, sorted by contract and place in the file.
func (s *finder) all(ctx context.Context) ([]contract.Signed, error) {
	if !s.items && s.invented() {
		return nil, nil
	}
	past, err := s.lives(ctx)
	if err != nil {
		return nil, err
	}
	s.cut, s.day = past.Cut, map[string]date.Date{}
	for _, versions := range past.Of {
		for _, v := range versions {
			s.day[v.Commit] = v.On
		}
	}
	terms, err := s.terms(ctx, &past)
	if err != nil || !s.items {
		return terms, err
	}
	var signers, out []contract.Signed
	if s.Only == "" {
		if signers, err = s.signers(ctx); err != nil {
			return nil, err
		}
	}
	for _, c := range s.archive.Today.Contracts {
		if s.Only != "" && s.Only != c.ID {
			continue
		}
		for _, it := range contractFacts(c) {
			it.settle(past.Of[fileOfContract(c.ID)], past.Cut)
			if err := s.judge(ctx, it); err != nil {
				return nil, err
			}
			out = append(out, it.Signed)
		}
	}
	return slices.Concat(signers, out, terms), nil
}

func fileOfContract(id string) string { return "agreements/" + id + "/contract.toml" }

// days gives every commit of the line the day on which it came in.
func (s *finder) days(log *history.Log) {
	s.day = map[string]date.Date{}
	for _, c := range log.Line {
		s.day[c.Hash] = date.FromTime(c.In.In(s.archive.Today.Zone))
	}
}

// signers judges every change of who may sign and what must be signed, except the one that
// named the first signers; newest first. A list can only be trusted if every step to it
// can.
func (s *finder) signers(ctx context.Context) ([]contract.Signed, error) {
	now := signersFact(s.archive.Today.Settings)
	set := s.archive.Today.Settings
	origin := set.Origin
	switch {
	case set.Signing.Src != nil:
		origin = set.Signing.Origin
	case len(set.Signers) > 0:
		origin = set.Signers[0].Origin
	}
	log, err := s.archive.Log(ctx)
	if err != nil {
		return nil, err
	}
	s.days(log)
	var out []contract.Signed
	steps := log.Stories(history.Files{Want: func(p string) bool { return p == authority.File }})[authority.File]
	for i, st := range steps {
		after, err := s.says(ctx, st.Hash, authority.File, signersKey)
		if err != nil {
			return nil, err
		}
		if i == 0 && after != now {
			out = append(out, contract.Signed{Origin: origin, Kind: contract.SignSigners, State: contract.SignedNotCommitted, Demanded: s.demanded(contract.SignSigners, "")})
		}
		before := ""
		if st.Kind != history.Added {
			if before, err = s.says(ctx, st.Hash+"~1", authority.File, signersKey); err != nil {
				return nil, err
			}
		}
		if before == after {
			continue
		}
		it := &item{Signed: contract.Signed{Origin: origin, Kind: contract.SignSigners}, key: signersKey, says: after, at: st.Hash, path: authority.File}
		if err := s.judge(ctx, it); err != nil {
			return nil, err
		}
		if it.State != contract.SignedNoSigners { // the first signers have nobody to sign for them
			out = append(out, it.Signed)
		}
	}
	return out, nil
}
