package templates

import (
	"strconv"

	"github.com/a-h/templ"
)

// icons are paths on a grid of 24 × 24.
var icons = map[string]string{
	"search":   "M10.5 4a6.5 6.5 0 1 0 4 11.6l4.7 4.7 1.1-1.1-4.7-4.7A6.5 6.5 0 0 0 10.5 4Zm0 1.6a4.9 4.9 0 1 1 0 9.8 4.9 4.9 0 0 1 0-9.8Z",
	"menu":     "M4 6.2h16v1.6H4zm0 5h16v1.6H4zm0 5h16v1.6H4z",
	"filter":   "M4 6.2h16v1.6H4zm3 5h10v1.6H7zm3 5h4v1.6h-4z",
	"theme":    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm0 1.6v13.8a6.9 6.9 0 0 1 0-13.8Z",
	"chevron":  "m12 15.4-5.6-5.6 1.1-1.1 4.5 4.5 4.5-4.5 1.1 1.1z",
	"ok":       "m9.6 16.9-4.5-4.5 1.2-1.2 3.3 3.3 8.1-8.1 1.2 1.2z",
	"danger":   "M12 3.4 22 20.6H2L12 3.4Zm0 3.3L4.8 19h14.4L12 6.7Zm-.8 3.9h1.6v4.3h-1.6v-4.3Zm0 5.4h1.6v1.6h-1.6V16Z",
	"edit":     "m4.5 19.5.9-4.2L16 4.7l3.300 3.300L8.700 18.600l-4.200.9Zm2.300-3.400-.3 1.400 1.400-.3 9.100-9.100-1.100-1.100-9.100 9.100Z",
	"calendar": "M7.200 3.500h1.600v2h6.400v-2h1.600v2h3.200v15H4v-15h3.200v-2Zm11.200 7.600H5.600v7.800h12.800v-7.800Zm0-4H5.600v2.400h12.800V7.100Z",
}

func (t Tone) class() string {
	if t == Neutral {
		return "mark-neutral"
	}
	return "mark-" + string(t)
}

// text gives the class of coloured text.
func (t Tone) text() string {
	if t == Neutral {
		return ""
	}
	return "tone-" + string(t)
}

// letter stands beside the colour of a band.
func (f Frame) letter(band string) string {
	if band == "" {
		return ""
	}
	return f.T("common.band-letter."+band, nil)
}

// rect is a stretch of the bar.
type rect struct {
	class, x, width, fill string
}

// scale is what the bar's whole width stands for, as a share of the ceiling.
const scale = 1.25

// rects are the parts of the bar, lowest layer first.
func (u Usage) rects() []rect {
	var rs []rect
	add := func(class string, from, to float64, fill string) {
		from, to = min(max(from, 0), scale), min(max(to, 0), scale)
		if to > from {
			rs = append(rs, rect{class, percent(from / scale), percent((to - from) / scale), fill})
		}
	}
	if u.HasProjected && u.Projected > u.Used {
		add("projected", min(u.Used, 1), min(u.Projected, 1), "url(#hatch)")
		add("projected-over", max(u.Used, 1), u.Projected, "url(#hatch-over)")
	}
	add("used", 0, min(u.Used, 1), "")
	add("used-over", 1, u.Used, "")
	return rs
}

// bracket is a part of the range that is drawn over the bar.
type bracket struct {
	x, y, width, height string
}

// ranges draw a line from the lower to the upper end of the forecast, with a stroke at
// each end that lies on the scale.
func (u Usage) ranges() []bracket {
	low, high := min(max(u.Low, 0), scale), min(max(u.High, 0), scale)
	if !u.HasRange || low >= high {
		return nil
	}
	bs := []bracket{{percent(low / scale), "20", percent((high - low) / scale), "2"}, {percent(low / scale), "12", "2", "18"}}
	if u.High <= scale {
		bs = append(bs, bracket{percent(high / scale), "12", "2", "18"})
	}
	return bs
}

// percent writes a share of the width as an SVG length.
func percent(share float64) string {
	return strconv.FormatFloat(share*100, 'f', 2, 64) + "%"
}

func barHeight(large bool) string {
	if large {
		return "44"
	}
	return "20"
}

func trackHeight(large bool) string {
	if large {
		return "34"
	}
	return "12"
}

func segmentFill(kind string) string {
	if kind == "option" {
		return "url(#hatch-option)"
	}
	return ""
}

// anchor keeps the text of a mark inside the line.
func (m TimeMark) anchor() string {
	switch {
	case m.At < 0.05:
		return "start"
	case m.At > 0.95:
		return "end"
	}
	return "middle"
}

// chartAttributes mark a drawing that the browser may enhance.
func chartAttributes(v Figure) templ.Attributes {
	if v.Options == "" {
		return nil
	}
	return templ.Attributes{"data-chart": v.ID}
}
