package chart

import (
	"encoding/json"
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// option is the part of an ECharts option that is drawn.
type option struct {
	Title struct {
		Text    string `json:"text"`
		Subtext string `json:"subtext"`
	} `json:"title"`
	XAxis []struct {
		Data []string `json:"data"`
	} `json:"xAxis"`
	Series []optionSeries `json:"series"`
}

type optionSeries struct {
	Name  string  `json:"name"`
	Type  string  `json:"type"`
	Stack string  `json:"stack"`
	Color string  `json:"color"`
	Data  []datum `json:"data"`
}

type datum struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
}

// number is the datum's value; not ok where it is missing.
func (d datum) number() (float64, bool) {
	v, err := strconv.ParseFloat(string(d.Value), 64)
	return v, err == nil
}

// Widths are shares of the drawing's, so that text keeps its size on every screen;
// heights are pixels.
const (
	svgTop    = 24.0  // room for the numbers over the bars
	svgPlot   = 150.0 // height of the highest bar
	svgLabels = 44.0  // room for two lines of labels
	svgBase   = svgTop + svgPlot
	svgHeight = svgBase + svgLabels
)

// canvas is a drawing in the making.
type canvas struct {
	strings.Builder
	columns int
	low     float64 // value at the bottom
	high    float64 // value at the top
}

func drawSVG(o *option, c Chart) string {
	labels := o.XAxis[0].Data
	b := &canvas{columns: max(len(labels), 1)}
	class := "chart"
	if c.Narrow {
		class += " chart-narrow"
	}
	fmt.Fprintf(b, `<svg class="%s" width="100%%" height="%g" role="img" aria-label="%s"><title>%s</title>`,
		class, svgHeight, html.EscapeString(o.Title.Text), html.EscapeString(o.Title.Text))
	if o.Title.Subtext != "" {
		fmt.Fprintf(b, `<desc>%s</desc>`, html.EscapeString(o.Title.Subtext))
	}
	b.low, b.high = span(o.Series)
	if c.Kind == Lines {
		b.lines(o.Series)
	} else {
		b.bars(o.Series, c.Totals)
	}
	fmt.Fprintf(b, `<line class="axis" x1="0" x2="100%%" y1="%s" y2="%s"/>`, num(b.y(0)), num(b.y(0)))
	b.labels(labels)
	b.WriteString("</svg>")
	return b.String()
}

// span is the least and the greatest value to be drawn, stacks summed; zero is in it.
func span(series []optionSeries) (low, high float64) {
	up, down := map[string][]float64{}, map[string][]float64{}
	for k, s := range series {
		key := s.Stack
		if key == "" {
			key = "#" + strconv.Itoa(k)
		}
		if up[key] == nil {
			up[key], down[key] = make([]float64, len(s.Data)), make([]float64, len(s.Data))
		}
		for i, d := range s.Data {
			v, _ := d.number()
			if v < 0 {
				down[key][i] += v
			} else {
				up[key][i] += v
			}
			low, high = min(low, down[key][i]), max(high, up[key][i])
		}
	}
	if high == low {
		high = low + 1
	}
	return low, high
}

func (b *canvas) y(v float64) float64 {
	return svgTop + svgPlot*(b.high-v)/(b.high-b.low)
}

// x is the place of a share of column i.
func (b *canvas) x(i int, share float64) string {
	return num(100*(float64(i)+share)/float64(b.columns)) + "%"
}

// bars draws stacked or grouped bars with a number over each.
func (b *canvas) bars(series []optionSeries, totals []string) {
	stacked := len(series) == 0 || series[0].Stack != ""
	slots := 1
	if !stacked {
		slots = len(series)
	}
	for i := range b.columns {
		up, down := 0.0, 0.0
		for k, s := range series {
			v, ok := value(s, i)
			if !ok {
				continue
			}
			slot := k
			if stacked {
				slot = 0
			} else {
				up, down = 0, 0
			}
			from := up
			if v < 0 {
				from = down
				down += v
			} else {
				up += v
			}
			b.bar(s, i, slot, slots, from, from+v)
			if !stacked {
				b.number(i, (float64(slot)+.5)*barShare(slots)/float64(slots)+(1-barShare(slots))/2, up, s.Data[i].Name, slots)
			}
		}
		if stacked {
			b.number(i, .5, up, total(series, totals, i), 1)
		}
	}
}

// barShare is how much of a column its bars take.
func barShare(slots int) float64 {
	if slots > 1 {
		return .8
	}
	return .54
}

func (b *canvas) bar(s optionSeries, i, slot, slots int, from, to float64) {
	share := barShare(slots)
	x := (1-share)/2 + share*float64(slot)/float64(slots)
	top, bottom := b.y(max(from, to)), b.y(min(from, to))
	if bottom <= top {
		return
	}
	fmt.Fprintf(b, `<rect class="s-%s" x="%s" y="%s" width="%s%%" height="%s"><title>%s</title></rect>`,
		html.EscapeString(s.Color), b.x(i, x), num(top), num(100*share/float64(slots)/float64(b.columns)), num(max(bottom-top, 1)),
		html.EscapeString(s.Name+": "+s.Data[i].Name))
}

// number writes a text over a bar; where bars are narrow it is for wide screens alone.
func (b *canvas) number(i int, share, at float64, text string, slots int) {
	if text == "" {
		return
	}
	class := "value"
	if b.columns*slots > 8 && (slots > 1 || len([]rune(text)) > 3) {
		class += " wide-only"
	}
	fmt.Fprintf(b, `<text class="%s" x="%s" y="%s" text-anchor="middle">%s</text>`, class, b.x(i, share), num(b.y(at)-6), html.EscapeString(text))
}

func value(s optionSeries, i int) (float64, bool) {
	if i >= len(s.Data) {
		return 0, false
	}
	return s.Data[i].number()
}

// total is the text over a stack.
func total(series []optionSeries, totals []string, i int) string {
	if i < len(totals) {
		return totals[i]
	}
	if len(series) == 1 && i < len(series[0].Data) {
		return series[0].Data[i].Name
	}
	return ""
}

// lines draws each series as a line; a missing value breaks it.
func (b *canvas) lines(series []optionSeries) {
	for g := 1; g <= 2; g++ {
		y := num(b.y(b.low + (b.high-b.low)*float64(g)/2))
		fmt.Fprintf(b, `<line class="grid" x1="0" x2="100%%" y1="%s" y2="%s"/>`, y, y)
	}
	for _, s := range series {
		last := -1
		for i := range s.Data {
			v, ok := s.Data[i].number()
			if !ok {
				continue
			}
			if i > 0 {
				if w, ok := s.Data[i-1].number(); ok {
					fmt.Fprintf(b, `<line class="line l-%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`,
						html.EscapeString(s.Color), b.x(i-1, .5), num(b.y(w)), b.x(i, .5), num(b.y(v)))
				}
			}
			fmt.Fprintf(b, `<circle class="s-%s" cx="%s" cy="%s" r="3"><title>%s</title></circle>`,
				html.EscapeString(s.Color), b.x(i, .5), num(b.y(v)), html.EscapeString(s.Name+": "+s.Data[i].Name))
			last = i
		}
		if last >= 0 {
			v, _ := s.Data[last].number()
			fmt.Fprintf(b, `<text class="value" x="%s" y="%s" text-anchor="end">%s</text>`, b.x(last, .9), num(b.y(v)-8), html.EscapeString(s.Data[last].Name))
		}
	}
}

// labels writes the labels below, and their groups where these begin.
func (b *canvas) labels(labels []string) {
	for i, l := range labels {
		text, group, _ := strings.Cut(l, "\n")
		class := "tick"
		if b.columns > 8 && i%2 == 1 {
			class += " wide-only"
		}
		fmt.Fprintf(b, `<text class="%s" x="%s" y="%g" text-anchor="middle">%s</text>`, class, b.x(i, .5), svgBase+18, html.EscapeString(text))
		if group != "" {
			fmt.Fprintf(b, `<text class="group" x="%s" y="%g" text-anchor="middle">%s</text>`, b.x(i, .5), svgBase+36, html.EscapeString(group))
		}
	}
}

// num writes a length with at most two decimals.
func num(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}
