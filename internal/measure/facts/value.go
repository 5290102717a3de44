package facts

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// Kind of a value.
type Kind uint8

// The kinds of values.
const (
	KindUnknown Kind = iota // missing: the zero value
	KindTruth
	KindNumber
	KindText
	KindDay
	KindList
)

// Value is what a part of an expression comes to: one of the fields, by its kind.
type Value struct {
	Kind   Kind
	Truth  bool
	Number *big.Rat
	Text   string
	Day    date.Date
	List   []string
}

// Bool is yes or no.
func Bool(b bool) Value { return Value{Kind: KindTruth, Truth: b} }

// Answer is yes, no or unknown.
func Answer(t measure.Tri) Value {
	if t == measure.Unknown {
		return Value{}
	}
	return Bool(t == measure.Yes)
}

// Number is a number; unknown where there is none.
func Number(r *big.Rat) Value {
	if r == nil {
		return Value{}
	}
	return Value{Kind: KindNumber, Number: r}
}

// Int is a whole number.
func Int(n int) Value { return Value{Kind: KindNumber, Number: big.NewRat(int64(n), 1)} }

// Count is a count; unknown where it is unset.
func Count(n contract.Maybe[int]) Value {
	if !n.Set {
		return Value{}
	}
	return Int(n.V)
}

// Text is a text; unknown where it is empty.
func Text(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{Kind: KindText, Text: s}
}

// Day is a date; unknown where it is not set.
func Day(d date.Date) Value {
	if d.IsZero() {
		return Value{}
	}
	return Value{Kind: KindDay, Day: d}
}

// List is a list of texts, known also where it is empty.
func List(l []string) Value { return Value{Kind: KindList, List: l} }

// Tri reads a value as an answer.
func (v Value) Tri() measure.Tri {
	switch {
	case v.Kind != KindTruth:
		return measure.Unknown
	case v.Truth:
		return measure.Yes
	}
	return measure.No
}

// String writes the value as machines read it; nothing where it is unknown.
func (v Value) String() string {
	switch v.Kind {
	case KindTruth:
		if v.Truth {
			return "true"
		}
		return "false"
	case KindNumber:
		return ratString(v.Number)
	case KindText:
		return v.Text
	case KindDay:
		return v.Day.String()
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

// Compare orders two values of one sort; ok is false where they cannot be compared.
func Compare(a, b Value) (order int, ok bool) {
	if a.Kind != b.Kind {
		return 0, false
	}
	switch a.Kind {
	case KindNumber:
		return a.Number.Cmp(b.Number), true
	case KindText:
		switch {
		case a.Text < b.Text:
			return -1, true
		case a.Text > b.Text:
			return 1, true
		}
		return 0, true
	case KindDay:
		return a.Day.Compare(b.Day), true
	case KindTruth:
		if a.Truth == b.Truth {
			return 0, true
		}
		return 1, true
	case KindList:
		if slices.Equal(a.List, b.List) {
			return 0, true
		}
		return 1, true
	}
	return 0, false
}
