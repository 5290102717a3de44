package past

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/past/replay"
)

// ErrNoContract is an id that neither the folder nor its history knows.
var ErrNoContract = errors.New("no such contract, neither now nor before")

// riskQuarters is how many quarters that have ended a contract's history has the risk of.
const riskQuarters = 12

// History is all that is known of one contract.
type History struct {
	ID, Title  string
	Steps      []replay.Step // newest first
	Cut        bool          // there are older ones, not known
	Managers   []Since[change.Ref]
	Values     []Since[contract.Value]
	Amendments []contract.Amendment // as they stand now, oldest first
	Risk       []QuarterRisk        // oldest first
}

// Since is a value from a day on.
type Since[T any] struct {
	Day   date.Date
	Value T
}

// QuarterRisk is how a contract stood at the end of a quarter, by the data and the model
// of that time.
type QuarterRisk struct {
	Quarter date.Quarter
	Score   *big.Rat
	Band    contract.BandID
}

// History reads a contract's history, by its present id or a former one. A contract that
// has been removed has a history as long as Git knows it. Errors are ErrNoContract and
// those of package history.
func (a *Archive) History(ctx context.Context, id string) (*History, error) {
	if _, err := a.Head(); err != nil {
		return nil, err
	}
	today := a.Today.Portfolio
	if now, ok := replay.FormerIDs(today)[id]; ok {
		id = now
	}
	walked, err := a.Log(ctx)
	if err != nil {
		return nil, err
	}
	steps, err := replay.Run(ctx, a.Replay(walked, func(of string) bool { return of == id }), 0, func(s *replay.Step) replay.Step { return *s })
	if err != nil {
		return nil, err
	}
	h := &History{ID: id, Title: id, Steps: steps[id], Cut: walked.Cut}
	c := today.Contract(id)
	if c == nil && len(h.Steps) == 0 {
		return nil, ErrNoContract
	}
	for i := range h.Steps {
		if after := h.Steps[i].After; after != nil {
			h.take(&h.Steps[i], today)
			h.Title, h.Amendments = after.Title, after.Amendments
		}
	}
	slices.Reverse(h.Steps)
	if c != nil {
		h.Title, h.Amendments = c.Title, c.Amendments
	}
	h.Amendments = slices.SortedStableFunc(slices.Values(h.Amendments), func(a, b contract.Amendment) int { return a.Date.Compare(b.Date) })
	h.Risk, err = a.risk(ctx, id)
	return h, err
}

// Replay gives a replay of the commits that a walk found.
func (a *Archive) Replay(walked *history.Log, wanted func(id string) bool) *replay.Replay {
	return replay.New(a, walked, replay.Options{Names: a.Today.Portfolio, Prefix: a.Today.Prefix, Cache: a.Today.Cache, Zone: a.Today.Zone, Wanted: wanted})
}

// take records the manager and the value that a step left, where they are new.
func (h *History) take(s *replay.Step, p *contract.Portfolio) {
	if n := len(h.Managers); n == 0 || h.Managers[n-1].Value.ID != s.Manager {
		r := change.Ref{Kind: "person", ID: s.Manager}
		if person := p.Person(s.Manager); person != nil {
			r.Name = contract.Text{"": person.Name}
		}
		h.Managers = append(h.Managers, Since[change.Ref]{s.Day, r})
	}
	v := s.Value
	if n := len(h.Values); n == 0 || h.Values[n-1].Value.Estimated != v.Estimated || h.Values[n-1].Value.Maximum != v.Maximum {
		if v.Estimated.Set || v.Maximum.Set {
			h.Values = append(h.Values, Since[contract.Value]{s.Day, v})
		}
	}
}

// risk measures the contract at the end of each of the last quarters, by the quarter's own
// data. Of a past tree only its present and former folders and its call-offs are read.
func (a *Archive) risk(ctx context.Context, id string) ([]QuarterRisk, error) {
	today := a.Today.Portfolio
	family := map[string]bool{id: true}
	for _, c := range today.Contracts {
		if c.ID == id {
			for _, was := range c.IDWas {
				family[was] = true
			}
		}
		if c.Parent == id {
			family[c.ID] = true
		}
	}
	want := func(name string) bool {
		return !strings.HasPrefix(name, "agreements/") || family[replay.FolderOf(name+"/")]
	}
	var out []QuarterRisk
	for _, q := range a.Today.AsOf.QuartersBefore(riskQuarters) {
		cut, err := a.Cut(ctx, q)
		if err != nil {
			return nil, err
		}
		if cut.Why != "" {
			continue
		}
		then, err := a.take(ctx, cut, want)
		if err != nil {
			return nil, err
		}
		for _, c := range figures.Of(then.Portfolio, q.Last()).Contracts {
			if of := c.Contract.ID; c.Risk != nil && (of == id || today.Contract(of) == nil && family[of]) {
				out = append(out, QuarterRisk{q, c.Risk.Score, c.Risk.Band})
				break
			}
		}
	}
	return out, nil
}
