package chart

import (
	"encoding/json"
	"encoding/xml"
	"io"
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

func TestDrawIsXMLWithoutStyles(t *testing.T) {
	for _, kind := range []Kind{Stacked, Grouped, Lines} {
		f, err := Draw(sample(kind))
		if err != nil {
			t.Fatal(err)
		}
		parse(t, f.SVG)
		if len(f.Legend) != 2 || f.Legend[1] != (Key{ToneSecond, "Opsjoner"}) {
			t.Errorf("kind %d: legend %v", kind, f.Legend)
		}
		if strings.Contains(f.SVG, "style") {
			t.Errorf("kind %d: a style in %s", kind, f.SVG)
		}
		for _, want := range []string{"<title>Frister &lt;nå&gt; &amp; &#34;senere&#34;</title>", "<desc>Flest i mars</desc>", ">2026</text>", "Opsjoner: 12"} {
			if !strings.Contains(f.SVG, want) {
				t.Errorf("kind %d: no %s in %s", kind, want, f.SVG)
			}
		}
	}
}

func TestOptionKeepsMissingApartFromZero(t *testing.T) {
	f, err := Draw(sample(Stacked))
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		Series []struct {
			Color, Stack string
			Data         []struct{ Value any }
		}
	}
	if err := json.Unmarshal(f.Option, &o); err != nil {
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
	a, _ := Draw(sample(Stacked))
	b, _ := Draw(sample(Stacked))
	if string(a.Option) != string(b.Option) || a.SVG != b.SVG {
		t.Error("two drawings of one chart differ")
	}
}

func TestStackAddsUpToItsHeight(t *testing.T) {
	f, _ := Draw(sample(Stacked))
	// The highest stack is 4 + 12: it fills the plot, a quarter and three quarters of it.
	for _, want := range []string{`y="136.5" width="18%" height="37.5"`, `y="24" width="18%" height="112.5"`} {
		if !strings.Contains(f.SVG, want) {
			t.Errorf("no %s in %s", want, f.SVG)
		}
	}
}

func TestDrawRefusesUnevenSeries(t *testing.T) {
	c := sample(Stacked)
	c.Series[0].Values = c.Series[0].Values[:1]
	if _, err := Draw(c); err == nil {
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
		f, err := Draw(c)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(f.SVG, "NaN") || strings.Contains(f.SVG, "Inf") || strings.Contains(f.SVG, `height="-`) {
			t.Fatalf("bad number in %s", f.SVG)
		}
		parse(t, f.SVG)
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
