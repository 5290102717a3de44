// Package contract is the model: a portfolio of contracts and all that is kept
// about them, as values.
//
// In go only the values that package store reads; out come the types that
// every other package speaks. Each record knows the place in the file that made it
// (Origin). What holds of a field is declared here, once, as struct tags:
//
//	toml:"key"        its key in the file
//	ref:"supplier"    the kind of record that its text names
//	required:"true"   a contract cannot be built without it
//	vis:"internal"    it never leaves the internal profile (see PublicPart)
//	vis:"some"        some of it does not: what it holds or names may be internal
//	grows:"lines"     a list that people add to: a file has an item of it on each line
//	grows:"sorted"    such a list whose order says nothing: in the order of the items
//
// The order of the fields is that of the keys in a file. It keeps apart what different people
// change, so that their changes merge. A list of tables grows, and is in the order of what
// identifies its items where it lies in a contract's folder (see store.Format).
//
// What a field with a closed set of words may hold, its type tells (see Choices).
//
// There is no I/O, no clock, no rule and no figure here.
package contract

import (
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/money"
)

// Maybe is a value that may be missing. Missing is not zero.
type Maybe[T any] struct {
	V   T
	Set bool
}

// Some is a value that is there.
func Some[T any](v T) Maybe[T] { return Maybe[T]{v, true} }

// Any is the value, or nil.
func (m Maybe[T]) Any() any {
	if !m.Set {
		return nil
	}
	return m.V
}

// Origin is where a record stands: its file and the path of its table there. Through it any
// figure can lead to the line that it comes from.
type Origin struct {
	Src  *diag.Source
	Path string // "" for the file itself, "options[2]" for a table in it
}

// At is the place of the value of key in the record's table; key "" is the table.
func (o Origin) At(key string) diag.Place { return o.Src.Value(o.join(key)) }

// AtKey is the place of the key itself.
func (o Origin) AtKey(key string) diag.Place { return o.Src.Key(o.join(key)) }

// File is the path of the file that holds the record, "" where none does.
func (o Origin) File() string {
	if o.Src == nil {
		return ""
	}
	return o.Src.Path
}

func (o Origin) join(key string) string {
	if o.Path == "" || key == "" {
		return o.Path + key
	}
	return o.Path + "." + key
}

// Text is what people read, by language; a plain string in a file has the language "".
type Text map[string]string

// In is the text in a language, or else in the portfolio's own words.
func (t Text) In(lang string) string {
	for _, l := range []string{lang, "", "nb", "nn", "en"} {
		if s := t[l]; s != "" {
			return s
		}
	}
	return ""
}

// Contract is one agreement: a folder under agreements/.
type Contract struct {
	Origin
	ID            string      `toml:"-"`
	Title         string      `toml:"title" required:"true"`
	Kind          Kind        `toml:"kind" required:"true"`
	Description   string      `toml:"description"`
	Nature        Nature      `toml:"nature"`
	Status        Status      `toml:"status" required:"true"`
	Category      string      `toml:"category" ref:"category"`
	Manager       string      `toml:"manager" ref:"person" vis:"internal"`
	Department    string      `toml:"department" ref:"department"`
	Buyers        []string    `toml:"buyers" ref:"buyer" grows:"lines"`
	Suppliers     []string    `toml:"suppliers" ref:"supplier" grows:"lines"`
	CPV           []string    `toml:"cpv" grows:"lines"`
	Criticality   Criticality `toml:"criticality" vis:"internal"`
	Visibility    Visibility  `toml:"visibility"`                       // absent: internal
	Parent        string      `toml:"parent" ref:"contract" vis:"some"` // a call-off's framework
	Predecessor   string      `toml:"predecessor" ref:"contract" vis:"some"`
	Successor     string      `toml:"successor" ref:"contract" vis:"some"`
	VulnerableUse bool        `toml:"vulnerable_users" vis:"internal"`
	IDWas         []string    `toml:"id_was" grows:"lines"`
	Tags          []string    `toml:"tags" grows:"sorted"`
	Note          string      `toml:"note" vis:"internal"`

	Procurement  Procurement          `toml:"procurement"`
	Value        Value                `toml:"value"`
	Period       Period               `toml:"period"`
	Options      []Option             `toml:"options"`
	Amendments   []Amendment          `toml:"amendments" vis:"some"`
	Requirements []AppliedRequirement `toml:"requirements"`
	Benefits     []Benefit            `toml:"benefits"`
	Plan         []PlanItem           `toml:"plan" vis:"internal"`
	Documents    []Document           `toml:"documents" vis:"some"`
	Corrections  []Correction         `toml:"corrections" vis:"internal"`
	Waivers      []Waiver             `toml:"waivers" vis:"internal"`
	Handover     Handover             `toml:"handover" vis:"internal"`
	Notice       SourceNotice         `toml:"source"`
	Custom       []CustomValue        `toml:"custom" vis:"some"`

	Turnover    *Turnover    `toml:"-"` // nil: no file, so unknown
	Inspections []Inspection `toml:"-" vis:"some"`
	Deviations  []Deviation  `toml:"-" vis:"internal"`
	SupplyChain *SupplyChain `toml:"-" vis:"internal"`
	Log         []LogEntry   `toml:"-" vis:"internal"`
	Notes       string       `toml:"-" vis:"internal"` // Markdown of notes.md
}

// SoleSupplier is the only supplier of a contract; "" where it has none, or several share it.
func (c *Contract) SoleSupplier() string {
	if len(c.Suppliers) != 1 {
		return ""
	}
	return c.Suppliers[0]
}

// Procurement tells how the contract came about.
type Procurement struct {
	Origin
	Reference  string     `toml:"reference"`
	Doffin     string     `toml:"doffin"`
	TED        string     `toml:"ted"`
	Procedure  Procedure  `toml:"procedure"`
	NoticeType string     `toml:"notice_type"`
	Number     string     `toml:"number"` // the contract's own number
	Published  date.Date  `toml:"published"`
	Awarded    date.Date  `toml:"awarded"`
	Signed     date.Date  `toml:"signed"`
	Bids       Maybe[int] `toml:"bids"`
	Archive    string     `toml:"archive"` // case number in the archive
	LeadDays   Maybe[int] `toml:"lead_days" vis:"internal"`
	Note       string     `toml:"note" vis:"internal"`
}

// Value of the contract, excluding VAT.
type Value struct {
	Origin
	Estimated Maybe[money.Amount]  `toml:"estimated"` // at signature
	Maximum   Maybe[money.Amount]  `toml:"maximum"`   // the ceiling, options and renewals included
	Currency  string               `toml:"currency"`  // absent: the portfolio's
	Rate      Maybe[money.Decimal] `toml:"rate"`      // portfolio currency per unit of Currency
	RateDate  date.Date            `toml:"rate_date"`
	Note      string               `toml:"note" vis:"internal"`
}

// Period in which the contract is in force.
type Period struct {
	Origin
	Start          date.Date  `toml:"start"`
	End            date.Date  `toml:"end"` // last day in force; absent: indefinite
	Renewal        Renewal    `toml:"renewal"`
	NoticeMonths   Maybe[int] `toml:"notice_months"`
	NoticeDays     Maybe[int] `toml:"notice_days"`
	NoticeTo       NoticeTo   `toml:"notice_to"` // of a contract without an end: what the notice period is carried on to the end of
	NoticeGiven    date.Date  `toml:"notice_given"`
	Terminated     date.Date  `toml:"terminated"`
	DurationMonths Maybe[int] `toml:"duration_months"`
	Tacit          Tacit      `toml:"tacit"`
	Note           string     `toml:"note" vis:"internal"`
}

// Tacit renewal: the contract goes on by itself unless notice is given.
type Tacit struct {
	Origin
	Months int `toml:"months"` // length of each renewal
	Times  int `toml:"times"`  // 0: no limit
}

// Option to extend the contract.
type Option struct {
	Origin
	ID        string       `toml:"id"`
	ExtendsTo date.Date    `toml:"extends_to"`
	DecideBy  date.Date    `toml:"decide_by"`
	Status    OptionStatus `toml:"status"`
	Decided   date.Date    `toml:"decided"`
	Title     string       `toml:"title"`
	Note      string       `toml:"note" vis:"internal"`
}

// Amendment signed during the contract's life.
type Amendment struct {
	Origin
	ID           string              `toml:"id"`
	Date         date.Date           `toml:"date"`
	Title        string              `toml:"title"`
	Value        Maybe[money.Amount] `toml:"value"`
	Ground       Ground              `toml:"ground"`
	Signed       date.Date           `toml:"signed"`
	MaximumAfter Maybe[money.Amount] `toml:"maximum_after"` // only this changes the ceiling
	EndAfter     date.Date           `toml:"end_after"`
	Document     string              `toml:"document" vis:"internal"`
	Note         string              `toml:"note" vis:"internal"`
}

// AppliedRequirement is what a contract says of one requirement of the catalogue.
type AppliedRequirement struct {
	Origin
	ID       string      `toml:"id" ref:"requirement"`
	Applies  Maybe[bool] `toml:"applies"` // overrides the catalogue's expression, with a reason
	Reason   string      `toml:"reason"`
	Evidence []Evidence  `toml:"evidence" vis:"internal"`
	Note     string      `toml:"note" vis:"internal"`
}

// Evidence that a requirement is met.
type Evidence struct {
	Origin
	ID          string        `toml:"id"`
	Requirement string        `toml:"requirement" ref:"requirement"` // on a supplier's evidence
	State       EvidenceState `toml:"state"`
	Received    date.Date     `toml:"received"`
	Approved    date.Date     `toml:"approved"`
	Expires     date.Date     `toml:"expires"`
	Supplier    string        `toml:"supplier" ref:"supplier"`
	Document    string        `toml:"document"`
	Reason      string        `toml:"reason"`
	Note        string        `toml:"note"`
}

// Benefit that the contract is to bring.
type Benefit struct {
	Origin
	ID       string            `toml:"id"`
	Title    string            `toml:"title"`
	Kind     BenefitKind       `toml:"kind"`
	Class    BenefitClass      `toml:"class"`
	Unit     string            `toml:"unit"` // absent: the contract's currency
	Basis    string            `toml:"basis"`
	Owner    string            `toml:"owner" ref:"person" vis:"internal"`
	Recurr   bool              `toml:"recurring"`
	Baseline Baseline          `toml:"baseline" vis:"internal"`
	Planned  []PlannedBenefit  `toml:"planned"`
	Realised []RealisedBenefit `toml:"realised"`
	Costs    []BenefitCost     `toml:"costs"`
	Note     string            `toml:"note" vis:"internal"`
}

// Baseline that a benefit is measured against, fixed before the start.
type Baseline struct {
	Origin
	Value  Maybe[money.Decimal] `toml:"value"`
	Unit   string               `toml:"unit"`
	Source string               `toml:"source"`
	Date   date.Date            `toml:"date"`
}

// PlannedBenefit is the plan of one calendar year.
type PlannedBenefit struct {
	Origin
	Year   int                  `toml:"year"`
	Amount Maybe[money.Decimal] `toml:"amount"` // in the benefit's unit; NOK for cash
}

// RealisedBenefit is what came in one quarter.
type RealisedBenefit struct {
	Origin
	Period   date.Quarter         `toml:"period"`
	Amount   Maybe[money.Decimal] `toml:"amount"`
	Evidence EvidenceClass        `toml:"evidence"` // A finance, B invoices, C supplier, D estimate
	State    BenefitState         `toml:"state"`
	Document string               `toml:"document" vis:"internal"`
	Note     string               `toml:"note" vis:"internal"`
}

// BenefitCost is a cost of bringing the benefit about.
type BenefitCost struct {
	Origin
	Date   date.Date           `toml:"date"`
	Amount Maybe[money.Amount] `toml:"amount"`
	What   string              `toml:"what"`
}

// PlanItem is planned follow-up.
type PlanItem struct {
	Origin
	ID          string      `toml:"id"`
	What        string      `toml:"what"`
	Type        PlanType    `toml:"type"`
	Every       Every       `toml:"every"`
	From        date.Date   `toml:"from"` // absent: the contract's start
	Due         date.Date   `toml:"due"`  // of an item that is done once
	Done        []date.Date `toml:"done" grows:"sorted"`
	Hours       Maybe[int]  `toml:"hours"`
	Responsible string      `toml:"responsible" ref:"person"`
	Requirement string      `toml:"requirement" ref:"requirement"`
	Note        string      `toml:"note"`
}

// Document of the contract; its content lies in the archive.
type Document struct {
	Origin
	ID         string     `toml:"id"`
	Title      string     `toml:"title"`
	Type       string     `toml:"type"` // OCDS document type
	Date       date.Date  `toml:"date"`
	Archive    string     `toml:"archive"`
	URL        string     `toml:"url"`
	SHA256     string     `toml:"sha256"`
	Visibility Visibility `toml:"visibility"` // absent: internal
	Reason     string     `toml:"reason"`     // why it is withheld
	Note       string     `toml:"note" vis:"internal"`
}

// Correction says why a term was written anew without an amendment: it had been entered wrong.
// What it was, and is, Git knows.
type Correction struct {
	Origin
	Field  Term      `toml:"field"`
	Reason string    `toml:"reason"`
	By     string    `toml:"by" ref:"person"`
	Date   date.Date `toml:"date"`
}

// Waiver accepts a finding for a while.
type Waiver struct {
	Origin
	Code     string    `toml:"code"`
	Rule     string    `toml:"rule"` // the same as code, as portfolio.toml writes it
	Contract string    `toml:"contract" ref:"contract"`
	Reason   string    `toml:"reason"`
	By       string    `toml:"by" ref:"person"`
	Until    date.Date `toml:"until"`
}

// Handover from competition to contract, and between people.
type Handover struct {
	Origin
	Items []HandoverItem `toml:"items"`
	Note  string         `toml:"note"`
}

// HandoverItem is one thing to hand over.
type HandoverItem struct {
	Origin
	ID         string    `toml:"id"`
	What       string    `toml:"what"`
	Done       date.Date `toml:"done"`
	AcceptedBy string    `toml:"accepted_by" ref:"person"`
	Note       string    `toml:"note"`
}

// SourceNotice is the notice from which an import made the contract.
type SourceNotice struct {
	Origin
	Notice   string    `toml:"notice"`
	Dated    date.Date `toml:"dated"` // of the notice
	Lot      string    `toml:"lot"`
	Modifies string    `toml:"modifies"` // the notice that a modification changes
	Within   string    `toml:"within"`   // the notice of the framework or purchasing system that the contract is made within
	URL      string    `toml:"url"`
}

// CustomValue is one of the portfolio's own fields. Value is a string, int64,
// money.Decimal, date.Date or bool.
type CustomValue struct {
	Origin
	Key   string
	Value any
}
