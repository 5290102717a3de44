package chart

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func sample(kind Kind) Chart {
	return Chart{
		Title: `Frister <nå> & "senere"`, Desc: "Flest i mars", Kind: kind,
		Labels: []Label{{"nov", "2026"}, {"des", ""}, {"jan", "2027"}},
		Series: []Series{
			{Name: "Utløper", Tone: ToneAccent, Values: []Value{{Number: 4, Text: "4"}, {Number: 0, Text: "0"}, {Missing: true}}},
			{Name: "Opsjoner", Tone: ToneSecond, Values: []Value{{Number: 12, Text: "12"}, {Number: 3, Text: "3"}, {Number: 5, Text: "5"}}},
		},
		Totals: []string{"16", "3", "5"},
	}
}

func TestSVGIsXMLWithoutStyles(t *testing.T) {
	for _, kind := range []Kind{Stacked, Grouped, Lines} {
		svg := sample(kind).SVG()
		parse(t, svg)
		if strings.Contains(svg, "style") {
			t.Errorf("kind %d: a style in %s", kind, svg)
		}
		for _, want := range []string{"<title>Frister &lt;nå&gt; &amp; &#34;senere&#34;</title>", "<desc>Flest i mars</desc>", ">2026</text>", "Opsjoner: 12"} {
			if !strings.Contains(svg, want) {
				t.Errorf("kind %d: no %s in %s", kind, want, svg)
			}
		}
	}
}

func TestLegendNamesSeveralSeries(t *testing.T) {
	c := sample(Stacked)
	if got := c.Legend(); len(got) != 2 || got[1] != (Key{ToneSecond, "Opsjoner"}) {
		t.Errorf("got %v", got)
	}
	if c.Series = c.Series[:1]; c.Legend() != nil {
		t.Errorf("one series has the legend %v", c.Legend())
	}
}

func TestOptionsKeepMissingApartFromZero(t *testing.T) {
	options, err := sample(Stacked).Options()
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		Series []struct {
			Color, Stack string
			Data         []struct{ Value any }
		}
	}
	if err := json.Unmarshal(options, &o); err != nil {
		t.Fatal(err)
	}
	if got := o.Series[0].Data[1].Value; got != 0.0 {
		t.Errorf("zero became %v", got)
	}
	if got := o.Series[0].Data[2].Value; got != "-" {
		t.Errorf("missing became %v", got)
	}
	if o.Series[1].Color != "second" || o.Series[1].Stack != "all" {
		t.Errorf("series: %+v", o.Series[1])
	}
}

func TestDrawIsDeterministic(t *testing.T) {
	one, other := sample(Stacked), sample(Stacked)
	a, _ := one.Options()
	b, _ := other.Options()
	if string(a) != string(b) || one.SVG() != other.SVG() {
		t.Error("two drawings of one chart differ")
	}
}

func TestStackAddsUpToItsHeight(t *testing.T) {
	svg := sample(Stacked).SVG()
	// The highest stack is 4 + 12: it fills the plot, a quarter and three quarters of it.
	for _, want := range []string{`y="136.5" width="18%" height="37.5"`, `y="24" width="18%" height="112.5"`} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in %s", want, svg)
		}
	}
}

// A value that a series does not have is a missing one.
func TestShortSeries(t *testing.T) {
	short, missing := sample(Lines), sample(Lines)
	short.Series[0].Values = short.Series[0].Values[:2]
	a, _ := short.Options()
	b, _ := missing.Options()
	if string(a) != string(b) || short.SVG() != missing.SVG() {
		t.Errorf("got %s, want %s", a, b)
	}
}

func TestOptionsRefuseWhatIsNoNumber(t *testing.T) {
	c := sample(Grouped)
	c.Series[0].Values[0].Number = math.NaN()
	if _, err := c.Options(); err == nil {
		t.Error("no error")
	}
}

func TestSpark(t *testing.T) {
	if s := Spark([]Value{{Number: 1}, {Missing: true}}); s != "" {
		t.Errorf("one value drew %s", s)
	}
	s := Spark([]Value{{Number: 1}, {Number: 3}, {Missing: true}, {Number: 2}})
	parse(t, s)
	if !strings.Contains(s, `d="M4 24L28.67 4M78 14"`) {
		t.Errorf("got %s", s)
	}
	parse(t, Spark([]Value{{Number: 5}, {Number: 5}}))
}

// Whatever the numbers, nothing is drawn outside, and nothing is no number.
func TestDrawingStaysInside(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		c := Chart{Title: "t", Kind: Kind(r.IntN(3)), Labels: make([]Label, 1+r.IntN(12))}
		for range 1 + r.IntN(3) {
			s := Series{Name: "s"}
			for range c.Labels {
				s.Values = append(s.Values, Value{Number: (r.Float64() - .3) * 1e9, Missing: r.IntN(5) == 0})
			}
			c.Series = append(c.Series, s)
		}
		svg := c.SVG()
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") || strings.Contains(svg, `height="-`) {
			t.Fatalf("bad number in %s", svg)
		}
		parse(t, svg)
	}
}

func parse(t *testing.T, s string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, s)
		}
	}
}
