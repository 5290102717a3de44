package contract

import (
	"cmp"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// Portfolio is everything that the data folder holds. Every list is sorted by id,
// so that the order in which files were read never shows.
type Portfolio struct {
	Settings     Settings
	Contracts    []*Contract `vis:"some"`
	Suppliers    []*Supplier `vis:"some"`
	People       []*Person   `vis:"internal"`
	Categories   []*Category
	Requirements []*Requirement
	Regulations  []Regulation    // sorted by id and date
	Models       []*RiskModel    `vis:"internal"` // sorted by the date from which they apply
	Catalogues   []*Catalogue    `vis:"some"`
	Spend        []*Spend        `vis:"internal"` // sorted by quarter
	Reports      []*ReportFreeze `vis:"internal"`
	Guidance     []*Page
	Commentary   []*Page `vis:"internal"` // reports/<quarter>.md
	Unread       int     `vis:"internal"` // files that could not be read: sums over all contracts lack something

	contracts    map[string]*Contract
	suppliers    map[string]*Supplier
	people       map[string]*Person
	categories   map[string]*Category
	requirements map[string]*Requirement
	departments  map[string]*Department

	public bool            // it is a public part: see Withholds
	above  map[string]bool // contracts with call-offs, at any depth, that are not in the public part
}

// Settings are portfolio.toml.
type Settings struct {
	Origin
	Schema       int            `toml:"schema" required:"true"`
	Organisation Organisation   `toml:"organisation"`
	Site         Site           `toml:"site"`
	Defaults     Defaults       `toml:"defaults"`
	Departments  []Department   `toml:"departments"`
	Buyers       []Organisation `toml:"buyers"`
	Fields       []Field        `toml:"fields" vis:"some"`
	Waivers      []Waiver       `toml:"waivers" vis:"internal"`
	Severity     []Severity     `toml:"severity" keyed:"Code" vis:"internal"`        // by rule code
	LeadTimes    []LeadTime     `toml:"lead_times" keyed:"Procedure" vis:"internal"` // by procedure
	Signing      Signing        `toml:"signing" vis:"internal"`
	Signers      []Signer       `toml:"signers" vis:"internal"`
	Forge        Forge          `toml:"forge" vis:"internal"`
	Note         string         `toml:"note" vis:"internal"`
}

// Organisation is the buyer that owns the portfolio, or another that it buys for.
type Organisation struct {
	Origin
	Name   string `toml:"name"`
	ID     string `toml:"id"` // organisation number
	Sample bool   `toml:"sample"`
}

// Site is how the published site presents itself.
type Site struct {
	Origin
	Title      string    `toml:"title"`
	Language   Language  `toml:"language"`
	BaseURL    string    `toml:"base_url"`
	Repository string    `toml:"repository" vis:"internal"`
	AsOf       date.Date `toml:"as_of"` // of a sample whose figures should stand still
	Contact    string    `toml:"contact"`
	Licence    string    `toml:"licence"`     // of the open data: "NLOD 2.0", "CC BY 4.0"
	LicenceURL string    `toml:"licence_url"` // where it can be read
}

// Defaults that files need not repeat.
type Defaults struct {
	Origin
	Currency   string `toml:"currency"`
	Timezone   string `toml:"timezone"`
	OCIDPrefix string `toml:"ocid_prefix"`
}

// Department of the organisation.
type Department struct {
	Origin
	ID   string `toml:"id"`
	Name string `toml:"name"`
	Head string `toml:"head" ref:"person" vis:"internal"`
}

// Field is one that the portfolio adds to its contracts.
type Field struct {
	Origin
	Key        string     `toml:"key"`
	Label      Text       `toml:"label"`
	Type       FieldType  `toml:"type"`
	Choices    []string   `toml:"choices"`
	Required   bool       `toml:"required"`
	Visibility Visibility `toml:"visibility"` // absent: internal
}

// Severity that the portfolio gives a rule.
type Severity struct {
	Origin
	Code  string `toml:"-"`
	Level Level  `toml:"."`
}

// LeadTime of a competition by procedure. Preparation and evaluation are working
// days; tender period and standstill are calendar days.
type LeadTime struct {
	Origin
	Procedure   Procedure `toml:"-"`
	Preparation int       `toml:"preparation"`
	Tender      int       `toml:"tender"`
	Evaluation  int       `toml:"evaluation"`
	Standstill  int       `toml:"standstill"`
}

// Signing is what must come in by a signed commit. Off where Demand is empty.
type Signing struct {
	Origin
	Demand []Signable `toml:"demand"`
	Since  date.Date  `toml:"since"` // commits of this day and later; absent: all
}

// Signer may sign what May names, with one key. Who has several keys has a row for each.
type Signer struct {
	Origin
	Person string     `toml:"person" ref:"person"`
	Name   string     `toml:"name"` // of one who is not in people/
	Key    string     `toml:"key"`  // an SSH public key in one line, or an armored PGP public key
	May    []Signable `toml:"may"`
	From   date.Date  `toml:"from"`  // first day on which the key counts
	Until  date.Date  `toml:"until"` // the last one
}

// Forge is where changes are suggested.
type Forge struct {
	Origin
	Kind   ForgeKind `toml:"kind"`
	URL    string    `toml:"url"`
	Branch string    `toml:"branch"`
}

// Supplier is suppliers/<id>.toml; the id is an organisation number, <cc>-<number>
// for foreign ones, or x-<slug> where a source gives none.
type Supplier struct {
	Origin
	ID        string     `toml:"-"`
	Name      string     `toml:"name" required:"true"`
	Country   string     `toml:"country"`
	Parent    string     `toml:"parent"`
	Employees Maybe[int] `toml:"employees"`
	Signs     []Sign     `toml:"signs" vis:"internal"`
	Evidence  []Evidence `toml:"evidence" vis:"internal"`
	IDWas     []string   `toml:"id_was" grows:"lines"`
	Note      string     `toml:"note" vis:"internal"`
}

// Person is people/<id>.toml: a contract manager. People are internal as a whole.
type Person struct {
	Origin
	ID         string     `toml:"-"`
	Name       string     `toml:"name" required:"true" vis:"internal"`
	Department string     `toml:"department" ref:"department" vis:"internal"`
	Email      string     `toml:"email" vis:"internal"`
	Title      string     `toml:"title" vis:"internal"`
	Capacity   Maybe[int] `toml:"capacity" vis:"internal"` // hours a quarter
	Knows      []string   `toml:"knows" ref:"category" vis:"internal" grows:"lines"`
	Left       date.Date  `toml:"left" vis:"internal"` // last working day
	IDWas      []string   `toml:"id_was" vis:"internal" grows:"lines"`
	Note       string     `toml:"note" vis:"internal"`
}

// Category is categories/<id>.toml.
type Category struct {
	Origin
	ID           string     `toml:"-"`
	Title        string     `toml:"title" required:"true"`
	CPV          []string   `toml:"cpv" grows:"lines"` // prefixes
	Owner        string     `toml:"owner" ref:"person" vis:"internal"`
	Accounts     []string   `toml:"accounts" grows:"lines"`
	IndustryRisk Maybe[int] `toml:"industry_risk" vis:"internal"` // 0–4, labour crime
	Kraljic      Kraljic    `toml:"kraljic" vis:"internal"`
	Targets      Targets    `toml:"targets"`
	IDWas        []string   `toml:"id_was" grows:"lines"`
	Note         string     `toml:"note" vis:"internal"`
}

// Kraljic position of a category, each axis 0–4.
type Kraljic struct {
	Origin
	Impact     Maybe[int] `toml:"impact"`
	SupplyRisk Maybe[int] `toml:"supply_risk"`
}

// Targets of a category, as shares.
type Targets struct {
	Origin
	Loyalty  Maybe[money.Decimal] `toml:"loyalty"`
	EHandel  Maybe[money.Decimal] `toml:"ehandel"`
	Coverage Maybe[money.Decimal] `toml:"coverage"`
}

// Requirement is requirements/<id>.toml: one of the things followed up.
type Requirement struct {
	Origin
	ID       string `toml:"-"`
	Title    Text   `toml:"title" required:"true"`
	Group    Group  `toml:"group"`
	Basis    string `toml:"basis"`
	Weight   int    `toml:"weight"`
	When     string `toml:"when"` // expression; absent: always
	Every    Every  `toml:"every"`
	Evidence Text   `toml:"evidence"`
	Guidance string `toml:"guidance" ref:"guidance"`
	Note     string `toml:"note" vis:"internal"`
}

// Regulations are regulations.toml.
type Regulations struct {
	Figures []Regulation `toml:"figures" unique:"-"` // one id may have several, each from its own day
}

// Regulation is one dated figure of regulations.toml.
type Regulation struct {
	Origin
	ID         string               `toml:"id" required:"true"`
	Title      Text                 `toml:"title"`
	Value      Maybe[money.Decimal] `toml:"value" required:"true"`
	Unit       string               `toml:"unit"`
	Scope      RegulationScope      `toml:"scope"`
	From       date.Date            `toml:"from" required:"true"`
	To         date.Date            `toml:"to"`
	Basis      string               `toml:"basis"`
	Source     string               `toml:"source"`
	Verified   date.Date            `toml:"verified"`
	Confidence Confidence           `toml:"confidence"`
	Note       string               `toml:"note"`
}

// RiskModel is risk/<date>.toml: a version of the risk model.
type RiskModel struct {
	Origin
	From    date.Date `toml:"-"` // the file's name
	ID      string    `toml:"id"`
	Title   Text      `toml:"title"`
	Unknown int       `toml:"unknown"` // points for a missing input
	Axes    Axes      `toml:"axes"`
	Bands   []Band    `toml:"bands"`
	Factors []Factor  `toml:"factors"`
	Floors  []Floor   `toml:"floors"`
	Note    string    `toml:"note"`
}

// Name is the model's id, or the day from which it is in force.
func (m *RiskModel) Name() string {
	if m.ID == "" {
		return m.From.String()
	}
	return m.ID
}

// Axes say how the factors of each axis come together.
type Axes struct {
	Origin
	Consequence Combination `toml:"consequence"`
	Likelihood  Combination `toml:"likelihood"`
}

// Combination makes one value of the points of several factors.
type Combination struct {
	Origin
	Combine Combine              `toml:"combine"` // empty: the mean
	Share   Maybe[money.Decimal] `toml:"share"`   // of CombineAny: the chance that four points of the weightiest factor come true
}

// Of gives the combination of an axis.
func (a *Axes) Of(axis Axis) *Combination {
	if axis == AxisLikelihood {
		return &a.Likelihood
	}
	return &a.Consequence
}

// Alike tells whether two models combine their factors alike.
func (a *Axes) Alike(b *Axes) bool {
	alike := func(x, y *Combination) bool {
		return cmp.Or(x.Combine, CombineMean) == cmp.Or(y.Combine, CombineMean) && x.Share.Set == y.Share.Set && x.Share.V.Cmp(y.Share.V) == 0
	}
	return alike(&a.Consequence, &b.Consequence) && alike(&a.Likelihood, &b.Likelihood)
}

// Band of the score.
type Band struct {
	Origin
	ID       BandID               `toml:"id"`
	From     Maybe[money.Decimal] `toml:"from"`
	Hours    int                  `toml:"hours"` // of follow-up a quarter
	FollowUp []string             `toml:"follow_up"`
}

// Factor of the score. Points are 0–4.
type Factor struct {
	Origin
	ID              string          `toml:"id"`
	Axis            Axis            `toml:"axis"`
	Weight          int             `toml:"weight"`
	Measure         string          `toml:"measure"`
	Expression      string          `toml:"expression"` // instead of measure
	Thresholds      []money.Decimal `toml:"thresholds"`
	ThresholdsWorks []money.Decimal `toml:"thresholds_works"` // for works, where they differ
	Descending      bool            `toml:"descending"`       // more is safer: thresholds fall
	Zero            bool            `toml:"zero"`             // exactly 0 scores 0; three thresholds score 1–4
	Choices         []string        `toml:"choices"`          // of a declared word: points by place
	Title           Text            `toml:"title"`
}

// Floor raises a contract's band, never its score.
type Floor struct {
	Origin
	ID    string `toml:"id"`
	When  string `toml:"when"`
	Band  BandID `toml:"band"`
	Title Text   `toml:"title"`
}

// Catalogue is catalogues/<id>.toml: what can be ordered electronically.
type Catalogue struct {
	Origin
	ID          string    `toml:"-"`
	Title       string    `toml:"title"`
	Contract    string    `toml:"contract" ref:"contract"`
	Owner       string    `toml:"owner" ref:"person" vis:"internal"`
	From        date.Date `toml:"from"`
	To          date.Date `toml:"to"`
	Items       int       `toml:"items"`
	EcoLabelled int       `toml:"eco_labelled"`
	FairTrade   int       `toml:"fair_trade"`
	Note        string    `toml:"note" vis:"internal"`
}

// Spend is spend/<quarter>.toml: facts from spend analysis. Internal as a whole.
type Spend struct {
	Origin
	Quarter    date.Quarter    `toml:"quarter" required:"true"`
	Source     string          `toml:"source"`
	Categories []CategorySpend `toml:"categories" vis:"internal"`
	Prices     []PriceFinding  `toml:"prices" vis:"internal"`
	Note       string          `toml:"note" vis:"internal"`
}

// CategorySpend of one quarter.
type CategorySpend struct {
	Origin
	ID          string              `toml:"id" ref:"category"`
	OnContract  Maybe[money.Amount] `toml:"on_contract"`
	OffContract Maybe[money.Amount] `toml:"off_contract"` // a contract existed
	Uncovered   Maybe[money.Amount] `toml:"uncovered"`    // no contract exists
	EHandel     Maybe[money.Amount] `toml:"ehandel"`
	Invoices    int                 `toml:"invoices"`
	Matched     int                 `toml:"matched"`
	Suppliers   []SupplierSpend     `toml:"suppliers"`
}

// SupplierSpend is a supplier's part of a category's spend.
type SupplierSpend struct {
	Origin
	ID          string              `toml:"id" ref:"supplier"`
	OnContract  Maybe[money.Amount] `toml:"on_contract"`
	OffContract Maybe[money.Amount] `toml:"off_contract"`
}

// PriceFinding of a contract in a quarter.
type PriceFinding struct {
	Origin
	Contract    string              `toml:"contract" ref:"contract"`
	Overcharged Maybe[money.Amount] `toml:"overcharged"`
	Fees        Maybe[money.Amount] `toml:"fees"`
	Lines       int                 `toml:"lines"`
}

// ReportFreeze is reports/<quarter>.toml: a quarter whose report stands still.
type ReportFreeze struct {
	Origin
	Quarter  date.Quarter `toml:"-"`
	Revision string       `toml:"revision"`
	Model    string       `toml:"model"`
	Note     string       `toml:"note"`
}

// Page is a Markdown file with TOML front matter: guidance, or a report's commentary.
type Page struct {
	Origin
	ID       string       `toml:"-"` // path under guidance/ without .md
	Title    string       `toml:"title"`
	Kind     GuidanceKind `toml:"kind"`
	Owner    string       `toml:"owner" ref:"person" vis:"internal"`
	Updated  date.Date    `toml:"updated"`
	Keywords []string     `toml:"keywords"`
	Summary  string       `toml:"summary"`
	Order    int          `toml:"order"`
	Body     string       `toml:"-"` // Markdown
	BodyLine int          `toml:"-"` // 1-based line at which the body begins
}
