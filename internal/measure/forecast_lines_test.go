package measure

import (
	"math/big"
	"os"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
)

func TestForecastLines(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	mill := func(n int64) *big.Rat { return big.NewRat(n*100_000, 1) } // tenths of a million
	of := func(change func(*Forecast)) *Forecast {
		fc := &Forecast{Currency: "NOK", Months: 30, Seasonal: true, Horizon: date.MustParse("2028-12-31"), Low: mill(310), Middle: mill(340), High: mill(380), Passing: big.NewRat(12, 100)}
		if change != nil {
			change(fc)
		}
		return fc
	}
	for _, x := range []struct {
		lang string
		fc   *Forecast
		want []string
	}{
		{"nb", of(nil), []string{"Omsetning ved 31.12.2028: mellom 31,0 og 38,0 mill. kr med 80 % sikkerhet", "lite sannsynlig (12 % sannsynlighet)", "Taket: nås trolig ikke i perioden"}},
		{"nn", of(nil), []string{"mellom 31,0 og 38,0 mill. kr med 80 % tryggleik"}},
		{"en", of(nil), []string{"between NOK 31.0 m and NOK 38.0 m with 80% certainty"}},
		{"nb", of(func(f *Forecast) { f.Low = mill(9) }), []string{"mellom 900 000 kr og 38,0 mill. kr"}},
		{"nb", of(func(f *Forecast) { f.Currency = "EUR" }), []string{"mellom 31,0 og 38,0 mill. EUR"}},
		{"nb", of(func(f *Forecast) { f.Low = f.High }), []string{"om lag 38,0 mill. kr"}},
		{"nb", of(func(f *Forecast) {
			f.Passing, f.Earliest, f.Latest = big.NewRat(95, 100), date.MustParse("2028-02-01"), date.MustParse("2028-11-01")
		}),
			[]string{"meget sannsynlig (95 % sannsynlighet)", "Taket: nås tidligst 01.02.2028, senest 01.11.2028"}},
		{"nb", of(func(f *Forecast) { f.Passing, f.Earliest = big.NewRat(4, 10), date.MustParse("2028-02-01") }), []string{"mulig (40 %", "eller ikke i perioden"}},
		{"nb", of(func(f *Forecast) { f.Passing, f.Earliest, f.Latest = big.NewRat(1, 1), f.Horizon, f.Horizon }), []string{"Taket: er passert"}},
		{"nb", &Forecast{Missing: "months", Months: 4, Horizon: date.MustParse("2028-12-31")}, []string{"ukjent: bare 4 hele måneder med omsetning, og det trengs 6"}},
		{"nb", &Forecast{Missing: "end"}, []string{"Prognose: ukjent: sluttdato mangler"}},
		{"nb", &Forecast{Missing: "over"}, nil},
	} {
		var all []string
		for _, l := range x.fc.Lines(cat.Printer(x.lang), &Money{}) {
			all = append(all, l.Label+": "+l.Value+" "+l.Note)
		}
		text := strings.ReplaceAll(strings.Join(all, "\n"), "\u00a0", " ")
		for _, want := range x.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in\n%s", x.lang, want, text)
			}
		}
		if strings.Contains(text, "⟦") || (x.want == nil) != (text == "") {
			t.Errorf("%s: %s", x.lang, text)
		}
	}
}
