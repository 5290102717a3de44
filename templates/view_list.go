package templates

// ContractList is the page of all contracts. Rows come sorted by the first sort.
type ContractList struct {
	Lead        string
	Rows        []ContractRow
	Facets      []Facet
	Sorts       []SortChoice
	Total       int           // how many contracts there are; Rows may be the first of them
	Data        []string      // Hrefs of the scripts that hold all rows (ListScript), in order; none where Rows are all
	Parts       []ListPart    // of a list with Data: pages that hold all rows, for those without scripts
	Sheet       []SheetColumn // of the selection as a file; the values are ContractRow.Sheet
	File        string        // name of that file, without its ending
	SheetName   string        // of the table in a workbook
	CSV         Link          // all contracts as CSV
	XLSX        Link          // all contracts as a workbook; may be empty
	HideManager bool          // public profile
	HideRisk    bool          // public profile
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

// SheetColumn is a column of the selection as a file.
type SheetColumn struct {
	Head  string `json:"head"`
	Kind  string `json:"kind"`           // text, number, date
	Of    string `json:"of,omitempty"`   // the column of the list that it goes with; "": always there
	From  string `json:"from,omitempty"` // "facet:<name>": the words of that filter; "sort:<name>": that key; "": the next of ContractRow.Sheet
	Width int    `json:"width"`          // in characters
}

// ListPart is the contracts of a department, on pages of their own.
type ListPart struct {
	Name  string
	Count int
	Pages []Link // "1–500"; Text empty where there is one only
}

// ContractPart is a page of a long list: some contracts of a department, sorted by title.
type ContractPart struct {
	Lead        string
	Back        Link // to the whole list
	Pages       []Link
	Page        int // of Pages, from 0: this one
	Rows        []ContractRow
	HideManager bool
	HideRisk    bool
}
