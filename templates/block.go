package templates

import "github.com/a-h/templ"

// TableBlock is a table as a block of a Section.
func TableBlock(f Frame, t Table) templ.Component { return table(f, t) }

// FigureBlock is a chart as a block of a Section.
func FigureBlock(f Frame, v Figure) templ.Component { return figure(f, v) }

// FactsBlock is labelled values as a block of a Section.
func FactsBlock(list []Fact) templ.Component { return definitions(list) }

// ProseBlock is sanitised markup as a block of a Section.
func ProseBlock(body HTML) templ.Component { return prose(body) }

// EmptyBlock says what is missing and what to do, as a block of a Section.
func EmptyBlock(text string) templ.Component { return empty(text) }
