package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/forvalt/forvalt/internal/date"
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

// Decode reads the frozen reports of a quarter. Unknown keys, numbers that are not
// numbers, another quarter and a newer schema are errors: a figure that was reported is
// shown as it was, or not at all.
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
	if f.Internal.Public || !f.Public.Public {
		return nil, errors.New("internal and public are not what they say")
	}
	return &f, nil
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
