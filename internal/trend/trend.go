// Package trend puts the figures of a portfolio at several dates beside each other:
// series by quarter, a contract's path, and movements between bands with their reasons.
//
// In go figures, each measured from the data as it was on its day and with the model of
// its time; out come points and what can be said of two of them. It loads nothing, reads
// no clock, draws nothing and knows no language: a reason is a measure.Reason.
package trend

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"fmt"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/benefits"
	"github.com/forvalt/forvalt/internal/measure/workload"
)

// Point is a portfolio on one day: the last of a quarter, or today.
type Point struct {
	Quarter     date.Quarter
	AsOf        date.Date
	Now         bool     // today's figures; the quarter is perhaps not over
	Preliminary bool     // the quarter's books have not closed: from today's data
	Revision    string   // the commit that the data is from; "" for today's
	Skipped     []string // files of that commit that could not be read: not in the figures
	Model       string   // of risk, by its id; "" for none

	Totals    measure.Totals
	Hours     int                 // of follow-up and plan in the quarter, all managers
	Capacity  int                 // of the managers whose capacity is known; 0: none is
	Contracts map[string]Contract // by id
}

// Contract on a point's day. Rationals are nil where unknown.
type Contract struct {
	Status contract.Status
	Band   contract.BandID // "" where it is not scored
	Score  *big.Rat
	Spent  *big.Rat
	Use    *big.Rat // spent ÷ ceiling

	// Only in points made with reasons.
	Points map[string]int // by factor
	Floors []string       // ids of those that raised the band
	risk   *measure.Risk  // with the reasons; not in a decoded point
}

// Of makes a point of figures. With reasons, each contract keeps what its risk is made of,
// so that movements to and from it can be explained; that takes memory for many points.
func Of(f *measure.Figures, reasons bool) Point {
	p := Point{Quarter: f.AsOf.QuarterOf(), AsOf: f.AsOf, Totals: f.Totals, Contracts: make(map[string]Contract, len(f.Contracts))}
	if f.Model != nil {
		p.Model = f.Model.Name()
	}
	for _, c := range f.Contracts {
		v := Contract{Status: c.Status, Spent: c.Money.Spent, Use: c.Money.Use}
		if c.Risk != nil {
			v.Band, v.Score = c.Risk.Band, c.Risk.Score
			if reasons {
				v.risk, v.Points = c.Risk, make(map[string]int, len(c.Risk.Factors))
				for _, s := range c.Risk.Factors {
					v.Points[s.Factor.ID] = s.Points
				}
				for _, h := range c.Risk.Floors {
					if h.Raised {
						v.Floors = append(v.Floors, h.Floor.ID)
					}
				}
			}
		}
		p.Contracts[c.Contract.ID] = v
	}
	hours := workload.SumAll(f)
	p.Hours, p.Capacity = hours.Need, hours.Capacity
	return p
}

// Cash gives the cash benefits to date.
func (p *Point) Cash() measure.BenefitTotal { return benefits.Cash(p.Totals.Benefits) }

// CeilingUse is that of the totals.
func (p *Point) CeilingUse() *big.Rat { return p.Totals.CeilingUse() }

// Workload is hours ÷ capacity; nil where no capacity is known.
func (p *Point) Workload() *big.Rat {
	if p.Capacity == 0 {
		return nil
	}
	return big.NewRat(int64(p.Hours), int64(p.Capacity))
}

// Path gives a contract at each point; nil where it was not in the data. Earlier ids
// (id_was) count as the contract's own.
func Path(points []Point, c *contract.Contract) []*Contract {
	out := make([]*Contract, len(points))
	for i := range points {
		for _, id := range append([]string{c.ID}, c.IDWas...) {
			if v, ok := points[i].Contracts[id]; ok {
				out[i] = &v
				break
			}
		}
	}
	return out
}

// Movement is a contract whose band is not what it was.
type Movement struct {
	Contract  *contract.Contract
	From, To  contract.BandID // bands
	Score     *big.Rat        // now
	Before    *big.Rat
	Up        bool
	FromFloor string  // id of the floor that had raised it; "" none
	ToFloor   string  // id of the floor that raises it now; "" none
	Causes    []Cause // the weightiest first; empty where only the model changed
	Model     bool    // another model was in force before
}

// Cause of a movement: a factor with other points than before, or a floor that holds now
// and did not, or did and no longer does.
type Cause struct {
	Factor *contract.Factor // nil for a floor
	Points int              // now
	Was    int
	Reason measure.Reason // why it has the points it has now

	Floor string        // its id; "" for a factor
	Title contract.Text // of a floor that holds now
	Holds bool          // the floor holds now
}

// LastTwo are the latest of some points and that of the quarter before it; ok is false where
// the latter is not there.
func LastTwo(points []Point) (before, after *Point, ok bool) {
	n := len(points)
	if n < 2 || points[n-2].Quarter != points[n-1].Quarter.Add(-1) {
		return nil, nil, false
	}
	return &points[n-2], &points[n-1], true
}

// Break tells whether a point was scored by another risk model than the one before it: levels
// before and after are not made alike.
func Break(points []Point, i int) bool {
	return i > 0 && points[i].Model != points[i-1].Model && points[i].Model != "" && points[i-1].Model != ""
}

// Movements lists the contracts that changed their band between two points, those that
// went up first, each by how much its score changed, then by id. Contracts that are
// scored at one point only have not moved. Causes are there where both points were made
// with reasons, and after was not decoded. contracts are today's records.
func Movements(before, after *Point, contracts []*contract.Contract) []Movement {
	var out []Movement
	for _, c := range contracts {
		path := Path([]Point{*before, *after}, c)
		was, is := path[0], path[1]
		if was == nil || is == nil || was.Band == "" || is.Band == "" || was.Band == is.Band {
			continue
		}
		m := Movement{Contract: c, From: was.Band, To: is.Band, Before: was.Score, Score: is.Score, Model: before.Model != after.Model}
		m.FromFloor, m.ToFloor = last(was.Floors), last(is.Floors)
		m.Up = measure.BandRank(is.Band) > measure.BandRank(was.Band)
		if was.Points != nil && is.risk != nil {
			m.Causes = causes(was, is, m.Up)
		}
		out = append(out, m)
	}
	change := func(m Movement) *big.Rat {
		d := new(big.Rat).Sub(m.Score, m.Before)
		return d.Abs(d)
	}
	slices.SortStableFunc(out, func(a, b Movement) int {
		if a.Up != b.Up {
			if a.Up {
				return -1
			}
			return 1
		}
		return cmp.Or(change(b).Cmp(change(a)), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	return out
}

// last is the floor that gave a contract its band, of those that raised it.
func last(floors []string) string {
	if len(floors) == 0 {
		return ""
	}
	return floors[len(floors)-1]
}

// causes are what moved a risk in its direction: floors first, then factors by points ×
// weight.
func causes(was, is *Contract, up bool) []Cause {
	var out []Cause
	for _, h := range is.risk.Floors {
		if up && h.Raised && !slices.Contains(was.Floors, h.Floor.ID) {
			out = append(out, Cause{Floor: h.Floor.ID, Title: h.Floor.Title, Holds: true})
		}
	}
	for _, id := range was.Floors {
		if !up && !slices.Contains(is.Floors, id) {
			out = append(out, Cause{Floor: id})
		}
	}
	var moved []Cause
	for _, f := range is.risk.Factors {
		old, known := was.Points[f.Factor.ID]
		if !known || old == f.Points || f.Points > old != up {
			continue
		}
		moved = append(moved, Cause{Factor: f.Factor, Points: f.Points, Was: old, Reason: f.Reason})
	}
	weight := func(c Cause) int {
		d := c.Points - c.Was
		return max(d, -d) * c.Factor.Weight
	}
	slices.SortStableFunc(moved, func(a, b Cause) int { return cmp.Compare(weight(b), weight(a)) })
	return append(out, moved...)
}

// stored is a point without its day, which its quarter tells.
type stored struct {
	Quarter         date.Quarter
	Revision, Model string
	Skipped         []string
	Totals          measure.Totals
	Hours, Capacity int
	Contracts       map[string]Contract
}

// Encode writes the point of a quarter's end for Decode: to keep, not to show. Reasons
// are lost, what they are needed for in an earlier point is not.
func (p *Point) Encode() ([]byte, error) {
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(stored{p.Quarter, p.Revision, p.Model, p.Skipped, p.Totals, p.Hours, p.Capacity, p.Contracts})
	return b.Bytes(), err
}

// Decode reads what Encode wrote.
func Decode(data []byte) (Point, error) {
	var s stored
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&s); err != nil {
		return Point{}, fmt.Errorf("reading a point: %w", err)
	}
	if s.Contracts == nil {
		s.Contracts = map[string]Contract{}
	}
	return Point{Quarter: s.Quarter, AsOf: s.Quarter.Last(), Revision: s.Revision, Model: s.Model, Skipped: s.Skipped, Totals: s.Totals,
		Hours: s.Hours, Capacity: s.Capacity, Contracts: s.Contracts}, nil
}
