// Package wording puts a quarterly report into words: which parts it has, in full and on one
// page, and what they say.
//
// In go a report and a language; out comes a document. It computes no figure, and draws
// nothing: that is for document and those who import it.
package wording

import (
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/document"
)

// The part, the table and the columns that formats draw in a way of their own.
const (
	SourcePart     = "source"
	PurchasesTable = "purchases"
	ReasonsColumn  = "reasons"
	ProposalColumn = "proposal"
)

// wording is a report that is put into words.
type wording struct {
	document.Writer
	r *report.Report
}

// Of is the report in full; commentary is what people wrote of the quarter, as Markdown, and
// frozen that the figures no longer change.
func Of(pr *message.Printer, r *report.Report, commentary string, frozen bool) document.Document {
	w := wording{document.Writer{Printer: pr}, r}
	d := w.document("title", "file")
	d.Lead = w.lead()
	d.Parts = []document.Part{w.key()}
	if body := strings.TrimSpace(commentary); body != "" {
		p := w.Part("commentary")
		p.Body = underPart(body)
		d.Parts = append(d.Parts, p)
	}
	if !r.Public {
		d.Parts = append(d.Parts, w.decisions(), w.risk())
	}
	d.Parts = append(d.Parts, w.comings(), w.ceilings(shownRows), w.deadlines(), w.inspections())
	if !r.Public {
		d.Parts = append(d.Parts, w.deviations())
	}
	d.Parts = append(d.Parts, w.benefits())
	if !r.Public {
		d.Parts = append(d.Parts, w.leakage(), w.workload(), w.quality())
	}
	d.Parts = append(d.Parts, w.source(frozen))
	return d
}

// Brief is the report on one page: the lead, the decisions, the risk, the ceilings.
func Brief(pr *message.Printer, r *report.Report, frozen bool) document.Document {
	w := wording{document.Writer{Printer: pr, Brief: true}, r}
	d := w.document("brief-title", "file-brief")
	d.Brief = w.Brief
	d.Lead = w.lead()
	if !r.Public {
		asked := w.Part("decisions")
		w.Add(&asked, w.matters(), w.T("text.no-decisions", nil))
		d.Parts = append(d.Parts, asked)
		risk := w.Part("risk")
		if t := w.bands(); len(t.Rows) > 0 {
			risk.Tables = append(risk.Tables, t)
		}
		d.Parts = append(d.Parts, risk)
	}
	ceilings, source := w.ceilings(5), w.source(frozen)
	if len(ceilings.Tables) > 0 {
		ceilings.Text = w.leftOut()
	}
	d.Parts = append(d.Parts, ceilings)
	source.Text = source.Text[:1]
	d.Parts = append(d.Parts, source)
	return d
}

func (w wording) document(title, file string) document.Document {
	return document.Document{Name: w.T(file, message.Args{"quarter": message.Verbatim(w.r.Quarter.String())}), Title: w.T(title, message.Args{"quarter": w.r.Quarter}),
		Owner: w.r.Organisation, Lang: w.Printer.Lang(), AsOf: w.r.AsOf, Quarter: w.r.Quarter}
}

// lead is the report in a few sentences.
func (w wording) lead() []string {
	r := w.r
	var out []string
	if r.Source.Preliminary {
		out = append(out, w.T("lead.preliminary", message.Args{"closed": measure.BooksClose(r.Quarter)}))
	}
	first := []string{w.Count("lead.portfolio", r.Contracts[contract.Active], nil),
		w.T("lead.comings", message.Args{"started": w.Count("lead.started", len(r.Started), nil), "ended": w.Count("lead.ended", len(r.Ended), nil)})}
	if n := r.LastYear.Rat(); n != nil {
		first = append(first, w.T("lead.year", message.Args{"amount": w.Printer.MoneyShort(n)}))
	}
	var ceilings []string
	if r.Use != "" {
		ceilings = append(ceilings, w.T("lead.use", message.Args{"use": w.Share(r.Use).Text}))
	}
	ceilings = append(ceilings, w.Count("lead.passed", r.Passed, nil))
	if r.WillPass > 0 {
		ceilings = append(ceilings, w.Count("lead.forecast", r.WillPass, nil))
	}
	out = append(out, strings.Join(first, " "), strings.Join(ceilings, " "))
	if !r.Public && len(r.Bands) > 0 {
		risk := []string{w.T("lead.risk", message.Args{"critical": w.Count("lead.critical", r.Bands[contract.BandCritical], nil), "high": w.Count("lead.high", r.Bands[contract.BandHigh], nil)})}
		if r.Before != nil {
			up := 0
			for _, m := range r.Movements {
				if m.Up {
					up++
				}
			}
			down := len(r.Movements) - up
			if up+down == 0 {
				risk = append(risk, w.T("lead.moved-none", nil))
			} else {
				risk = append(risk, w.T("lead.moved", message.Args{"up": w.Count("lead.moved-up", up, nil), "down": w.Count("lead.moved-down", down, nil)}))
			}
		}
		out = append(out, strings.Join(risk, " "))
	}
	if b, ok := r.Benefits[contract.ClassCash]; ok && b.Realised != "" {
		switch planned := b.Planned.Rat(); {
		case planned != nil && planned.Sign() > 0:
			out = append(out, w.T("lead.benefits", message.Args{"planned": w.Money(b.Planned).Text, "net": w.Money(b.Net).Text, "realised": w.Money(b.Realised).Text, "share": w.Printer.Percent(measure.Ratio(b.Realised.Rat(), planned), 0)}))
		case b.Realised.Rat().Sign() > 0:
			out = append(out, w.T("lead.benefits-early", message.Args{"net": w.Money(b.Net).Text, "realised": w.Money(b.Realised).Text}))
		}
	}
	if !r.Public {
		out = append(out, w.Count("lead.asked", len(r.Decisions), nil))
	}
	return out
}

// underPart puts the headings of a Markdown text under that of its part, which is the second level.
func underPart(body string) string {
	lines, fence := strings.Split(body, "\n"), false
	for i, l := range lines {
		switch {
		case strings.HasPrefix(l, "```"), strings.HasPrefix(l, "~~~"):
			fence = !fence
		case !fence && (strings.HasPrefix(l, "# ") || strings.HasPrefix(l, "## ")):
			lines[i] = "### " + strings.TrimLeft(l, "# ")
		}
	}
	return strings.Join(lines, "\n")
}
