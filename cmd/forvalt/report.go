package main

import (
	"context"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/render"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/store"
)

func reportCommand(a *app) *cobra.Command {
	var quarter, format string
	c := &cobra.Command{
		Use:     "report",
		Args:    arguments(0, 0),
		Example: "  forvalt report --quarter 2026-q3 > rapport.md\n  forvalt report --quarter 2026-q3 --format json",
		RunE: func(c *cobra.Command, _ []string) error {
			if format != "md" && format != "json" {
				return misuse("bad-format", message.Args{"value": format, "formats": "md, json"})
			}
			l, err := a.load(c.Context())
			if err != nil {
				return err
			}
			q, err := a.reportQuarter(quarter, l)
			if err != nil {
				return err
			}
			r, err := a.report(c.Context(), l, q)
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(a.stdout, reportJSON(r))
			}
			w := reportWriter{p: l.Printer, names: l.Portfolio}
			_, err = io.WriteString(a.stdout, w.markdown(r))
			return err
		},
	}
	c.Flags().StringVar(&quarter, "quarter", "", "")
	c.Flags().StringVar(&format, "format", "md", "")
	return c
}

// reportQuarter is the quarter that is asked for, which must have ended; without one the
// latest that has.
func (a *app) reportQuarter(s string, l *loaded) (date.Quarter, error) {
	if s == "" {
		return quartersBefore(l.AsOf.AddDays(1), 1)[0], nil
	}
	q, err := date.ParseQuarter(s)
	if err != nil {
		return q, misuse("bad-quarter", message.Args{"value": s})
	}
	if q.Last().After(l.AsOf) {
		return q, misuse("quarter-not-over", message.Args{"quarter": q, "date": q.Last()})
	}
	return q, nil
}

// report makes the report of a quarter from the portfolio as it is recorded now, measured
// at the quarter's end; the quarter before is taken from Git where it has one.
func (a *app) report(ctx context.Context, l *loaded, q date.Quarter) (*report.Report, error) {
	var before *measure.Figures
	if repo, err := history.Open(a.data); err == nil {
		defer repo.Close()
		past := q.Add(-1)
		walked, err := repo.Walk(ctx, history.Questions{AsOf: endsOf([]date.Quarter{past}, zoneOf(l.Portfolio))})
		if err == nil && walked.AsOf[0].Hash != "" {
			if fsys, _, err := repo.FS(walked.AsOf[0].Hash); err == nil {
				p, _ := store.Load(ctx, fsys, store.Options{Prefix: a.prefix(), Cache: l.Cache})
				before = measure.Measure(p, past.Last())
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return report.Make(q, measure.Measure(l.Portfolio, q.Last()), before), nil
}

// siteReports are the reports for the site: of the latest quarter that has ended, and of
// those that people wrote about, newest first.
func (a *app) siteReports(ctx context.Context, l *loaded) ([]render.QuarterReport, error) {
	quarters := quartersBefore(l.AsOf.AddDays(1), 1)
	for _, c := range l.Commentary {
		if q, err := date.ParseQuarter(c.ID); err == nil && !q.Last().After(l.AsOf) && !slices.Contains(quarters, q) {
			quarters = append(quarters, q)
		}
	}
	slices.SortFunc(quarters, func(p, q date.Quarter) int { return q.Compare(p) })
	var out []render.QuarterReport
	for _, q := range quarters {
		r, err := a.report(ctx, l, q)
		if err != nil {
			return nil, err
		}
		w := reportWriter{p: l.Printer, names: l.Portfolio}
		out = append(out, render.QuarterReport{Quarter: q, Markdown: w.markdown(r)})
	}
	return out, nil
}

// reportOut is `report --format json`. Amounts have two decimals, shares four; null is unknown.
type reportOut struct {
	Quarter   string                `json:"quarter"`
	AsOf      date.Date             `json:"as_of"`
	Model     string                `json:"model"`
	Contracts map[string]int        `json:"contracts"` // by status
	Committed jsonNumber            `json:"committed"`
	Maximum   jsonNumber            `json:"maximum"`
	Turnover  jsonNumber            `json:"turnover"`
	Use       jsonNumber            `json:"ceiling_use"`
	Benefits  map[string]benefitOut `json:"benefits"` // by class
	Coverage  jsonNumber            `json:"coverage"`
	Loyalty   jsonNumber            `json:"loyalty"`
	Leakage   jsonNumber            `json:"leakage"`
	Bands     map[string]int        `json:"bands"`
	Before    map[string]int        `json:"bands_before"` // null: not known
	Movements []movementOut         `json:"movements"`
	Workload  int                   `json:"overloaded_managers"`
	Decisions []decisionOut         `json:"decisions"`
}

type benefitOut struct {
	Planned  jsonNumber `json:"planned"`
	Realised jsonNumber `json:"realised"`
}

type movementOut struct {
	Contract string `json:"contract"`
	From     string `json:"from"`
	To       string `json:"to"`
}

type decisionOut struct {
	Kind     string    `json:"kind"`
	Contract string    `json:"contract"`
	By       date.Date `json:"by"`
}

func reportJSON(r *report.Report) reportOut {
	t := r.Totals
	out := reportOut{Quarter: r.Quarter.String(), AsOf: r.AsOf, Model: r.Model, Contracts: t.Status, Committed: rounded(t.Committed, 2),
		Maximum: rounded(t.Maximum, 2), Turnover: rounded(t.Spent, 2), Use: rounded(r.Use, 4), Benefits: map[string]benefitOut{},
		Coverage: rounded(t.Coverage, 4), Loyalty: rounded(t.Loyalty, 4), Leakage: rounded(t.Leakage, 2), Bands: t.Bands, Before: r.Before,
		Movements: []movementOut{}, Workload: len(r.Overloaded), Decisions: []decisionOut{}}
	for _, b := range t.Benefits {
		out.Benefits[b.Class] = benefitOut{rounded(b.PlannedToDate, 2), rounded(b.Realised, 2)}
	}
	for _, m := range r.Movements {
		out.Movements = append(out.Movements, movementOut{m.Contract.ID, m.From, m.To})
	}
	for _, d := range r.Decisions {
		out.Decisions = append(out.Decisions, decisionOut{d.Kind, d.Contract.ID, d.By})
	}
	return out
}

// reportWriter tells a report in words.
type reportWriter struct {
	p     *message.Printer
	names *contract.Portfolio
	b     strings.Builder
}

func (w *reportWriter) t(key string, args message.Args) string { return w.p.Text("report."+key, args) }

func (w *reportWriter) heading(key string) { fmt.Fprintf(&w.b, "\n## %s\n\n", w.t(key, nil)) }

func (w *reportWriter) line(text string) { fmt.Fprintln(&w.b, text) }

// row is a row of a table; text from data is made harmless.
func (w *reportWriter) row(cells ...string) {
	for i, c := range cells {
		cells[i] = harmless(c)
	}
	w.line("| " + strings.Join(cells, " | ") + " |")
}

func (w *reportWriter) table(keys ...string) {
	heads, rules := make([]string, len(keys)), make([]string, len(keys))
	for i, k := range keys {
		heads[i], rules[i] = w.t("column."+strings.TrimSuffix(k, "#"), nil), "---"
		if strings.HasSuffix(k, "#") {
			rules[i] = "---:"
		}
	}
	w.line("| " + strings.Join(heads, " | ") + " |")
	w.line("| " + strings.Join(rules, " | ") + " |")
}

// harmless escapes what Markdown or HTML would read in a text.
func harmless(s string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "<", "&lt;", "&", "&amp;", "*", "\\*", "_", "\\_", "[", "\\[", "`", "\\`", "\n", " ", "@", "@\u200b").Replace(s)
}

// share is a part in per cent, or a word for what is not known.
func (w *reportWriter) share(r *big.Rat) string {
	if r == nil {
		return w.t("unknown", nil)
	}
	return w.p.Percent(r, 1)
}

func (w *reportWriter) money(r *big.Rat) string {
	if r == nil {
		return w.t("unknown", nil)
	}
	return w.p.MoneyShort(r)
}

func (w *reportWriter) markdown(r *report.Report) string {
	t := r.Totals
	fmt.Fprintf(&w.b, "# %s\n\n", w.t("title", message.Args{"quarter": r.Quarter, "owner": harmless(w.names.Settings.Organisation.Name)}))
	w.line(w.t("summary", message.Args{"n": t.Status["active"], "spent": w.money(t.Spent), "maximum": w.money(t.Maximum), "use": w.share(r.Use)}))
	w.line(w.t("summary-risk", message.Args{"n": t.Bands["critical"], "high": t.Bands["high"], "ceilings": len(r.Ceilings)}))
	w.line(w.t("summary-asked", message.Args{"n": len(r.Decisions)}))
	w.commentary(r.Quarter)
	w.decisions(r)
	w.risk(r)
	w.ceilings(r)
	w.deadlines(r)
	w.inspections(r)
	w.heading("benefits")
	if len(t.Benefits) == 0 {
		w.line(w.t("no-benefits", nil))
	} else {
		w.table("class", "planned#", "realised#")
		for _, b := range t.Benefits {
			unit := w.money
			if b.Class == "co2e" {
				unit = func(r *big.Rat) string { return w.p.Rat(r, 0) + " t CO2e" }
			}
			w.row(w.p.Text("common.benefit-class."+b.Class, nil), unit(b.PlannedToDate), unit(b.Realised))
		}
	}
	w.heading("leakage")
	if t.SpendQuarter.IsZero() {
		w.line(w.t("no-spend", nil))
	} else {
		w.line(w.t("spend", message.Args{"quarter": t.SpendQuarter, "loyalty": w.share(t.Loyalty), "coverage": w.share(t.Coverage), "leakage": w.money(t.Leakage)}))
	}
	w.heading("workload")
	if len(r.Overloaded) == 0 {
		w.line(w.t("all-in-time", nil))
	} else {
		w.table("person", "need#", "capacity#")
		for _, o := range r.Overloaded {
			name := o.Person
			if n := w.names.Person(o.Person); n != nil {
				name = n.Name
			}
			w.row(name, w.p.Number(int64(o.Follow+o.Plan)), w.p.Number(int64(o.Capacity.V)))
		}
	}
	fmt.Fprintf(&w.b, "\n%s\n", w.t("foot", message.Args{"date": r.AsOf, "model": message.Verbatim(r.Model), "version": message.Verbatim(strings.TrimPrefix(version(), "forvalt "))}))
	return w.b.String()
}

// commentary is what people wrote of the quarter in reports/<quarter>.md.
func (w *reportWriter) commentary(q date.Quarter) {
	for _, c := range w.names.Commentary {
		if c.ID == q.String() {
			fmt.Fprintf(&w.b, "\n%s\n", strings.TrimSpace(c.Body))
		}
	}
}

func (w *reportWriter) decisions(r *report.Report) {
	w.heading("decisions")
	if len(r.Decisions) == 0 {
		w.line(w.t("no-decisions", nil))
		return
	}
	w.table("contract", "matter", "by")
	for _, d := range r.Decisions {
		by := w.t("now", nil)
		if !d.By.IsZero() {
			by = w.p.Date(d.By)
		}
		w.row(d.Contract.Title, w.t("decision."+d.Kind, nil), by)
	}
}

func (w *reportWriter) risk(r *report.Report) {
	w.heading("risk")
	w.table("band", "contracts#", "before#")
	for _, b := range bands {
		before := w.t("unknown", nil)
		if r.Before != nil {
			before = w.p.Number(int64(r.Before[b]))
		}
		w.row(w.p.Text("common.band."+b, nil), w.p.Number(int64(r.Totals.Bands[b])), before)
	}
	word := func(b string) string {
		if b == "" {
			return w.t("not-scored", nil)
		}
		return w.p.Text("common.band."+b, nil)
	}
	for i, m := range r.Movements {
		if i == 0 {
			w.line("")
		}
		w.line("- " + harmless(m.Contract.Title) + ": " + word(m.From) + " → " + word(m.To))
	}
}

func (w *reportWriter) ceilings(r *report.Report) {
	w.heading("ceilings")
	if len(r.Ceilings) == 0 {
		w.line(w.t("no-ceilings", nil))
		return
	}
	w.table("contract", "spent#", "ceiling#", "forecast#", "reached")
	for _, c := range r.Ceilings {
		w.row(c.Contract.Title, w.p.InCurrency(c.Money.Spent, foreignCode(c.Money)), w.p.InCurrency(c.Money.Ceiling, foreignCode(c.Money)), w.share(c.Money.ProjectedUse), w.p.Date(c.Money.Exhaustion))
	}
}

func foreignCode(m measure.Money) string {
	if m.Foreign {
		return m.Currency
	}
	return ""
}

func (w *reportWriter) deadlines(r *report.Report) {
	w.heading("deadlines")
	if len(r.Deadlines) == 0 {
		w.line(w.t("no-deadlines", nil))
		return
	}
	w.table("date", "kind", "contract")
	for _, d := range r.Deadlines {
		w.row(w.p.Date(d.Date), w.p.Text("common.deadline."+d.Kind, nil), d.Contract.Title)
	}
}

func (w *reportWriter) inspections(r *report.Report) {
	w.heading("inspections")
	if len(r.Areas) == 0 {
		w.line(w.t("no-inspections", nil))
	} else {
		w.table("area", "held#", "with-faults#")
		for _, x := range r.Areas {
			w.row(x.Name, w.p.Number(int64(x.Held)), w.p.Number(int64(x.WithFaults)))
		}
		w.line("")
	}
	open := r.OpenByAge[0] + r.OpenByAge[1] + r.OpenByAge[2]
	w.line(w.t("open", message.Args{"n": open, "old": r.OpenByAge[2], "late": r.Late}))
}
