package prose

import (
	"strings"
	"testing"
)

// A table that would become millions of cells stays a text; one that people write is a table.
func TestTablesAreBounded(t *testing.T) {
	md := New(func(_, target string) string { return target })
	huge := strings.Repeat("|a", 2000) + "|\n" + strings.Repeat("|-", 2000) + "|\n" + strings.Repeat("|b|\n", 2000)
	if html, _ := md.HTML(huge, ""); strings.Contains(html, "<table") || len(html) > 4*len(huge) || !strings.Contains(html, "|b|") {
		t.Errorf("%d bytes become %d: %.200s", len(huge), len(html), html)
	}
	if html, _ := md.HTML("|a|b|\n|-|-:|\n|1|2|\n", ""); !strings.Contains(html, "<table") || !strings.Contains(html, `class="num"`) {
		t.Errorf("a table of four cells: %s", html)
	}
}

func TestUpperFirst(t *testing.T) {
	if UpperFirst("øvre") != "Øvre" || UpperFirst("") != "" {
		t.Error("the first letter is not raised")
	}
}

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "+47": "'+47", "@x": "'@x", "-12.50": "-12.50", "-12 kr": "'-12 kr", "vekt": "vekt", "": "", "\tx": "'\tx", "\n=1": "'\n=1", "＝1": "'＝1", "ærlig": "ærlig"} {
		if got := Harmless(in); got != want {
			t.Errorf("Harmless(%q) = %q, want %q", in, got, want)
		}
	}
}
