package money

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Amount
		err  error
	}{
		{"0", 0, nil},
		{"1_234_567.50", 123456750, nil},
		{"-12.3", -1230, nil},
		{"+7", 700, nil},
		{"1.500", 150, nil},
		{"1.005", 0, ErrDecimals},
		{"1e6", 0, ErrSyntax},
		{"inf", 0, ErrSyntax},
		{"", 0, ErrSyntax},
		{"-", 0, ErrSyntax},
		{"1__0", 0, ErrSyntax},
		{"1_", 0, ErrSyntax},
		{"1_.5", 0, ErrSyntax},
		{"1.", 0, ErrSyntax},
		{".5", 0, ErrSyntax},
		{"0x1F", 0, ErrSyntax},
		{"1000000000000", Max, nil},
		{"1000000000000.01", 0, ErrRange},
		{"9999999999999999999999", 0, ErrRange},
	} {
		got, err := Parse(c.in)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("Parse(%q) = %d, %v; want %d, %v", c.in, got, err, c.want, c.err)
		}
	}
}

func TestParseReadsWhatStringWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Amount(rapid.Int64Range(-int64(Max), int64(Max)).Draw(t, "øre"))
		if got, err := Parse(a.String()); got != a || err != nil {
			t.Fatalf("Parse(%q) = %d, %v; want %d", a.String(), got, err, a)
		}
		if got, err := ParseDecimal(a.String()); err != nil || got.Rat().Cmp(a.Rat()) != 0 {
			t.Fatalf("ParseDecimal(%q) = %v, %v", a.String(), got, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1_000.25", "-0.1", "++1", "1e3", "٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := Parse(s)
		if err != nil {
			return
		}
		if b, err := Parse(a.String()); err != nil || a != b {
			t.Errorf("%q reads as %v, which reads as %v, %v", s, a, b, err)
		}
	})
}
