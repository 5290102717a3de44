package measure

import (
	"math/big"
	"slices"
	"unicode"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
)

// Risk of a contract, explained.
type Risk struct {
	Model       string
	Score       *big.Rat        // 0–100
	Consequence *big.Rat        // 0–4
	Likelihood  *big.Rat        // 0–4
	Confidence  *big.Rat        // 0–1
	ScoreBand   contract.BandID // from the score alone
	Band        contract.BandID // after floors
	Factors     []FactorScore
	Floors      []FloorHit // those that hold
	Unsure      []FloorHit // those that cannot be decided, because something is missing
}

// Bands of risk, from low to critical.
var Bands = []contract.BandID{contract.BandLow, contract.BandModerate, contract.BandHigh, contract.BandCritical}

// BandRank is a band's place among Bands, from 0; −1 for no band.
func BandRank(band contract.BandID) int { return slices.Index(Bands, band) }

// FactorScore is one factor's part.
type FactorScore struct {
	Factor *contract.Factor
	Points int
	Known  bool
	Input  string // the measured value as machines write it; "" unknown
	Reason Reason
}

// FloorHit is a floor that holds.
type FloorHit struct {
	Floor  *contract.Floor
	Raised bool // it changed the band
	Known  Tri  // Yes in Risk.Floors, Unknown in Risk.Unsure
	Why    []Reason
}

// Raised reports whether floors hold a contract in a graver band than its score gives.
func (r *Risk) Raised() bool { return BandRank(r.Band) > BandRank(r.ScoreBand) }

// ScoreDigits is how many decimals a score is shown with, so that it is seen on which side of a
// band's limit it lies.
const ScoreDigits = 2

// Level says the band before the score, and of a raised one the floor that raised it: "high,
// 45.00", "critical (turnover is past the maximum; 28.00 points)".
func (r *Risk) Level() Reason { return Level(r.Band, r.Score, r.RaisedBy()) }

// Level is that of a band and a score, now or before; floor is what raised it, nil for nothing.
func Level(band contract.BandID, score *big.Rat, floor *contract.Floor) Reason {
	args := message.Args{"band": Reason{Key: "band." + string(band)}, "score": message.Number{Rat: score, Digits: ScoreDigits}}
	if floor == nil {
		return Reason{Key: "level.scored", Args: args}
	}
	args["floor"] = InSentence(floor)
	return Reason{Key: "level.raised", Args: args}
}

// HeldBy is a floor that keeps a contract in its band whatever its score; nil where a lower score
// gives a lower band.
func (r *Risk) HeldBy() *contract.Floor {
	for i := range r.Floors {
		if f := r.Floors[i].Floor; BandRank(f.Band) >= BandRank(r.Band) {
			return f
		}
	}
	return nil
}

// FloorOf is a floor of one of the portfolio's models, by the ids of both; nil for no id. One
// that no model has any more is known by its id alone.
func FloorOf(p *contract.Portfolio, model, id string) *contract.Floor {
	if id == "" {
		return nil
	}
	for _, m := range p.Models {
		if at := slices.IndexFunc(m.Floors, func(f contract.Floor) bool { return f.ID == id }); at >= 0 && m.Name() == model {
			return &m.Floors[at]
		}
	}
	return &contract.Floor{ID: id}
}

// InSentence is what a floor is called inside a sentence: its title with a small letter first,
// but that of an abbreviation.
func InSentence(f *contract.Floor) contract.Text {
	if f.Title.In("") == "" {
		return contract.Text{"": f.ID}
	}
	out := contract.Text{}
	for lang, title := range f.Title {
		letters := []rune(title)
		if len(letters) == 0 {
			continue
		}
		if len(letters) < 2 || !unicode.IsUpper(letters[1]) {
			letters[0] = unicode.ToLower(letters[0])
		}
		out[lang] = string(letters)
	}
	return out
}

// RaisedBy is the floor that gives a raised contract its band; nil for one that is not raised.
func (r *Risk) RaisedBy() (by *contract.Floor) {
	for i := range r.Floors {
		if r.Floors[i].Raised {
			by = r.Floors[i].Floor
		}
	}
	return by
}

// Order is greater for what is graver: by band, then by score.
func (r *Risk) Order() *big.Rat {
	const above = 1000 // any score
	rank := big.NewRat(int64(above*BandRank(r.Band)), 1)
	return rank.Add(rank, r.Score)
}

// ModelOn is the risk model of a portfolio that was in force on a date; nil for none.
func ModelOn(p *contract.Portfolio, on date.Date) (m *contract.RiskModel) {
	for _, v := range p.Models {
		if !v.From.After(on) {
			m = v
		}
	}
	return m
}

// ModelBefore is the risk model that another took over from; nil for the first.
func ModelBefore(p *contract.Portfolio, m *contract.RiskModel) *contract.RiskModel {
	return ModelOn(p, m.From.AddDays(-1))
}
