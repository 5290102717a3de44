package reports

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/prose"
)

// A report that is a file of its own keeps links that lead out, and no others: the site's
// pages do not lie beside it.
func TestLinksOfAFile(t *testing.T) {
	html, _ := prose.New(outward).HTML("[ut](https://example.org/x) [inn](../rutiner/avvik.md) [farlig](javascript:alert(1)) [fil](file:///etc/passwd)", "")
	if !strings.Contains(html, `href="https://example.org/x"`) || strings.Count(html, "href=") != 1 {
		t.Error(html)
	}
}
