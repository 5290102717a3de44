// Package term draws a contract's period: the line from its start to its last end with what
// was decided on the way, its options, its amendments, and who signed them.
//
// In go a kit.Site and a contract's figures; out come view structs of templates. The dates,
// the state of each step and what comes next are measure's.
package term

import (
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/stages"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// Fact is the period of a contract, with how long it may run.
func Fact(s *kit.Site, c *measure.ContractFigures) templates.Fact {
	t := c.Terms
	f := templates.Fact{Label: s.Say("term.period", nil)}
	switch {
	case t.Start.IsZero():
		f.Value, f.Missing = s.Say("term.no-period", nil), true
	case t.CurrentEnd.IsZero():
		f.Value = s.Say("term.from", message.Args{"date": t.Start})
	default:
		f.Value = s.Pr.Date(t.Start) + "–" + s.Pr.Date(t.CurrentEnd)
	}
	if t.Extendable() {
		key := "term.longest"
		switch {
		case !t.Bound().IsZero():
			f.Note = s.Say("term.bound", message.Args{"date": t.Bound()})
			return f
		case t.Tacit:
			key = "term.renews-by-itself"
		}
		f.Note = s.Say(key, message.Args{"date": t.LastEnd})
	}
	return f
}

// Of draws the period and its options on a line from the start to the last end.
func Of(s *kit.Site, c *measure.ContractFigures) templates.ContractTerm {
	t := c.Terms
	out := templates.ContractTerm{Conclusion: conclusion(s, c)}
	span := stages.SpanOf(&t, s.F.AsOf)
	if span.IsZero() {
		return out
	}
	line := templates.Timeline{Label: out.Conclusion, Today: templates.TimeMark{At: span.Begun(s.F.AsOf), Text: s.Say("term.today", nil)}}
	first, last := span.First.Year(), span.Last.Year()
	for y := first + 1; y <= last; y += max(1, (last-first)/8) {
		if at := span.Begun(date.Of(y, 1, 1)); at < .92 { // its text, to the right of it, has room
			line.Years = append(line.Years, templates.TimeMark{At: at, Text: strconv.Itoa(y)})
		}
	}
	options := 0
	for i := range t.Steps {
		st := &t.Steps[i]
		name := s.Word("step", string(st.Kind))
		if st.Kind == measure.StepOption {
			options++
			name += " " + strconv.Itoa(options)
		}
		to := st.To
		if to.IsZero() {
			to = span.Last
		}
		kind := map[stages.Hold]templates.SegmentKind{stages.Agreed: templates.SegmentTerm, stages.Possible: templates.SegmentOption, stages.Gone: templates.SegmentPast}[stages.HoldOf(st)]
		line.Segments = append(line.Segments, templates.TimeSegment{From: span.Begun(st.From), To: span.Ended(to), Text: name, Kind: kind})
		if !st.DecideBy.IsZero() && st.Status == measure.StepOpen {
			line.Marks = append(line.Marks, templates.TimeMark{At: span.Begun(st.DecideBy), Text: s.Pr.Date(st.DecideBy)})
		}
		out.Steps = append(out.Steps, templates.TermStep{Part: name, From: s.Date(st.From), To: s.Date(st.To), DecideBy: s.Date(st.DecideBy), Status: stepBadge(s, st), By: stepSigned(s, c.Contract, st)})
	}
	out.Line = line
	return out
}

func stepBadge(s *kit.Site, st *measure.Step) templates.Badge {
	switch state := stages.StateOf(st, s.F.AsOf); {
	case state == measure.StepMustDecide:
		return templates.Badge{Text: s.Say("term.must-decide", nil), Tone: templates.Warning}
	case st.Kind == measure.StepOption:
		return templates.Badge{Text: s.Word("option-status", string(state))}
	case state == measure.StepRunning:
		return templates.Badge{Text: s.Word("step-status", string(state)), Tone: templates.OK}
	default:
		return templates.Badge{Text: s.Word("step-status", string(state))}
	}
}

// conclusion says what comes next; "" where nothing is known.
func conclusion(s *kit.Site, c *measure.ContractFigures) string {
	if c.Lapsed == measure.Yes {
		return s.Say("term.lapsed", message.Args{"date": c.Terms.CurrentEnd})
	}
	switch next := stages.NextOf(c, s.F.AsOf); next.Stage {
	case "":
		return ""
	case stages.StageOver:
		return s.Say("term.over", message.Args{"date": next.On})
	case stages.StageIndefinite:
		return s.Say("term.indefinite", nil)
	default:
		return s.Say("term."+string(next.Stage), message.Args{"date": s.Pr.DateLong(next.On), "days": s.Pr.RelativeDays(next.Days)})
	}
}

// Amendments are the changes that were agreed, with their sum and what room the rules leave.
func Amendments(s *kit.Site, c *measure.ContractFigures) templates.ContractAmendments {
	out := templates.ContractAmendments{}
	for _, a := range measure.ByDay(c.Contract.Amendments, func(a *contract.Amendment) date.Date { return a.Date }) {
		row := templates.AmendmentRow{Date: s.Date(a.Date), Title: a.Title, Ground: s.Word("ground", string(a.Ground)), Signed: s.Date(a.Signed), Value: "–", By: signedBadge(s, c.Contract.ID, a.Origin)}
		if a.Value.Set {
			row.Value = s.Pr.Money(a.Value.V)
		}
		out.Rows = append(out.Rows, row)
	}
	if m := c.Money; len(out.Rows) > 0 && m.AmendmentsSum != nil && m.AmendShare != nil {
		out.Conclusion = s.Say("term.amendments", message.Args{"sum": s.Money(c, m.AmendmentsSum), "share": s.Pr.Percent(m.AmendShare, 1)})
		if m.Headroom != nil {
			out.Conclusion += " " + s.Say("term.headroom", message.Args{"amount": s.Money(c, m.Headroom)})
		}
	}
	return out
}
