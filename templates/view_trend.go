package templates

// Trends is how figures developed, quarter by quarter. Without an ID it is left out.
type Trends struct {
	ID         string // unique in the page, an HTML id
	Title      string
	Conclusion string
	KPIs       []KPI // today's value, the value before, and a line of all
	Table      Table // quarters downwards
	Notes      []string
}
