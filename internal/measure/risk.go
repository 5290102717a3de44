package measure

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
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

// ModelOn is the risk model of a portfolio that was in force on a date; nil for none.
func ModelOn(p *contract.Portfolio, on date.Date) (m *contract.RiskModel) {
	for _, v := range p.Models {
		if !v.From.After(on) {
			m = v
		}
	}
	return m
}
