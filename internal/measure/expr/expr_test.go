package expr_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/measure/factors"
	"github.com/forvalt/forvalt/internal/measure/facts"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/measure/why"
)

func TestExpressionErrors(t *testing.T) {
	for _, tc := range []struct {
		src       string
		use       *expr.Language
		kind      expr.Fault
		name      string
		line, col int
	}{
		{"nature != 'goods' && valeu > 1", &duties.Conditions, expr.UnknownName, "valeu", 1, 22},
		{"nature != 'goods' &&\n  valeu > 1", &duties.Conditions, expr.UnknownName, "valeu", 2, 3},
		{"custom('å') == 'æøå' && nøkkel", &duties.Conditions, expr.UnknownName, "nøkkel", 1, 25},
		{"nature > 1", &duties.Conditions, expr.BadType, "", 1, 8},
		{"regulation(1) > 1", &duties.Conditions, expr.BadType, "", 1, 1},
		{"regulation() > 1", &duties.Conditions, expr.BadType, "", 1, 1},
		{"start > 3", &duties.Conditions, expr.BadType, "", 1, 7},
		{"value", &duties.Conditions, expr.BadResult, "", 1, 1},
		{"value +", &duties.Conditions, expr.BadSyntax, "", 1, 7},
		{"", &duties.Conditions, expr.BadSyntax, "", 1, 1},
		{"(value > 1", &duties.Conditions, expr.BadSyntax, "", 1, 10},
		{"filter(suppliers, true) == suppliers", &duties.Conditions, expr.NotAllowed, "", 1, 1},
		{"any(suppliers, {# == 'a'})", &duties.Conditions, "", "", 0, 0}, // refused, however expr words it
		{"let x = 1; x > 0", &duties.Conditions, expr.NotAllowed, "", 1, 5},
		{"value ** 9 > 1", &duties.Conditions, expr.NotAllowed, "**", 1, 7},
		{"suppliers[0] == 'a'", &duties.Conditions, expr.NotAllowed, "", 1, 10},
		{"nature matches '(a+)+'", &duties.Conditions, expr.NotAllowed, "matches", 1, 8},
		{"len(1..1000000000) > 1", &duties.Conditions, "", "", 0, 0},
		{"exposure > 3", &duties.Conditions, expr.UnknownName, "exposure", 1, 1}, // a figure, which the requirements make
		{"spent", &factors.Floors, expr.BadResult, "", 1, 1},
		{strings.Repeat("(", 3000), &duties.Conditions, expr.TooLong, "", 1, 1},
		{strings.Repeat("bids+", 300) + "1 > 0", &duties.Conditions, expr.TooLong, "", 0, 0},
	} {
		_, err := expr.Compile(tc.src, tc.use)
		var e *expr.Error
		if !errors.As(err, &e) {
			t.Errorf("%.40q: no error", tc.src)
			continue
		}
		if tc.kind != "" && (e.Kind != tc.kind || tc.name != "" && e.Name != tc.name) || tc.line > 0 && (e.Line != tc.line || e.Col != tc.col) {
			t.Errorf("%.40q: %v", tc.src, e)
		}
		if runes := len([]rune(tc.src)); e.Offset < 0 || e.Offset > runes || e.Width < 1 || e.Line < 1 || e.Col < 1 {
			t.Errorf("%.40q: place %+v", tc.src, e)
		}
	}
	for src, use := range map[string]*expr.Language{
		"nature != 'goods' && value >= regulation('pay-threshold', procured)": &duties.Conditions,
		"exposure > 3": &factors.Floors, "spent / maximum": &factors.Factors, "kind in ['framework', 'dps'] and not vulnerable_users": &duties.Conditions,
		"'313000028' in suppliers && months_between(start, last_end) >= 48": &duties.Conditions, "custom('klasse') == 'A'": &duties.Conditions,
		"-bids < 1.5 and 1 < bids < 4": &duties.Conditions, "days_between(today, end) < 30": &factors.Floors, "custom('x')": &duties.Conditions,
		"signed > date('2025-08-01')": &duties.Conditions, "bids >= 1_000": &duties.Conditions, "criticality": &factors.Factors,
	} {
		if _, err := expr.Compile(src, use); err != nil {
			t.Errorf("%s: %v", src, err)
		}
	}
}

// Three answers: what is missing never decides, and never makes what is decided unknown.
func TestThreeAnswers(t *testing.T) {
	p := measuretest.Portfolio()
	c := measuretest.Contract(p)
	c.Criticality, c.Value.Estimated.Set = "", false // unknown: criticality, estimated
	f := figures.Of(p.Index(), measuretest.AsOf)
	facts := &facts.Facts{World: f.World, ContractFigures: f.Of("a")}
	for src, want := range map[string]measure.Tri{
		"nature == 'services'":                          measure.Yes,
		"criticality == 'none'":                         measure.Unknown,
		"criticality != 'none'":                         measure.Unknown,
		"not (criticality == 'none')":                   measure.Unknown,
		"criticality == 'none' && nature == 'goods'":    measure.No,
		"nature == 'goods' && criticality == 'none'":    measure.No,
		"nature != 'goods' && criticality == 'none'":    measure.Unknown,
		"criticality == 'none' || nature != 'goods'":    measure.Yes,
		"criticality == 'none' || nature == 'goods'":    measure.Unknown,
		"estimated + 1 > 0":                             measure.Unknown,
		"maximum / 0 > 1":                               measure.Unknown,
		"estimated > 1 ? true : false":                  measure.Unknown,
		"criticality in ['none']":                       measure.Unknown,
		"0.1 + 0.2 == 0.3":                              measure.Yes, // exact, no floats
		"amendments_share == 0":                         measure.Yes,
		"value == 1_200_000":                            measure.Yes,
		"spent / 3 * 3 == spent":                        measure.Yes,
		"regulation('no-such') > 1":                     measure.Unknown,
		"regulation('pay-threshold') == 2200000":        measure.Yes,
		"date('2026-13-01') > start":                    measure.Unknown,
		"len(suppliers) == 1 and suppliers == ['a']":    measure.No,
		"'x-leverandor-0' in suppliers":                 measure.Yes,
		"suppliers contains 'x-leverandor-0'":           measure.Unknown, // expr wants text: see below
		"department startsWith 'inn'":                   measure.Yes,
		"months_between(start, end) == 47":              measure.Yes,
		"days_between(start, date('2026-01-31')) == 30": measure.Yes,
		"status == 'active' and today > start":          measure.Yes,
		"has_requirement('human-rights')":               measure.No, // listed: only pay
		"options == 0 && open_options == 0":             measure.Yes,
		"tiers > 1":                                     measure.Unknown,
	} {
		e, err := expr.Compile(src, &duties.Conditions)
		if err != nil {
			if want != measure.Unknown {
				t.Errorf("%s: %v", src, err)
			}
			continue
		}
		facts.Requirements = nil
		if got := e.Eval(facts).Tri(); got != want {
			t.Errorf("%s: %v, want %v", src, got, want)
		}
	}
}

func TestRatString(t *testing.T) {
	for want, r := range map[string]*big.Rat{"0": new(big.Rat), "0.5": big.NewRat(1, 2), "0.333333": big.NewRat(1, 3), "-1.25": big.NewRat(-5, 4), "12": big.NewRat(12, 1), "0.000001": big.NewRat(1, 1_000_000)} {
		if got := facts.Number(r).String(); got != want {
			t.Errorf("%s: %s", want, got)
		}
	}
}

func FuzzExpression(f *testing.F) {
	for _, s := range []string{"nature != 'goods' && value >= regulation('pay-threshold')", "spent / maximum", "not x", "1 < bids < 3 ? true : 'a' in suppliers"} {
		f.Add(s)
	}
	p := measuretest.Portfolio()
	measuretest.Contract(p)
	made := figures.Of(p.Index(), measuretest.AsOf)
	at := &facts.Facts{World: made.World, ContractFigures: made.Of("a")}
	f.Fuzz(func(t *testing.T, src string) {
		for _, use := range []*expr.Language{&duties.Conditions, &factors.Floors, &factors.Factors} {
			e, err := expr.Compile(src, use)
			if err != nil {
				var ee *expr.Error
				if !errors.As(err, &ee) || ee.Line < 1 || ee.Col < 1 || ee.Width < 1 {
					t.Fatalf("%q: %v", src, err)
				}
				continue
			}
			v := e.Eval(at)
			if use != &factors.Factors && v.Kind != facts.KindTruth && v.Kind != facts.KindUnknown && !strings.Contains(src, "custom") {
				t.Fatalf("%q: %v", src, v)
			}
			if len(why.Of(e, at)) == 0 && use != &factors.Factors {
				t.Fatalf("%q: no reason", src)
			}
		}
	})
}
