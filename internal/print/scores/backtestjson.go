package scores

import (
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/trend"
)

// Tested is `risk --backtest --format json`.
type Tested struct {
	AsOf         date.Date       `json:"as_of"`
	Quarters     []string        `json:"quarters"`
	Recorded     int             `json:"quarters_recorded"` // scored from the portfolio as it was then
	Following    int             `json:"quarters_following"`
	Observations int             `json:"observations"`
	Contracts    int             `json:"contracts"`
	Models       []modelTestOut  `json:"models"`
	Differences  []differenceOut `json:"differences"` // second model − first
	Undated      map[string]int  `json:"undated"`
}

type modelTestOut struct {
	Model    string           `json:"model"`
	Outcomes []outcomeTestOut `json:"outcomes"`
	Bands    []bandTestOut    `json:"bands"`
	Lead     leadOut          `json:"lead"`
}

type outcomeTestOut struct {
	Outcome   string       `json:"outcome"`
	Events    int          `json:"events"`
	NonEvents int          `json:"non_events"`
	Hit       int          `json:"contracts_with_event"`
	Spared    int          `json:"contracts_without_event"`
	TooFew    bool         `json:"too_few"`
	AUC       print.Number `json:"auc"` // null where too few
	Low       print.Number `json:"low"` // 95 %
	High      print.Number `json:"high"`
}

type bandTestOut struct {
	Band         string         `json:"band"`
	Observations int            `json:"observations"`
	Eligible     map[string]int `json:"eligible"`
	Events       map[string]int `json:"events"`
}

type leadOut struct {
	Events   int   `json:"contracts_with_event"`
	Warned   int   `json:"high_or_critical_before"`
	Median   *int  `json:"median_quarters"`
	Quarters []int `json:"quarters"`
}

type differenceOut struct {
	Outcome string       `json:"outcome"`
	AUC     print.Number `json:"auc"`
	Low     print.Number `json:"low"`
	High    print.Number `json:"high"`
}

// BackTestJSON is a back-test for programs.
func BackTestJSON(asOf date.Date, b *trend.BackTest) Tested {
	out := Tested{AsOf: asOf, Quarters: []string{}, Recorded: b.Recorded, Following: trend.Following, Observations: b.Observations, Contracts: b.Contracts, Differences: []differenceOut{},
		Undated: map[string]int{"deviations": b.Undated.Deviations, "inspections": b.Undated.Inspections, "options": b.Undated.Options, "terminated": b.Undated.Terminated}}
	for _, q := range b.Quarters {
		out.Quarters = append(out.Quarters, q.String())
	}
	for _, m := range b.Models {
		mo := modelTestOut{Model: m.Model.ID, Lead: leadOut{Events: m.Lead.Events, Warned: m.Lead.Warned, Quarters: append([]int{}, m.Lead.Leads...)}}
		if m.Lead.Warned > 0 {
			mo.Lead.Median = &m.Lead.Median
		}
		for _, o := range m.Outcomes {
			mo.Outcomes = append(mo.Outcomes, outcomeTestOut{o.Outcome, o.Events, o.NonEvents, o.Hit, o.Spared, o.TooFew, print.Rounded(o.Area, 4), print.Rounded(o.Low, 4), print.Rounded(o.High, 4)})
		}
		for _, band := range m.Bands {
			bo := bandTestOut{Band: string(band.Band), Observations: band.Observations, Eligible: map[string]int{}, Events: map[string]int{}}
			for i, o := range trend.Outcomes {
				bo.Eligible[o], bo.Events[o] = band.Eligible[i], band.Events[i]
			}
			mo.Bands = append(mo.Bands, bo)
		}
		out.Models = append(out.Models, mo)
	}
	for _, d := range b.Differences {
		out.Differences = append(out.Differences, differenceOut{d.Outcome, print.Rounded(d.Area, 4), print.Rounded(d.Low, 4), print.Rounded(d.High, 4)})
	}
	return out
}
