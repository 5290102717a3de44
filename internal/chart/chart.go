// Package chart draws series of figures: as a static SVG, for readers without scripts and
// for print, and as an ECharts option, built by go-echarts, that the browser may draw.
//
// In go labels and values with their texts already formatted; out come SVG and JSON.
// Colours are names of tones, which the site's styles and script resolve, so that light,
// dark and forced colours follow. The script that draws in the browser is loaded only when
// a reader points at a chart: until then the SVG and the page's table are the chart.
// Nothing here computes a figure or knows a language.
package chart

import (
	"cmp"
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

// Tones of a series; a series without one has ToneAccent.
const (
	ToneAccent = "accent"
	ToneSecond = "second"
	ToneThird  = "third"
	ToneDanger = "danger"
	ToneOK     = "ok"
	ToneMuted  = "muted"
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

// Series is one row of values, one for each label; where there are fewer, the rest is missing.
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

// Key explains the tone of a series.
type Key struct {
	Tone string
	Text string
}

// Legend names the series where there are several: to be written above the drawing.
func (c Chart) Legend() []Key {
	if len(c.Series) < 2 {
		return nil
	}
	var keys []Key
	for _, s := range c.Series {
		keys = append(keys, Key{s.tone(), s.Name})
	}
	return keys
}

// Options is the chart as ECharts takes it, in JSON. It fails where a number is none (NaN)
// or infinite.
func (c Chart) Options() ([]byte, error) {
	data, err := json.Marshal(c.options())
	if err != nil {
		return nil, fmt.Errorf("drawing %q: %w", c.Title, err)
	}
	return data, nil
}

func (c Chart) options() map[string]any {
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
			data := make([]opts.LineData, len(c.Labels))
			for i := range data {
				v := s.at(i)
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
		data := make([]opts.BarData, len(c.Labels))
		for i := range data {
			v := s.at(i)
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
	return charts.WithSeriesOpts(func(o *charts.SingleSeries) {
		o.Color, o.Stack = s.tone(), stack
	})
}

func (s Series) tone() string { return cmp.Or(s.Tone, ToneAccent) }

// at is the value of label i.
func (s Series) at(i int) Value {
	if i < 0 || i >= len(s.Values) {
		return Value{Missing: true}
	}
	return s.Values[i]
}
