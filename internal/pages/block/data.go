package block

import (
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/pages/kit"
)

// Contract is a contract as open data; what is missing is null.
type Contract struct {
	ID           string      `json:"id"`
	Title        string      `json:"title"`
	Status       string      `json:"status"`
	Kind         string      `json:"kind"`
	Nature       string      `json:"nature,omitempty"`
	Category     string      `json:"category,omitempty"`
	CPV          []string    `json:"cpv,omitempty"`
	Department   string      `json:"department,omitempty"`
	Suppliers    []string    `json:"suppliers"`
	Start        date.Date   `json:"start"`
	CurrentEnd   date.Date   `json:"current_end"`
	LastEnd      date.Date   `json:"last_end"`
	Currency     string      `json:"currency"`
	Ceiling      kit.Numeral `json:"ceiling"`
	Spent        kit.Numeral `json:"spent"`
	Projected    kit.Numeral `json:"projected"`
	Exhaustion   date.Date   `json:"exhaustion"`
	Requirements []string    `json:"requirements"`
	Risk         *riskOut    `json:"risk,omitempty"`
	Manager      string      `json:"manager,omitempty"`
	Doffin       string      `json:"doffin,omitempty"`
	Reference    string      `json:"reference,omitempty"`
}

// riskOut is the risk of a contract as open data.
type riskOut struct {
	Score kit.Numeral `json:"score"`
	Band  string      `json:"band"`
	Model string      `json:"model"`
}

// ContractData is a contract as open data, without what the profile does not show.
func ContractData(s *kit.Site, c *measure.ContractFigures) Contract {
	k := c.Contract
	o := Contract{ID: k.ID, Title: k.Title, Status: string(c.Status), Kind: string(k.Kind), Nature: string(k.Nature), Category: k.Category, CPV: k.CPV, Department: k.Department, Suppliers: append([]string{}, k.Suppliers...),
		Start: c.Terms.Start, CurrentEnd: c.Terms.CurrentEnd, LastEnd: c.Terms.LastEnd, Currency: c.Money.Currency, Ceiling: kit.Number(c.Money.Ceiling), Spent: kit.Number(c.Money.Spent),
		Projected: kit.Number(c.Money.Projected), Exhaustion: c.Money.Exhaustion, Requirements: []string{}, Manager: k.Manager, Doffin: k.Procurement.Doffin, Reference: k.Procurement.Reference}
	for _, r := range c.Requirements {
		if r.Applies != measure.No {
			o.Requirements = append(o.Requirements, r.Requirement.ID)
		}
	}
	if c.Risk != nil {
		o.Risk = &riskOut{kit.Number(c.Risk.Score), string(c.Risk.Band), c.Risk.Model}
	}
	return o
}
