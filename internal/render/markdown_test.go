package render

import (
	"strings"
	"testing"
)

// A table that would become millions of cells stays a text; one that people write is a table.
func TestTablesAreBounded(t *testing.T) {
	md := newMarkdown(func(_, target string) string { return target })
	huge := strings.Repeat("|a", 2000) + "|\n" + strings.Repeat("|-", 2000) + "|\n" + strings.Repeat("|b|\n", 2000)
	if html, _ := md.HTML(huge, ""); strings.Contains(html, "<table") || len(html) > 4*len(huge) || !strings.Contains(html, "|b|") {
		t.Errorf("%d bytes become %d: %.200s", len(huge), len(html), html)
	}
	if html, _ := md.HTML("|a|b|\n|-|-:|\n|1|2|\n", ""); !strings.Contains(html, "<table") || !strings.Contains(html, `class="num"`) {
		t.Errorf("a table of four cells: %s", html)
	}
}

// A report that is a file of its own keeps links that lead out, and no others: the site's
// pages do not lie beside it.
func TestLinksOfAFile(t *testing.T) {
	html, _ := newMarkdown(outward).HTML("[ut](https://example.org/x) [inn](../rutiner/avvik.md) [farlig](javascript:alert(1)) [fil](file:///etc/passwd)", "")
	if !strings.Contains(html, `href="https://example.org/x"`) || strings.Count(html, "href=") != 1 {
		t.Error(html)
	}
}
