package address

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// names are the words of addresses beside those of kinds: parameters of the list of
// contracts (its filters, sorts and columns), and sections of pages. By key, as code calls
// them; a key that is not here stands for itself. Like slugs they never change.
var names = map[string]Slugs{
	// Filters, sorts and columns of lists.
	"asks":        {NB: "krever", NN: "krev", EN: "asks"},
	"carried":     {NB: "kontrollert", NN: "kontrollert", EN: "inspected"},
	"debt":        {NB: "frist", NN: "frist", EN: "deadline"},
	"followed":    {NB: "folges", NN: "folgjast", EN: "followed"},
	"gap":         {NB: "uten", NN: "utan", EN: "without"},
	"outcome":     {NB: "utfall", NN: "utfall", EN: "outcome"},
	"month":       {NB: "maned", NN: "manad", EN: "month"},
	"severity":    {NB: "alvor", NN: "alvor", EN: "severity"},
	"state":       {NB: "tilstand", NN: "tilstand", EN: "state"},
	"supplier":    {NB: "leverandor", NN: "leverandor", EN: "supplier"},
	"theme":       {NB: "tema", NN: "tema", EN: "theme"},
	"quarter":     {NB: "kvartal", NN: "kvartal", EN: "quarter"},
	"area":        {NB: "omrade", NN: "omrade", EN: "area"},
	"requirement": {NB: "krav", NN: "krav", EN: "requirement"},
	"when":        {NB: "nar", NN: "nar", EN: "when"},
	"category":    {NB: "kategori", NN: "kategori", EN: "category"},
	"ceiling":     {NB: "tak", NN: "tak", EN: "ceiling"},
	"department":  {NB: "avdeling", NN: "avdeling", EN: "department"},
	"end":         {NB: "utloper", NN: "sluttar", EN: "end"},
	"forecast":    {NB: "prognose", NN: "prognose", EN: "forecast"},
	"kind":        {NB: "type", NN: "type", EN: "kind"},
	"last-end":    {NB: "lengst", NN: "lengst", EN: "last-end"},
	"manager":     {NB: "forvalter", NN: "forvaltar", EN: "manager"},
	"matrix":      {NB: "matrise", NN: "matrise", EN: "matrix"},
	"risk":        {NB: "risiko", NN: "risiko", EN: "risk"},
	"title":       {NB: "tittel", NN: "tittel", EN: "title"},
	"use":         {NB: "forbruk", NN: "forbruk", EN: "use"},
	"value":       {NB: "verdi", NN: "verdi", EN: "value"},

	// Sections and figures of pages, and rows that others link to.
	"actions":                {NB: "tiltak", NN: "tiltak", EN: "actions"},
	"age":                    {NB: "alder", NN: "alder", EN: "age"},
	"all":                    {NB: "alle", NN: "alle", EN: "all"},
	"amendments":             {NB: "endringsavtaler", NN: "endringsavtalar", EN: "amendments"},
	"applies":                {NB: "gjelder", NN: "gjeld", EN: "applies"},
	"areas":                  {NB: "omrader", NN: "omrade", EN: "areas"},
	"basis":                  {NB: "grunnlag", NN: "grunnlag", EN: "basis"},
	"benefits":               {NB: "gevinster", NN: "gevinstar", EN: "benefits"},
	"candidates":             {NB: "kandidater", NN: "kandidatar", EN: "candidates"},
	"capacity":               {NB: "kapasitet", NN: "kapasitet", EN: "capacity"},
	"categories":             {NB: "kategorier", NN: "kategoriar", EN: "categories"},
	"changes":                {NB: "endringer", NN: "endringar", EN: "changes"},
	"closed":                 {NB: "lukket", NN: "lukka", EN: "closed"},
	"contact":                {NB: "kontakt", NN: "kontakt", EN: "contact"},
	"contracts":              {NB: "kontrakter", NN: "kontraktar", EN: "contracts"},
	"correction":             {NB: "retting", NN: "retting", EN: "correction"},
	"coverage":               {NB: "dekning", NN: "dekning", EN: "coverage"},
	"curve":                  {NB: "kurve", NN: "kurve", EN: "curve"},
	"data-rules":             {NB: "dataregler", NN: "datareglar", EN: "data-rules"},
	"date":                   {NB: "dato", NN: "dato", EN: "date"},
	"deadlines":              {NB: "frister", NN: "fristar", EN: "deadlines"},
	"deadline-months":        {NB: "frister", NN: "fristar", EN: "deadline-months"},
	"details":                {NB: "detaljer", NN: "detaljar", EN: "details"},
	"deviation":              {NB: "avvik", NN: "avvik", EN: "deviation"},
	"deviations":             {NB: "avvik", NN: "avvik", EN: "deviations"},
	"documents":              {NB: "dokumenter", NN: "dokument", EN: "documents"},
	"evidence":               {NB: "dokumentasjon", NN: "dokumentasjon", EN: "evidence"},
	"example":                {NB: "eksempel", NN: "dome", EN: "example"},
	"fields":                 {NB: "felter", NN: "felt", EN: "fields"},
	"figure":                 {NB: "figur", NN: "figur", EN: "figure"},
	"files":                  {NB: "filer", NN: "filer", EN: "files"},
	"finding":                {NB: "funn", NN: "funn", EN: "finding"},
	"findings":               {NB: "funn", NN: "funn", EN: "findings"},
	"follow-up":              {NB: "oppfolging", NN: "oppfolging", EN: "follow-up"},
	"group":                  {NB: "gruppe", NN: "gruppe", EN: "group"},
	"highest":                {NB: "hoyest", NN: "hogst", EN: "highest"},
	"inspections":            {NB: "kontroller", NN: "kontrollar", EN: "inspections"},
	"inspections-by-quarter": {NB: "kontroller-kvartal", NN: "kontrollar-kvartal", EN: "inspections-by-quarter"},
	"lead-times":             {NB: "ledetider", NN: "ledetider", EN: "lead-times"},
	"leakage-by-quarter":     {NB: "lekkasje-kvartal", NN: "lekkasje-kvartal", EN: "leakage-by-quarter"},
	"licence":                {NB: "lisens", NN: "lisens", EN: "licence"},
	"limits":                 {NB: "grenser", NN: "grenser", EN: "limits"},
	"log":                    {NB: "logg", NN: "logg", EN: "log"},
	"method":                 {NB: "metode", NN: "metode", EN: "method"},
	"missing":                {NB: "mangler", NN: "manglar", EN: "missing"},
	"model":                  {NB: "modell", NN: "modell", EN: "model"},
	"movements":              {NB: "bevegelser", NN: "rorsler", EN: "movements"},
	"note":                   {NB: "merknad", NN: "merknad", EN: "note"},
	"notes":                  {NB: "notater", NN: "notat", EN: "notes"},
	"off-contract":           {NB: "utenfor", NN: "utanfor", EN: "off-contract"},
	"open":                   {NB: "apne", NN: "opne", EN: "open"},
	"overdue":                {NB: "forfalt", NN: "forfalle", EN: "overdue"},
	"part":                   {NB: "del", NN: "del", EN: "part"},
	"passing":                {NB: "over", NN: "over", EN: "passing"},
	"period":                 {NB: "periode", NN: "periode", EN: "period"},
	"position":               {NB: "posisjon", NN: "posisjon", EN: "position"},
	"prices":                 {NB: "priser", NN: "prisar", EN: "prices"},
	"quarters":               {NB: "kvartaler", NN: "kvartal", EN: "quarters"},
	"requirement-method":     {NB: "kravmetode", NN: "kravmetode", EN: "requirement-method"},
	"requirements":           {NB: "krav", NN: "krav", EN: "requirements"},
	"risk-model":             {NB: "risikomodell", NN: "risikomodell", EN: "risk-model"},
	"rule":                   {NB: "regelen", NN: "regelen", EN: "rule"},
	"see-also":               {NB: "se-ogsa", NN: "sja-ogsa", EN: "see-also"},
	"shares":                 {NB: "andeler", NN: "andelar", EN: "shares"},
	"sources":                {NB: "kilder", NN: "kjelder", EN: "sources"},
	"spend":                  {NB: "innkjop", NN: "innkjop", EN: "spend"},
	"standing":               {NB: "tilstand", NN: "tilstand", EN: "standing"},
	"suppliers":              {NB: "leverandorer", NN: "leverandorar", EN: "suppliers"},
	"supply-chain":           {NB: "leverandorkjede", NN: "leverandorkjede", EN: "supply-chain"},
	"tests":                  {NB: "tester", NN: "testar", EN: "tests"},
	"themes":                 {NB: "tema", NN: "tema", EN: "themes"},
	"totals":                 {NB: "summer", NN: "summar", EN: "totals"},
	"trends":                 {NB: "utvikling", NN: "utvikling", EN: "trends"},
	"turnover":               {NB: "omsetning", NN: "omsetning", EN: "turnover"},
	"turnover-by-quarter":    {NB: "omsetning-kvartal", NN: "omsetning-kvartal", EN: "turnover-by-quarter"},
	"turnover-of-supplier":   {NB: "omsetning-leverandor", NN: "omsetning-leverandor", EN: "turnover-of-supplier"},
	"under":                  {NB: "underleverandor", NN: "underleverandor", EN: "subcontractor"},
	"why":                    {NB: "hvorfor", NN: "kvifor", EN: "why"},
	"words":                  {NB: "ord", NN: "ord", EN: "words"},
}

// choices are the words of filters' values, by filter and value; one that is not here stands
// for itself.
var choices = map[[2]string]Slugs{
	{"asks", "over-forecast"}: {NB: "over-prognose", NN: "over-prognose", EN: "over-forecast"},
	{"asks", "option"}:        {NB: "opsjon", NN: "opsjon", EN: "option"},
	{"asks", "ending"}:        {NB: "utloper", NN: "sluttar", EN: "ending"},
	{"asks", "open"}:          {NB: "avvik", NN: "avvik", EN: "deviations"},
	{"asks", "several-open"}:  {NB: "flere-avvik", NN: "fleire-avvik", EN: "several-deviations"},
	{"asks", "unmanaged"}:     {NB: "forvalter", NN: "forvaltar", EN: "manager"},
	{"carried", "yes"}:        {NB: "ja", NN: "ja", EN: "yes"},
	{"carried", "no"}:         {NB: "nei", NN: "nei", EN: "no"},
	{"debt", "yes"}:           {NB: "over", NN: "over", EN: "overdue"},
	{"followed", "yes"}:       {NB: "ja", NN: "ja", EN: "yes"},
	{"followed", "no"}:        {NB: "nei", NN: "nei", EN: "no"},
	{"gap", "ceiling"}:        {NB: "tak", NN: "tak", EN: "ceiling"},
	{"gap", "turnover"}:       {NB: "omsetning", NN: "omsetning", EN: "turnover"},
	{"outcome", "found"}:      {NB: "avvik", NN: "avvik", EN: "deviations"},
	{"outcome", "conform"}:    {NB: "i-orden", NN: "i-orden", EN: "in-order"},
	{"outcome", "planned"}:    {NB: "planlagt", NN: "planlagt", EN: "planned"},
	{"period", "year"}:        {NB: "i-ar", NN: "i-ar", EN: "this-year"},
	{"state", "open"}:         {NB: "apent", NN: "ope", EN: "open"},
	{"state", "closed"}:       {NB: "lukket", NN: "lukka", EN: "closed"},
	{"state", "late"}:         {NB: "over-fristen", NN: "over-fristen", EN: "overdue"},
	{"when", "late"}:          {NB: "over-fristen", NN: "over-fristen", EN: "overdue"},
	{"when", "soon"}:          {NB: "90", NN: "90", EN: "90"},
	{"when", "year"}:          {NB: "365", NN: "365", EN: "365"},
	{"when", "later"}:         {NB: "senere", NN: "seinare", EN: "later"},
	{"end", "later"}:          {NB: "senere", NN: "seinare", EN: "later"},
	{"manager", "none"}:       {NB: "ingen", NN: "ingen", EN: "none"},
	{"use", "over-forecast"}:  {NB: "over-prognose", NN: "over-prognose", EN: "over-forecast"},
	{"use", "high"}:           {NB: "70", NN: "70", EN: "70"},
	{"use", "low"}:            {NB: "under", NN: "under", EN: "under"},
	{"use", "unknown"}:        {NB: "ukjent", NN: "ukjend", EN: "unknown"},
}

// Name is the word of a key in addresses. The portfolio's language decides, as for slugs.
func (b *Book) Name(key string) string {
	if n, ok := names[key]; ok {
		return n.In(b.lang)
	}
	return key
}

// Choice is the word of a filter's value in addresses; of the filter "sort" a value is a sort.
func (b *Book) Choice(filter, value string) string {
	if filter == "sort" {
		return b.Name(value)
	}
	if n, ok := choices[[2]string{filter, value}]; ok {
		return n.In(b.lang)
	}
	return token(value)
}

// token writes what a portfolio calls something, which may be any text, without what parts
// values from each other: spaces, commas and bars. No two texts become one.
func token(text string) string {
	if !strings.ContainsAny(text, " ,|_~\t\n\r\u00a0") {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == ' ':
			b.WriteByte('_')
		case unicode.IsSpace(r) || strings.ContainsRune(",|_~", r):
			fmt.Fprintf(&b, "~%x~", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Filter is a filter of a list with the values chosen, as an address has it:
// "forbruk=over-prognose,over".
func (b *Book) Filter(filter string, values ...string) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = url.QueryEscape(b.Choice(filter, v))
	}
	return b.Name(filter) + "=" + strings.Join(words, ",")
}
