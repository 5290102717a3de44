package kit

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strings"
)

// Twin is the JSON beside a page.
func (s *Site) Twin(at string, data func() any) Page {
	return Page{Path: at + "index.json", Draw: func(b *bytes.Buffer) error { return WriteJSON(b, data()) }}
}

// WriteJSON writes data for programs, the same bytes for the same data.
func WriteJSON(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(v)
}

// Numeral is a number that is already written, or null.
type Numeral string

// MarshalJSON writes the number as it stands.
func (n Numeral) MarshalJSON() ([]byte, error) { return []byte(n), nil }

// Number writes a fraction with two decimals, or null.
func Number(r *big.Rat) Numeral {
	if r == nil {
		return "null"
	}
	return Numeral(strings.TrimSuffix(r.FloatString(2), ".00"))
}
