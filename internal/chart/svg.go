package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

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

// SVG is the chart drawn: a graphic with a title, a description and a title for each value.
func (c Chart) SVG() string {
	b := &canvas{columns: max(len(c.Labels), 1)}
	class := "chart"
	if c.Narrow {
		class += " chart-narrow"
	}
	title := html.EscapeString(c.Title)
	fmt.Fprintf(b, `<svg class="%s" width="100%%" height="%g" role="img" aria-label="%s"><title>%s</title>`, class, svgHeight, title, title)
	if c.Desc != "" {
		fmt.Fprintf(b, `<desc>%s</desc>`, html.EscapeString(c.Desc))
	}
	b.low, b.high = c.span()
	if c.Kind == Lines {
		b.lines(c)
	} else {
		b.bars(c)
	}
	fmt.Fprintf(b, `<line class="axis" x1="0" x2="100%%" y1="%s" y2="%s"/>`, num(b.y(0)), num(b.y(0)))
	b.labels(c.Labels)
	b.WriteString("</svg>")
	return b.String()
}

// span is the least and the greatest value to be drawn, stacks summed; zero is in it.
func (c Chart) span() (low, high float64) {
	for i := range c.Labels {
		up, down := 0.0, 0.0
		for _, s := range c.Series {
			if c.Kind != Stacked {
				up, down = 0, 0
			}
			switch v := s.at(i); {
			case v.Missing:
			case v.Number < 0:
				down += v.Number
			default:
				up += v.Number
			}
			low, high = min(low, down), max(high, up)
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
func (b *canvas) bars(c Chart) {
	slots := 1
	if c.Kind == Grouped {
		slots = len(c.Series)
	}
	for i := range c.Labels {
		up, down := 0.0, 0.0
		for k, s := range c.Series {
			v := s.at(i)
			if v.Missing {
				continue
			}
			slot := 0
			if c.Kind == Grouped {
				slot, up, down = k, 0, 0
			}
			from := up
			if v.Number < 0 {
				from = down
				down += v.Number
			} else {
				up += v.Number
			}
			b.bar(s, i, slot, slots, from, from+v.Number)
			if c.Kind == Grouped {
				b.number(i, (float64(slot)+.5)*barShare(slots)/float64(slots)+(1-barShare(slots))/2, up, v.Text, slots)
			}
		}
		if c.Kind == Stacked {
			b.number(i, .5, up, c.total(i), 1)
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

func (b *canvas) bar(s Series, i, slot, slots int, from, to float64) {
	share := barShare(slots)
	x := (1-share)/2 + share*float64(slot)/float64(slots)
	top, bottom := b.y(max(from, to)), b.y(min(from, to))
	if bottom <= top {
		return
	}
	fmt.Fprintf(b, `<rect class="s-%s" x="%s" y="%s" width="%s%%" height="%s"><title>%s</title></rect>`,
		html.EscapeString(s.tone()), b.x(i, x), num(top), num(100*share/float64(slots)/float64(b.columns)), num(max(bottom-top, 1)),
		html.EscapeString(s.Name+": "+s.at(i).Text))
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

// total is the text over a stack.
func (c Chart) total(i int) string {
	if i < len(c.Totals) {
		return c.Totals[i]
	}
	if len(c.Series) == 1 {
		return c.Series[0].at(i).Text
	}
	return ""
}

// lines draws each series as a line; a missing value breaks it.
func (b *canvas) lines(c Chart) {
	for g := 1; g <= 2; g++ {
		y := num(b.y(b.low + (b.high-b.low)*float64(g)/2))
		fmt.Fprintf(b, `<line class="grid" x1="0" x2="100%%" y1="%s" y2="%s"/>`, y, y)
	}
	for _, s := range c.Series {
		tone, last := html.EscapeString(s.tone()), -1
		for i := range c.Labels {
			v := s.at(i)
			if v.Missing {
				continue
			}
			if before := s.at(i - 1); !before.Missing {
				fmt.Fprintf(b, `<line class="line l-%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`,
					tone, b.x(i-1, .5), num(b.y(before.Number)), b.x(i, .5), num(b.y(v.Number)))
			}
			fmt.Fprintf(b, `<circle class="s-%s" cx="%s" cy="%s" r="3"><title>%s</title></circle>`,
				tone, b.x(i, .5), num(b.y(v.Number)), html.EscapeString(s.Name+": "+v.Text))
			last = i
		}
		if last >= 0 {
			v := s.at(last)
			fmt.Fprintf(b, `<text class="value" x="%s" y="%s" text-anchor="end">%s</text>`, b.x(last, .9), num(b.y(v.Number)-8), html.EscapeString(v.Text))
		}
	}
}

// labels writes the labels below, and their groups where these begin.
func (b *canvas) labels(labels []Label) {
	for i, l := range labels {
		class := "tick"
		if b.columns > 8 && i%2 == 1 {
			class += " wide-only"
		}
		fmt.Fprintf(b, `<text class="%s" x="%s" y="%g" text-anchor="middle">%s</text>`, class, b.x(i, .5), svgBase+18, html.EscapeString(l.Text))
		if l.Group != "" {
			fmt.Fprintf(b, `<text class="group" x="%s" y="%g" text-anchor="middle">%s</text>`, b.x(i, .5), svgBase+36, html.EscapeString(l.Group))
		}
	}
}

// num writes a length with at most two decimals.
func num(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}
