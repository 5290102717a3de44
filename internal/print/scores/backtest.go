package scores

import (
	"fmt"
	"io"
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/trend"
)

// BackTest writes a back-test for people.
func BackTest(w io.Writer, b *trend.BackTest, p *message.Printer) error {
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
		if err := print.Columns(w, "  ", rows); err != nil {
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
	if err := print.Columns(w, "  ", rows); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%s\n", t("bands", nil))
	rows = [][]string{{t("band", nil), t("observations", nil)}}
	for _, o := range trend.Outcomes {
		rows[0] = append(rows[0], t("columns."+o, nil))
	}
	for _, b := range m.Bands {
		row := []string{band(b.Band, p), p.Number(int64(b.Observations))}
		for i := range trend.Outcomes {
			row = append(row, shareText(&b, i, p, t))
		}
		rows = append(rows, row)
	}
	if err := print.Columns(w, "  ", rows); err != nil {
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

func shareText(b *trend.BandTest, outcome int, p *message.Printer, t func(string, message.Args) string) string {
	share := b.Share(outcome)
	if share == nil {
		return "–"
	}
	return t("share", message.Args{"share": p.Percent(share, 0), "events": b.Events[outcome], "all": b.Eligible[outcome]})
}

func modelName(m *contract.RiskModel, p *message.Printer) string {
	if m.ID != "" {
		return m.ID
	}
	return plain.Line(m.Title.In(p.Lang()))
}
