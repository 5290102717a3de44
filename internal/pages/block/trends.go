package block

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

// Line is one figure over time: its name in the catalogue, what it is and of whom, its value at
// each point (nil unknown) and how it is written.
type Line struct {
	Key    string
	Figure definitions.ID
	Of     kit.Subject // "": the portfolio
	Values []*big.Rat
	Write  func(*big.Rat) string
	Rows   string // address of the rows that the latest value counts; "" where it counts none
}

// value is the line's figure at a point. Shares of what is bought are those of a quarter.
func (l *Line) value(s *kit.Site, p *trend.Point, r *big.Rat) templates.Value {
	of := cmp.Or(l.Of, kit.Portfolio)
	if definitions.Of(l.Figure).Population == definitions.Purchases {
		return s.ValueIn(p.Totals.SpendQuarter, l.Figure, of, r, l.Write)
	}
	return s.ValueOn(p.AsOf, l.Figure, of, r, l.Write)
}

// Said is a sentence of the area "trend" of the catalogue.
func Said(s *kit.Site, key string, args message.Args) string { return s.Pr.Text("trend."+key, args) }

// Over gives a figure at every point.
func Over(s *kit.Site, value func(*trend.Point) *big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(s.Opt.Trend.Points))
	for i := range out {
		out[i] = value(&s.Opt.Trend.Points[i])
	}
	return out
}

// NetLine is what was realised in cash less what it cost, at each point.
func NetLine(s *kit.Site) Line {
	return Line{Key: "net", Figure: definitions.OfClass(definitions.Net, contract.ClassCash), Values: Over(s, func(p *trend.Point) *big.Rat { cash := p.Cash(); return cash.Net() }), Write: s.Pr.MoneyShort}
}

// Trends draws lines; nothing where there is only today, or where all are unknown.
func Trends(s *kit.Site, lines ...Line) templates.Trends {
	t := &s.Opt.Trend
	if len(t.Points) < 2 {
		return templates.Trends{}
	}
	v := templates.Trends{ID: s.Name("trends"), Title: Said(s, "title", nil), Table: templates.Table{Caption: Said(s, "title", nil), Columns: []templates.Column{{Head: s.Say("table.column.quarter", nil)}}}}
	for i := range t.Points {
		p := &t.Points[i]
		name := s.Pr.Quarter(p.Quarter)
		switch {
		case p.Now:
			name = Said(s, "now", message.Args{"date": p.AsOf})
		case p.Preliminary:
			name = Said(s, "preliminary", message.Args{"quarter": name})
		}
		v.Table.Rows = append(v.Table.Rows, []templates.Cell{{Text: name}})
	}
	for _, l := range lines {
		var spark []chart.Value
		known := 0
		for _, r := range l.Values {
			spark = append(spark, chart.Value{Number: kit.Float(r), Missing: r == nil})
			if r != nil {
				known++
			}
		}
		if known < 2 {
			continue
		}
		v.Table.Columns = append(v.Table.Columns, templates.Column{Head: Said(s, "line."+l.Key, nil), Numeric: true})
		for i, r := range l.Values {
			cell := templates.Cell{Text: Said(s, "unknown", nil)}
			if r != nil {
				cell = templates.Cell{Value: l.value(s, &t.Points[i], r)}
			}
			v.Table.Rows[i] = append(v.Table.Rows[i], cell)
		}
		k := templates.KPI{Label: Said(s, "line."+l.Key, nil), Spark: templates.SVG(chart.Spark(spark))}
		if now := l.Values[len(l.Values)-1]; now == nil {
			k.Missing = Said(s, "unknown", nil)
		} else {
			k.Value = l.value(s, &t.Points[len(t.Points)-1], now)
			if u := definitions.Of(l.Figure).Unit; u == definitions.Money || u == definitions.Kroner {
				k.Value = s.Large(k.Value, now)
			}
			if l.Rows != "" && now.Sign() > 0 {
				k.Count = templates.Count{Text: k.Value.Text, Rows: int(now.Num().Int64()), Href: l.Rows, Mark: k.Value.Mark}
			}
		}
		if before := l.Values[len(l.Values)-2]; before != nil {
			k.Change = Said(s, "was", message.Args{"value": l.Write(before)})
		}
		v.KPIs = append(v.KPIs, k)
	}
	if len(v.KPIs) == 0 {
		return templates.Trends{}
	}
	v.Conclusion = Said(s, "conclusion", message.Args{"quarter": t.Points[len(t.Points)-2].Quarter})
	v.Notes = TrendNotes(s)
	if slices.ContainsFunc(lines, func(l Line) bool { return l.Key == "spent" }) {
		v.Notes = append(v.Notes, Said(s, "archived", nil))
	}
	return v
}

// TrendNotes say what the figures of the past lack.
func TrendNotes(s *kit.Site) []string {
	t := &s.Opt.Trend
	var out []string
	switch {
	case t.Missing != "":
		out = append(out, t.Missing)
	case t.Cut:
		out = append(out, Said(s, "cut", message.Args{"commit": t.Oldest.Hash[:min(7, len(t.Oldest.Hash))], "day": t.Oldest.Day}))
	case len(t.Points) < 13:
		out = append(out, Said(s, "begins", message.Args{"day": t.Oldest.Day}))
	}
	for i := range t.Points {
		p := &t.Points[i]
		if p.Preliminary {
			out = append(out, Said(s, "open-books", message.Args{"quarter": p.Quarter, "date": measure.BooksClose(p.Quarter)}))
		}
		if len(p.Skipped) > 0 {
			out = append(out, Said(s, "skipped", message.Args{"n": len(p.Skipped), "quarter": p.Quarter, "files": s.Pr.List(kit.Shorter(p.Skipped, 3))}))
		}
	}
	return out
}

// WithBreaks adds notes to lines that rest on levels of risk: from which quarters another model
// gives them.
func WithBreaks(s *kit.Site, t templates.Trends) templates.Trends {
	if points := s.Opt.Trend.Points; len(t.Table.Rows) > 0 {
		for i := range points {
			if trend.Break(points, i) {
				t.Notes = append(t.Notes, ModelBreak(s, &points[i]))
			}
		}
	}
	return t
}

// ModelBreak says that another risk model is in force from a point on.
func ModelBreak(s *kit.Site, p *trend.Point) string {
	return Said(s, "break", message.Args{"quarter": p.Quarter, "model": message.Verbatim(p.Model)})
}
