package print

import (
	"math/big"
	"strings"
	"testing"
)

func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := JSON(&b, []Number{Rounded(big.NewRat(2, 3), 2), Rounded(nil, 2)}); err != nil || b.String() != "[\n  0.67,\n  null\n]\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestColumns(t *testing.T) {
	var b strings.Builder
	if err := Columns(&b, "  ", [][]string{{"Høy", "1"}, {"Kritisk", "22"}}); err != nil || b.String() != "  Høy      1\n  Kritisk  22\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}
