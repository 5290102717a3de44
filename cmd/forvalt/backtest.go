package main

import (
	"context"
	"fmt"
	"io"
	"math/big"
	"strings"
	"text/tabwriter"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/trend"
)

// backTest says how well the model in force, and the one in a file if there is one,
// foretold what happened.
func (a *app) backTest(ctx context.Context, l *loaded, file, format string) error {
	now := measure.ModelOn(l.Portfolio, l.AsOf)
	if now == nil {
		return refuse("backtest-no-model", message.Args{"date": l.AsOf})
	}
	models := []*contract.RiskModel{now}
	if file != "" {
		m, err := a.modelFrom(file, l)
		if err != nil {
			return err
		}
		models = append(models, m)
	}
	archive := a.archive(l)
	defer archive.Close()
	recorded, fault := archive.Recorded(ctx, trend.MaxQuarters+trend.Following)
	b := trend.Test(l.Portfolio, l.AsOf, recorded, models...)
	if err := ctx.Err(); err != nil {
		return err
	}
	a.warn(l.Printer, fault())
	if format == "json" {
		return writeJSON(a.stdout, backTestJSON(l.AsOf, b))
	}
	return backTestText(a.stdout, b, l.Printer)
}

// backTestText writes the back-test for people.
func backTestText(w io.Writer, b *trend.BackTest, p *message.Printer) error {
	t := func(key string, args message.Args) string { return p.Text("backtest."+key, args) }
	if len(b.Quarters) == 0 {
		fmt.Fprintln(w, t("nothing", message.Args{"n": trend.Following}))
		return nil
	}
	fmt.Fprintln(w, t("head", message.Args{"n": len(b.Quarters), "first": b.Quarters[0], "last": b.Quarters[len(b.Quarters)-1],
		"scores": b.Observations, "contracts": b.Contracts}))
	if b.Recorded > 0 {
		fmt.Fprintln(w, t("recorded", message.Args{"n": b.Recorded}))
	}
	for i := range b.Models {
		if err := modelText(w, &b.Models[i], p, t); err != nil {
			return err
		}
	}
	if len(b.Differences) > 0 {
		fmt.Fprintf(w, "\n%s\n", t("difference", message.Args{"new": modelName(b.Models[1].Model, p), "old": modelName(b.Models[0].Model, p)}))
		var rows [][]string
		for _, d := range b.Differences {
			rows = append(rows, []string{t("outcomes."+d.Outcome, nil), differenceText(d, p, t)})
		}
		if err := columns(w, rows); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "\n%s\n%s\n", t("method", nil), t("today", nil))
	for _, u := range []struct {
		key string
		n   int
	}{{"deviations", b.Undated.Deviations}, {"inspections", b.Undated.Inspections}, {"options", b.Undated.Options}, {"terminated", b.Undated.Terminated}} {
		if u.n > 0 {
			fmt.Fprintln(w, t("undated."+u.key, message.Args{"n": u.n}))
		}
	}
	return nil
}

func modelText(w io.Writer, m *trend.ModelTest, p *message.Printer, t func(string, message.Args) string) error {
	fmt.Fprintf(w, "\n%s\n", t("model", message.Args{"model": modelName(m.Model, p)}))
	var rows [][]string
	for _, o := range m.Outcomes {
		rows = append(rows, []string{t("outcomes."+o.Outcome, nil), outcomeText(o, p, t)})
	}
	if err := columns(w, rows); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%s\n", t("bands", nil))
	rows = [][]string{{t("band", nil), t("observations", nil)}}
	for _, o := range trend.Outcomes {
		rows[0] = append(rows[0], t("columns."+o, nil))
	}
	for _, b := range m.Bands {
		row := []string{p.Text("values.band."+string(b.Band), nil), p.Number(int64(b.Observations))}
		for i := range trend.Outcomes {
			row = append(row, shareText(b.Events[i], b.Eligible[i], p, t))
		}
		rows = append(rows, row)
	}
	if err := columns(w, rows); err != nil {
		return err
	}
	switch l := m.Lead; {
	case l.Events == 0:
		fmt.Fprintf(w, "\n%s\n", t("lead-none", nil))
	case l.Warned == 0:
		fmt.Fprintf(w, "\n%s\n", t("lead-unwarned", message.Args{"n": l.Events}))
	default:
		fmt.Fprintf(w, "\n%s\n", t("lead", message.Args{"n": l.Events, "warned": l.Warned, "median": t("quarters", message.Args{"n": l.Median})}))
	}
	return nil
}

func outcomeText(o trend.OutcomeTest, p *message.Printer, t func(string, message.Args) string) string {
	if o.TooFew {
		return t("too-few", message.Args{"hit": o.Hit, "spared": o.Spared, "needed": trend.FewestEvents})
	}
	args := message.Args{"area": p.Rat(o.Area, 2), "n": o.Events, "contracts": o.Hit}
	verdict := o.Verdict()
	if verdict == "" {
		return t("area-alone", args)
	}
	args["verdict"] = t("verdict."+verdict, nil)
	args["low"], args["high"] = p.Rat(o.Low, 2), p.Rat(o.High, 2)
	return t("area", args)
}

func differenceText(d trend.Difference, p *message.Printer, t func(string, message.Args) string) string {
	if d.Area == nil {
		return t("difference-unknown", nil)
	}
	args := message.Args{"area": signed(d.Area, p)}
	if d.Low == nil {
		return args["area"].(string)
	}
	args["low"], args["high"] = signed(d.Low, p), signed(d.High, p)
	args["verdict"] = t("verdict."+d.Verdict(), nil)
	return t("difference-row", args)
}

func signed(r *big.Rat, p *message.Printer) string {
	if r.Sign() > 0 {
		return "+" + p.Rat(r, 2)
	}
	return p.Rat(r, 2)
}

func shareText(events, of int, p *message.Printer, t func(string, message.Args) string) string {
	if of == 0 {
		return "–"
	}
	return t("share", message.Args{"share": p.Percent(big.NewRat(int64(events), int64(of)), 0), "events": events, "all": of})
}

func modelName(m *contract.RiskModel, p *message.Printer) string {
	if m.ID != "" {
		return m.ID
	}
	return m.Title.In(p.Lang())
}

// columns writes rows below each other; lines that are too long for the last column
// are left to the terminal.
func columns(w io.Writer, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(t, "  "+strings.Join(r, "\t"))
	}
	return t.Flush()
}

type backTestOut struct {
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
	Outcome   string     `json:"outcome"`
	Events    int        `json:"events"`
	NonEvents int        `json:"non_events"`
	Hit       int        `json:"contracts_with_event"`
	Spared    int        `json:"contracts_without_event"`
	TooFew    bool       `json:"too_few"`
	AUC       jsonNumber `json:"auc"` // null where too few
	Low       jsonNumber `json:"low"` // 95 %
	High      jsonNumber `json:"high"`
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
	Outcome string     `json:"outcome"`
	AUC     jsonNumber `json:"auc"`
	Low     jsonNumber `json:"low"`
	High    jsonNumber `json:"high"`
}

func backTestJSON(asOf date.Date, b *trend.BackTest) backTestOut {
	out := backTestOut{AsOf: asOf, Quarters: []string{}, Recorded: b.Recorded, Following: trend.Following, Observations: b.Observations, Contracts: b.Contracts, Differences: []differenceOut{},
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
			mo.Outcomes = append(mo.Outcomes, outcomeTestOut{o.Outcome, o.Events, o.NonEvents, o.Hit, o.Spared, o.TooFew, rounded(o.Area, 4), rounded(o.Low, 4), rounded(o.High, 4)})
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
		out.Differences = append(out.Differences, differenceOut{d.Outcome, rounded(d.Area, 4), rounded(d.Low, 4), rounded(d.High, 4)})
	}
	return out
}
