package templates

import (
	"encoding/json"
	"strings"

	"github.com/a-h/templ"
)

// policy lets a page load only what lies beside it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"

// text is a text of the pages' area; kv are names and values of its arguments.
func (f Frame) text(key string, kv ...any) string {
	var args map[string]any
	if len(kv) > 0 {
		args = make(map[string]any, len(kv)/2)
		for i := 0; i+1 < len(kv); i += 2 {
			args[kv[i].(string)] = kv[i+1]
		}
	}
	return f.T("pages."+key, args)
}

func (f Frame) fullTitle() string {
	title := f.Title
	if n := len(f.Crumbs); n > 1 { // a department and a category may have one name
		title += " – " + f.Crumbs[n-1].Text
	}
	if title != f.SiteName {
		title += " – " + f.SiteName
	}
	if f.Owner != "" {
		title += ", " + f.Owner
	}
	return title
}

// helpLinks are the help links of the footer, with the page's own first.
func (f Frame) helpLinks() []Link {
	var links []Link
	if f.Provenance.Edit != "" {
		links = append(links, Link{f.text("foot.edit"), f.Provenance.Edit})
	}
	if f.Provenance.Report != "" {
		links = append(links, Link{f.text("foot.report"), f.Provenance.Report})
	}
	return append(links, f.FootHelp...)
}

// searchKinds are the words for the kinds of hits, and the sentences around them, for
// the script.
func (f Frame) searchKinds() string {
	words := map[string]string{}
	for _, k := range []string{
		"contract", "supplier", "person", "department", "category", "requirement", "guidance", "rule", "page",
		"all", "all-kinds", "none", "count", "suggestions", "prompt",
	} {
		words[k] = f.text("search."+k, "n", "{n}", "q", "{q}")
	}
	b, err := json.Marshal(words) // sorted keys; strings cannot fail
	if err != nil {
		return "{}"
	}
	return string(b)
}

func (n NavItem) current() templ.Attributes {
	switch {
	case n.Current && n.Exact:
		return templ.Attributes{"aria-current": "page"}
	case n.Current:
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}

// dataScript is JSON for a script to read, safe inside HTML.
func dataScript(class, data string) templ.Component {
	return templ.Raw(`<script type="application/json" class="` + class + `">` + strings.ReplaceAll(data, "<", `\u003c`) + `</script>`)
}

// chartsCode tells the script where the code of charts is; it is large, and comes when a
// reader points at a chart.
func chartsCode(f Frame, x extras) templ.Attributes {
	if !x.charts {
		return nil
	}
	return templ.Attributes{"data-charts": f.Assets + "charts.js"}
}
