package templates

// ContractList is the page of all contracts. Rows come sorted by the first sort.
type ContractList struct {
	Lead        string
	Rows        []ContractRow
	Facets      []Facet
	Sorts       []SortChoice
	CSV         Link // all contracts as CSV
	XLSX        Link // all contracts as a workbook; may be empty
	HideManager bool // public profile
	HideRisk    bool // public profile
}

// Facet is a group of filters; its Name is the parameter in the address.
type Facet struct {
	Name    string // ASCII: "risiko"
	Label   string
	Open    bool
	Options []FacetOption
}

// FacetOption is one filter.
type FacetOption struct {
	Value string // ASCII, no space or comma
	Label string
	Count int
}

// SortChoice is a way to sort; its place is the place in ContractRow.Sort.
type SortChoice struct {
	Name       string // in the address: "utloper"
	Label      string
	Numeric    bool
	Descending bool
}
