package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/measure/totals"
)

// Errors of a frozen report that cannot be used.
var (
	ErrNewer   = errors.New("written by a newer forvalt")
	ErrQuarter = errors.New("of another quarter")
)

// Encode writes a frozen quarter, the same bytes for the same reports.
func (f *Frozen) Encode() ([]byte, error) { return Indented(f) }

// Indented writes a value as JSON for people and programs, ending in a line break.
func Indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Decode reads the frozen reports of a quarter. Unknown keys, malformed numbers, another
// quarter and a newer schema are errors: a figure is shown as it was reported, or not at all.
func Decode(data []byte, q date.Quarter) (*Frozen, error) {
	var f Frozen
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		if newer(data) {
			return nil, ErrNewer
		}
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("more follows after the report")
	}
	for _, r := range []*Report{f.Internal, f.Public} {
		switch {
		case r == nil:
			return nil, errors.New("internal or public is missing")
		case r.Schema > Schema:
			return nil, ErrNewer
		case r.Quarter != q || r.AsOf != q.Last():
			return nil, ErrQuarter
		}
	}
	if f.Internal.Public || !f.Public.Public || f.Public.inner() {
		return nil, errors.New("internal and public are not what they say")
	}
	if err := errors.Join(f.Internal.words(), f.Public.words()); err != nil {
		return nil, err
	}
	for _, r := range []*Report{f.Internal, f.Public} {
		r.Status.netted()
		if r.Before != nil {
			r.Before.netted()
		}
	}
	return &f, nil
}

// netted fills in the net benefits that reports of version 1 do not state.
func (s *Status) netted() {
	if b, ok := s.Benefits[contract.ClassCash]; ok && b.Net == "" {
		b.Net = NumberOf(measure.Difference(b.Realised.Rat(), b.Costs.Rat()), 2)
		s.Benefits[contract.ClassCash] = b
	}
}

// inner tells whether a report says anything that is internal.
func (r *Report) inner() bool {
	status := func(s *Status) bool {
		return s != nil && len(s.Bands)+s.Managers+s.Hours+s.Capacity+s.Overload+s.Open != 0
	}
	found := func(a Inspected) bool { return a.WithFindings+a.Findings+a.Open != 0 }
	return len(r.Movements)+len(r.Deviations.Open)+len(r.Workload)+len(r.Quality)+len(r.Decisions)+len(r.Source.Unread) > 0 ||
		r.Model != "" || status(&r.Status) || status(r.Before) || slices.ContainsFunc(r.Areas, found) || slices.ContainsFunc(r.Themes, found)
}

// words checks that every word is of its set, because a report may have been changed by
// hand, and another word would have no text.
func (r *Report) words() error {
	if err := oneOf("source kind", r.Source.Kind, sourceKinds); err != nil {
		return err
	}
	for _, p := range r.Purchases {
		if p.Amount == "" || p.Quarter.IsZero() {
			return errors.New("a purchase lacks its quarter or amount")
		}
	}
	var errs []error
	for _, d := range r.Decisions {
		errs = append(errs, oneOf("decision", d.Kind, deadlines.DecisionKinds))
	}
	for _, d := range r.Deadlines {
		errs = append(errs, oneOf("deadline", d.Kind, deadlines.TermKinds))
	}
	for _, o := range r.Deviations.Open {
		errs = append(errs, oneOf("severity", o.Severity, matters.Severities))
	}
	for _, q := range r.Quality {
		errs = append(errs, oneOf("data quality", q.Kind, totals.Gaps))
	}
	for class := range r.Benefits {
		errs = append(errs, oneOf("benefit class", class, Classes))
	}
	for _, m := range r.Movements {
		errs = append(errs, oneOf("band", m.From, measure.Bands), oneOf("band", m.To, measure.Bands))
	}
	return cmp.Or(errs...)
}

func oneOf[T ~string](what string, word T, set []T) error {
	if slices.Contains(set, word) {
		return nil
	}
	return fmt.Errorf("%s cannot be %.40q", what, word)
}

// newer tells whether JSON that does not fit was written by a newer program.
func newer(data []byte) bool {
	var v struct{ Internal struct{ Schema int } }
	return json.Unmarshal(data, &v) == nil && v.Internal.Schema > Schema
}

var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,6})?$`)

// UnmarshalJSON reads a plain decimal number, or null.
func (n *Number) UnmarshalJSON(data []byte) error {
	switch s := string(data); {
	case s == "null":
		*n = ""
	case decimal.MatchString(s):
		*n = Number(s)
	default:
		return fmt.Errorf("%.40q is not a plain decimal number", s)
	}
	return nil
}
