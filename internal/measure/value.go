package measure

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// sort of a value in an expression.
type sort uint8

const (
	unknown sort = iota // missing: the zero value
	truth
	number
	text
	day
	list
)

// value is what a part of an expression comes to.
type value struct {
	sort sort
	b    bool
	r    *big.Rat
	s    string
	d    date.Date
	l    []string
}

func boolValue(b bool) value { return value{sort: truth, b: b} }

func triValue(t Tri) value {
	if t == Unknown {
		return value{}
	}
	return boolValue(t == Yes)
}

func numberValue(r *big.Rat) value {
	if r == nil {
		return value{}
	}
	return value{sort: number, r: r}
}

func intValue(n int) value { return value{sort: number, r: big.NewRat(int64(n), 1)} }

func countValue(n contract.Maybe[int]) value {
	if !n.Set {
		return value{}
	}
	return intValue(n.V)
}

func textValue(s string) value {
	if s == "" {
		return value{}
	}
	return value{sort: text, s: s}
}

func dayValue(d date.Date) value {
	if d.IsZero() {
		return value{}
	}
	return value{sort: day, d: d}
}

func listValue(l []string) value { return value{sort: list, l: l} }

// tri reads a value as an answer.
func (v value) tri() Tri {
	switch {
	case v.sort != truth:
		return Unknown
	case v.b:
		return Yes
	}
	return No
}

// String writes the value as machines read it; nothing where it is unknown.
func (v value) String() string {
	switch v.sort {
	case truth:
		if v.b {
			return "true"
		}
		return "false"
	case number:
		return ratString(v.r)
	case text:
		return v.s
	case day:
		return v.d.String()
	}
	return ""
}

// ratString writes a fraction as a decimal number, with up to six decimals.
func ratString(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	s := r.FloatString(6)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	return s
}

// compare orders two values of one sort; ok is false where they cannot be compared.
func compare(a, b value) (order int, ok bool) {
	if a.sort != b.sort {
		return 0, false
	}
	switch a.sort {
	case number:
		return a.r.Cmp(b.r), true
	case text:
		switch {
		case a.s < b.s:
			return -1, true
		case a.s > b.s:
			return 1, true
		}
		return 0, true
	case day:
		return a.d.Compare(b.d), true
	case truth:
		if a.b == b.b {
			return 0, true
		}
		return 1, true
	case list:
		if slices.Equal(a.l, b.l) {
			return 0, true
		}
		return 1, true
	}
	return 0, false
}
