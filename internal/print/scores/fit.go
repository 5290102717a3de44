package scores

import (
	"fmt"
	"io"
	"strconv"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/internal/trend/fit"
)

// Fit writes for people what was learnt, or how much is missing.
func Fit(w io.Writer, f *fit.Fit, p *message.Printer) error {
	t := func(key string, args message.Args) string { return p.Text("fit."+key, args) }
	fmt.Fprintln(w, t("head", message.Args{"scores": f.Observations, "contracts": f.Contracts, "n": f.Events, "hit": f.Hit}))
	switch f.Short() {
	case fit.Events:
		fmt.Fprintln(w, t("missing", message.Args{"n": f.Missing(), "needed": f.Needed, "each": fit.PerFactor, "factors": len(f.Base.Factors)}))
		return nil
	case fit.Contracts:
		fmt.Fprintln(w, p.Text("backtest.too-few", message.Args{"hit": f.Hit, "spared": f.Contracts - f.Hit, "needed": trend.FewestEvents}))
		return nil
	case fit.Telling:
		fmt.Fprintln(w, t("nothing", nil))
		return nil
	}
	rows := [][]string{{t("factor", nil), t("now", nil), t("learnt", nil), t("certain", nil)}}
	for _, v := range f.Weights {
		rows = append(rows, []string{v.Factor.Title.In(p.Lang()), strconv.Itoa(v.Factor.Weight), strconv.Itoa(v.New), fmt.Sprintf("%d–%d", v.Low, v.High)})
	}
	fmt.Fprintf(w, "\n%s\n", t("weights", nil))
	if err := print.Columns(w, "  ", rows); err != nil {
		return err
	}
	back := func(key string, args message.Args) string { return p.Text("backtest."+key, args) }
	fmt.Fprintf(w, "\n%s\n", t("accuracy", message.Args{"n": trend.Following}))
	if err := print.Columns(w, "  ", [][]string{
		{modelName(f.Base, p), outcomeText(f.Before, p, back)},
		{t("with-learnt", nil), outcomeText(f.After, p, back)},
		{t("difference", nil), differenceText(f.Difference, p, back)},
	}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s\n%s\n%s\n", t("method", message.Args{"n": fit.Folds}), back("method", nil), t("proposal", nil))
	return err
}

// Learnt is `risk --fit --format json`.
type Learnt struct {
	AsOf         date.Date      `json:"as_of"`
	Model        string         `json:"model"`
	Observations int            `json:"observations"`
	Contracts    int            `json:"contracts"`
	Events       int            `json:"events"`
	Hit          int            `json:"contracts_with_event"`
	Needed       int            `json:"events_needed"`
	Missing      int            `json:"events_missing"`
	Learnt       bool           `json:"learnt"`
	Weights      []learntWeight `json:"weights"`
	Before       *accuracyOut   `json:"before"` // null unless learnt
	After        *accuracyOut   `json:"after"`
	Difference   *accuracyOut   `json:"difference"`
}

type learntWeight struct {
	Factor  string       `json:"factor"`
	Weight  int          `json:"weight"`
	New     int          `json:"new_weight"`
	Low     int          `json:"low"` // 95 %
	High    int          `json:"high"`
	LogOdds print.Number `json:"log_odds"` // of an event in the next quarter, for each point
}

type accuracyOut struct {
	AUC  print.Number `json:"auc"`
	Low  print.Number `json:"low"` // 95 %
	High print.Number `json:"high"`
}

// FitJSON is what was learnt, for programs.
func FitJSON(asOf date.Date, f *fit.Fit) Learnt {
	out := Learnt{AsOf: asOf, Model: f.Base.ID, Observations: f.Observations, Contracts: f.Contracts, Events: f.Events, Hit: f.Hit, Needed: f.Needed, Missing: f.Missing(),
		Learnt: f.Proposal != nil, Weights: []learntWeight{}}
	if !out.Learnt {
		return out
	}
	for _, v := range f.Weights {
		out.Weights = append(out.Weights, learntWeight{v.Factor.ID, v.Factor.Weight, v.New, v.Low, v.High, print.Rounded(v.LogOdds, 4)})
	}
	accuracy := func(o *trend.OutcomeTest) *accuracyOut {
		return &accuracyOut{print.Rounded(o.Area, 4), print.Rounded(o.Low, 4), print.Rounded(o.High, 4)}
	}
	out.Before, out.After = accuracy(&f.Before), accuracy(&f.After)
	out.Difference = &accuracyOut{print.Rounded(f.Difference.Area, 4), print.Rounded(f.Difference.Low, 4), print.Rounded(f.Difference.High, 4)}
	return out
}
