package contract

import "reflect"

// ModelField is a field of the model that somebody asks about: see Portfolio.Withholds. The
// zero ModelField is none, and is never withheld.
type ModelField struct {
	name string // as in "Contract.Manager"
	vis  string // its tag
}

// The fields that figures and pages rest on and that a portfolio may withhold. A name
// that the model does not have ends the program before it begins.
var (
	PortfolioPeople  = field[Portfolio]("People")
	PortfolioModels  = field[Portfolio]("Models")
	PortfolioSpend   = field[Portfolio]("Spend")
	SiteRepository   = field[Site]("Repository")
	SupplierEvidence = field[Supplier]("Evidence")
	CategoryOwner    = field[Category]("Owner")
	CategoryKraljic  = field[Category]("Kraljic")
	CategoryIndustry = field[Category]("IndustryRisk")

	ContractManager       = field[Contract]("Manager")
	ContractCriticality   = field[Contract]("Criticality")
	ContractVulnerableUse = field[Contract]("VulnerableUse")
	ContractSuccessor     = field[Contract]("Successor")
	ContractPlan          = field[Contract]("Plan")
	ContractDocuments     = field[Contract]("Documents")
	ContractCustom        = field[Contract]("Custom")
	ContractInspections   = field[Contract]("Inspections")
	ContractDeviations    = field[Contract]("Deviations")
	ContractLog           = field[Contract]("Log")
	ContractSupplyChain   = field[Contract]("SupplyChain")
	ContractTurnover      = field[Contract]("Turnover")
	RequirementEvidence   = field[AppliedRequirement]("Evidence")
	InspectionPlace       = field[Inspection]("Place")
	InspectionFindings    = field[Inspection]("Findings")
)

func field[T any](name string) ModelField {
	t := reflect.TypeFor[T]()
	f, ok := t.FieldByName(name)
	if !ok {
		panic("contract: " + t.Name() + " has no field " + name)
	}
	return ModelField{t.Name() + "." + name, f.Tag.Get("vis")}
}

func (f ModelField) String() string { return f.name }

// Withholds tells whether the portfolio lacks a field that may have a value elsewhere:
// what is empty here is then not known to be empty. The whole portfolio withholds
// nothing; its public part lacks all of what is marked vis:"internal", and a part of what
// is marked vis:"some".
func (p *Portfolio) Withholds(f ModelField) bool { return p.public && f.vis != "" }

// Hides tells whether the portfolio lacks a field of the model wholly.
func (p *Portfolio) Hides(f reflect.StructField) bool {
	return p.public && f.Tag.Get("vis") == string(Internal)
}

// IsMaybe tells whether a type is a Maybe of any type.
func IsMaybe(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() == 2 && t.Field(0).Name == "V" && t.Field(1).Name == "Set"
}
