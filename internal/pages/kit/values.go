package kit

import (
	"math/big"
	"strings"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/templates"
)

// Subject is whom a figure is about: the portfolio, or the kind and the id of a record.
type Subject string

// Portfolio is all that the site is about.
const Portfolio Subject = "portfolio"

// About is the record of a kind: contract, supplier, category, department, person or requirement.
func About(kind, id string) Subject { return Subject(kind + ":" + id) }

// OfContract is a contract as the subject of a figure.
func OfContract(c *measure.ContractFigures) Subject { return About("contract", c.Contract.ID) }

// Value is a figure as it is on the site's day, in words and marked. Text and mark are made of the
// same number here and nowhere else, so that what a page says and what programs read on it are one.
func (s *Site) Value(id definitions.ID, of Subject, r *big.Rat, write func(*big.Rat) string) templates.Value {
	return s.valueAt(id, of, s.today, r, write)
}

// ValueIn is a figure of a quarter.
func (s *Site) ValueIn(q date.Quarter, id definitions.ID, of Subject, r *big.Rat, write func(*big.Rat) string) templates.Value {
	return s.valueAt(id, of, q.String(), r, write)
}

// ValueOn is a figure as it was on another day.
func (s *Site) ValueOn(day date.Date, id definitions.ID, of Subject, r *big.Rat, write func(*big.Rat) string) templates.Value {
	return s.valueAt(id, of, day.String(), r, write)
}

func (s *Site) valueAt(id definitions.ID, of Subject, at string, r *big.Rat, write func(*big.Rat) string) templates.Value {
	return templates.Value{Text: write(r), Mark: MarkOf(id, of, at, r)}
}

// MarkOf is the mark of a figure that is already in words.
func MarkOf(id definitions.ID, of Subject, at string, r *big.Rat) templates.Mark {
	m := templates.Mark{Figure: string(id), Of: string(of), At: at}
	if r != nil {
		m.Exact = definitions.Of(id).Exact(r)
	}
	return m
}

// Number is a number of things on the site's day.
func (s *Site) Number(id definitions.ID, of Subject, n int) templates.Value {
	return s.Value(id, of, measure.Count(n), s.WholeNumber)
}

// Marked is a number that leads to its rows, as a figure of the site's day.
func (s *Site) Marked(id definitions.ID, of Subject, c templates.Count) templates.Count {
	c.Mark = MarkOf(id, of, s.today, measure.Count(c.Rows))
	return c
}

// Kroner is an amount in short on the site's day.
func (s *Site) Kroner(id definitions.ID, of Subject, r *big.Rat) templates.Value {
	return s.Value(id, of, r, s.Pr.MoneyShort)
}

// KronerIn is an amount in short of a quarter.
func (s *Site) KronerIn(q date.Quarter, id definitions.ID, of Subject, a money.Amount) templates.Value {
	return s.ValueIn(q, id, of, a.Rat(), s.Pr.MoneyShort)
}

// ShareIn is a share of a quarter.
func (s *Site) ShareIn(q date.Quarter, id definitions.ID, of Subject, r *big.Rat) templates.Value {
	return s.ValueIn(q, id, of, r, s.Share)
}

// Amount is an amount in short of a contract, in its currency.
func (s *Site) Amount(id definitions.ID, c *measure.ContractFigures, r *big.Rat) templates.Value {
	return s.Value(id, OfContract(c), r, func(r *big.Rat) string { return s.Money(c, r) })
}

// Part is a share of something of a contract, in whole percent.
func (s *Site) Part(id definitions.ID, c *measure.ContractFigures, r *big.Rat) templates.Value {
	return s.Value(id, OfContract(c), r, s.WholePercent)
}

// Large is a figure with its unit apart, as key figures have it.
func (s *Site) Large(v templates.Value, r *big.Rat) templates.Value {
	switch definitions.Of(definitions.ID(v.Mark.Figure)).Unit {
	case definitions.Money, definitions.Kroner:
		v.Text, v.Unit = s.Pr.ShortNumber(r)
		v.Unit = strings.TrimSpace(v.Unit + "\u00A0kr")
	case definitions.Share:
		v.Text, v.Unit = s.PercentNumber(r), "%"
	}
	return v
}
