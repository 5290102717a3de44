// Package chart turns series of figures into charts: an ECharts option (built and
// checked by go-echarts) that the browser may draw, and a static SVG drawn here from
// that same option, for readers without scripts and for print.
//
// In go labels and values with their texts already formatted; out come JSON and SVG.
// Colours are names of tones, which the site's styles and script resolve, so that light,
// dark and forced colours follow. Nothing here computes a figure or knows a language.
package chart

import (
	"encoding/json"
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Kind is how the series are drawn.
type Kind int

// The kinds.
const (
	Stacked Kind = iota // bars; several series stand on each other
	Grouped             // bars; several series stand beside each other
	Lines
)

// Tones of a series; others are drawn as ToneAccent.
const (
	ToneAccent   = "accent"
	ToneSecond   = "second"
	ToneThird    = "third"
	ToneDanger   = "danger"
	ToneOK       = "ok"
	ToneMuted    = "muted"
	ToneLow      = "low" // the bands of risk
	ToneModerate = "moderate"
	ToneHigh     = "high"
	ToneCritical = "critical"
)

// Chart is what is to be drawn.
type Chart struct {
	Title  string // what the chart shows, for screen readers
	Desc   string // the conclusion, for screen readers; may be empty
	Kind   Kind
	Labels []Label
	Series []Series
	Totals []string // formatted totals over stacked bars; absent: the first series' texts
	Narrow bool     // few columns: not drawn across the whole page
}

// Label is a column's label; Group stands below it where it begins, as a year does.
type Label struct {
	Text  string
	Group string
}

// Series is one row of values, as many as there are labels.
type Series struct {
	Name   string
	Tone   string
	Values []Value
}

// Value is a number and how it is written.
type Value struct {
	Number  float64
	Text    string
	Missing bool
}

// Figure is a drawn chart.
type Figure struct {
	Option []byte // ECharts option
	SVG    string
	Legend []Key // of several series: to be written above the drawing
}

// Key explains the tone of a series.
type Key struct {
	Tone string
	Text string
}

// Draw builds the option and draws it.
func Draw(c Chart) (Figure, error) {
	for _, s := range c.Series {
		if len(s.Values) != len(c.Labels) {
			return Figure{}, fmt.Errorf("drawing %q: series %q has %d values for %d labels", c.Title, s.Name, len(s.Values), len(c.Labels))
		}
	}
	raw, err := json.Marshal(build(c))
	if err != nil {
		return Figure{}, fmt.Errorf("drawing %q: %w", c.Title, err)
	}
	var o option
	if err := json.Unmarshal(raw, &o); err != nil {
		return Figure{}, fmt.Errorf("drawing %q: %w", c.Title, err)
	}
	return Figure{Option: raw, SVG: drawSVG(&o, c), Legend: legend(&o)}, nil
}

// legend names the series where there are several.
func legend(o *option) []Key {
	if len(o.Series) < 2 {
		return nil
	}
	var keys []Key
	for _, s := range o.Series {
		keys = append(keys, Key{s.Color, s.Name})
	}
	return keys
}

// build makes the option with go-echarts.
func build(c Chart) map[string]any {
	labels := make([]string, len(c.Labels))
	for i, l := range c.Labels {
		labels[i] = l.Text
		if l.Group != "" {
			labels[i] += "\n" + l.Group
		}
	}
	global := []charts.GlobalOpts{
		charts.WithInitializationOpts(opts.Initialization{ChartID: "chart", AssetsHost: " "}),
		charts.WithTitleOpts(opts.Title{Title: c.Title, Subtitle: c.Desc}),
		charts.WithYAxisOpts(opts.YAxis{Show: opts.Bool(true)}),
	}
	if c.Kind == Lines {
		line := charts.NewLine()
		line.SetGlobalOptions(global...)
		line.SetXAxis(labels)
		for _, s := range c.Series {
			data := make([]opts.LineData, len(s.Values))
			for i, v := range s.Values {
				data[i] = opts.LineData{Name: v.Text, Value: v.option()}
			}
			line.AddSeries(s.Name, data, s.option(""))
		}
		line.Validate()
		return line.JSON()
	}
	bar := charts.NewBar()
	bar.SetGlobalOptions(global...)
	bar.SetXAxis(labels)
	stack := ""
	if c.Kind == Stacked {
		stack = "all"
	}
	for _, s := range c.Series {
		data := make([]opts.BarData, len(s.Values))
		for i, v := range s.Values {
			data[i] = opts.BarData{Name: v.Text, Value: v.option()}
		}
		bar.AddSeries(s.Name, data, s.option(stack))
	}
	bar.Validate()
	return bar.JSON()
}

// option is the value as ECharts writes it: "-" is missing.
func (v Value) option() any {
	if v.Missing {
		return "-"
	}
	return v.Number
}

func (s Series) option(stack string) charts.SeriesOpts {
	tone := s.Tone
	if tone == "" {
		tone = ToneAccent
	}
	return charts.WithSeriesOpts(func(o *charts.SingleSeries) {
		o.Color, o.Stack = tone, stack
	})
}
