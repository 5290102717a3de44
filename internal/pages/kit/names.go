package kit

import "strings"

// names are the words of addresses beside those of kinds: parameters of the list of
// contracts (its filters, sorts and columns), and sections of pages. By key, as code calls
// them; a key that is not here stands for itself. Like slugs they never change.
var names = map[string]Slugs{
	// Filters, sorts and columns of the list.
	"category":   {NB: "kategori", NN: "kategori", EN: "category"},
	"ceiling":    {NB: "tak", NN: "tak", EN: "ceiling"},
	"department": {NB: "avdeling", NN: "avdeling", EN: "department"},
	"end":        {NB: "utloper", NN: "sluttar", EN: "end"},
	"forecast":   {NB: "prognose", NN: "prognose", EN: "forecast"},
	"kind":       {NB: "type", NN: "type", EN: "kind"},
	"last-end":   {NB: "lengst", NN: "lengst", EN: "last-end"},
	"manager":    {NB: "forvalter", NN: "forvaltar", EN: "manager"},
	"matrix":     {NB: "matrise", NN: "matrise", EN: "matrix"},
	"risk":       {NB: "risiko", NN: "risiko", EN: "risk"},
	"title":      {NB: "tittel", NN: "tittel", EN: "title"},
	"use":        {NB: "forbruk", NN: "forbruk", EN: "use"},
	"value":      {NB: "verdi", NN: "verdi", EN: "value"},
}

// choices are the words of filters' values, by filter and value; one that is not here stands
// for itself.
var choices = map[[2]string]Slugs{
	{"end", "later"}:         {NB: "senere", NN: "seinare", EN: "later"},
	{"manager", "none"}:      {NB: "ingen", NN: "ingen", EN: "none"},
	{"use", "over-forecast"}: {NB: "over-prognose", NN: "over-prognose", EN: "over-forecast"},
	{"use", "high"}:          {NB: "70", NN: "70", EN: "70"},
	{"use", "low"}:           {NB: "under", NN: "under", EN: "under"},
	{"use", "unknown"}:       {NB: "ukjent", NN: "ukjend", EN: "unknown"},
}

// Name is the word of a key in addresses. The portfolio's language decides, as for slugs.
func (s *Site) Name(key string) string {
	if n, ok := names[key]; ok {
		return n.In(s.P.Settings.Site.Language)
	}
	return key
}

// Choice is the word of a filter's value in addresses; of the filter "sort" a value is a sort.
func (s *Site) Choice(filter, value string) string {
	if filter == "sort" {
		return s.Name(value)
	}
	if n, ok := choices[[2]string{filter, value}]; ok {
		return n.In(s.P.Settings.Site.Language)
	}
	return value
}

// Filter is a filter of the list of contracts with the values chosen, as an address has it:
// "forbruk=over-prognose,over".
func (s *Site) Filter(filter string, values ...string) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = s.Choice(filter, v)
	}
	return s.Name(filter) + "=" + strings.Join(words, ",")
}
