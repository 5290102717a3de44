package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// Totals of the portfolio. Sums are of the contracts that are Counted; active is begun and
// not ended.
type Totals struct {
	Status         map[contract.Status]int
	Followed       contract.Maybe[int]     // contracts that are followed up: active, lapsed, or bought on after their end; unset: withheld
	Converted      int                     // active contracts in another currency that are in the sums
	NoExchange     int                     // active contracts in another currency without a rate: in no sum
	Bands          map[contract.BandID]int // of contracts that are followed up
	Managers       contract.Maybe[int]     // with at least one contract to follow up; unset: withheld
	Maximum        *big.Rat                // ceilings of active contracts
	Committed      *big.Rat                // estimates of active contracts
	Spent          *big.Rat
	UseSpent       *big.Rat // turnover of active contracts whose ceiling and turnover are both known
	UseCeiling     *big.Rat // ceilings of the same contracts
	LastYear       *big.Rat // turnover of the last twelve complete months
	PrecedingYear  *big.Rat
	NoCeiling      int // active contracts whose ceiling is unknown: not in Maximum
	NoTurnover     int // active contracts without turnover that could be known: not in Spent
	Quarters       []QuarterTurnover
	Over, WillPass int                 // contracts followed up that are past the ceiling; those forecast to pass it
	Unmanaged      contract.Maybe[int] // followed up without a manager; unset: withheld
	Benefits       []BenefitTotal
	SpendQuarter   date.Quarter // the latest quarter that has ended and has spend facts; zero: none
	Coverage       *big.Rat     // of that quarter
	Loyalty        *big.Rat
	Leakage        *big.Rat // amount bought off contract where one existed, in the four quarters up to SpendQuarter
	EHandel        *big.Rat
}

// CeilingUse is turnover ÷ ceilings over the active contracts that have both; nil for none.
func (t *Totals) CeilingUse() *big.Rat {
	if t.UseCeiling == nil || t.UseCeiling.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Quo(t.UseSpent, t.UseCeiling)
}

// Workload of a contract manager in the quarter of the as-of date, in hours.
type Workload struct {
	Person    string // id; "" for nobody
	Contracts int
	ByBand    map[contract.BandID]int
	Follow    int                 // hours by band
	Plan      int                 // hours of plan items due this quarter
	Capacity  contract.Maybe[int] // missing: not known
	Over      bool
}

// Need is the hours that follow-up and plan take in the quarter.
func (w *Workload) Need() int { return w.Follow + w.Plan }

// Spare is the hours of capacity that need leaves, below 0 where hours are lacking. It means
// nothing where the capacity is not known.
func (w *Workload) Spare() int { return w.Capacity.V - w.Need() }
