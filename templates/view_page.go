package templates

import "github.com/a-h/templ"

// Page is a page that render composes of sections, where no view of its own is needed.
type Page struct {
	Kicker   string
	Title    string
	Lead     string
	Calendar Link // to subscribe to; may be empty
	KPIs     []KPI
	Facts    []Fact
	Trends   Trends // ID "": none
	Sections []Section
	Charts   bool // a chart on the page is enhanced in the browser
}

// Block is a part of a section.
type Block = templ.Component

// StackBar is shares of a whole on one line, beside the numbers that say the same.
type StackBar struct {
	Parts []BarPart
	Mark  float64 // share at which a target stands; 0: none
}

// BarPart is a share of the whole, with the tone of package chart.
type BarPart struct {
	Share float64
	Tone  string
}

// TableBlock is a table as a block of a Section.
func TableBlock(f Frame, t Table) templ.Component { return longTable(f, t) }

// FigureBlock is a chart as a block of a Section.
func FigureBlock(f Frame, v Figure) templ.Component { return figure(f, v) }

// FactsBlock is labelled values as a block of a Section.
func FactsBlock(list []Fact) templ.Component { return definitions(list) }

// ProseBlock is sanitised markup as a block of a Section.
func ProseBlock(body HTML) templ.Component { return prose(body) }

// EmptyBlock says what is missing and what to do, as a block of a Section.
func EmptyBlock(text string) templ.Component { return empty(text) }

// CeilingsBlock is bars of use against the ceiling as a block of a Section.
func CeilingsBlock(f Frame, l CeilingList) templ.Component { return ceilings(f, l) }

// ContractsBlock is a table of contracts as a block of a Section.
func ContractsBlock(f Frame, t ContractTable) templ.Component { return contracts(f, t) }

// FoldedTable is a table that is opened by the reader, as a block of a Section.
func FoldedTable(f Frame, summary string, t Table) templ.Component { return folded(f, summary, t) }

// LegendBlock explains the tones of bars in a table, as a block of a Section.
func LegendBlock(keys []KeyItem) templ.Component { return legend(keys) }

// ParagraphsBlock is plain text, a paragraph each, as a block of a Section.
func ParagraphsBlock(texts ...string) templ.Component { return paragraphs(texts) }

// x is where part i of the bar begins, and its width, as SVG lengths.
func (b StackBar) x(i int) (from, width string) {
	at := 0.0
	for _, p := range b.Parts[:i] {
		at += p.Share
	}
	return percent(at), percent(min(b.Parts[i].Share, max(0, 1-at)))
}
