package eforms

import (
	"cmp"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/slug"
)

// Modification is what a modification notice says of one contract.
type Modification struct {
	// Contract as it is after the modification. It is made where nobody knows the contract.
	Contract *contract.Contract
	// Amendment for the contract that is modified: id, title, ground and note. What depends
	// on how the contract was before (date, value, ceiling, end), Join finds.
	Amendment contract.Amendment
	dated     date.Date
	replaces  bool // the supplier by another
	at        spot
}

// isModification reports whether the notice is of the form cont-modif (BT-03).
func (r *reader) isModification() bool {
	return r.root.first("NoticeTypeCode").attrs["listName"] == "cont-modif" || r.root.str("NoticeTypeCode") == "can-modif" || len(r.modified) > 0
}

// change is what the notice says of the modification of one settled contract.
func (r *reader) change(s *node) *node {
	for _, id := range []string{s.str("ID"), ""} {
		if m := r.modified[id]; m != nil {
			return m
		}
	}
	if len(r.modified) == 1 {
		return r.ext.first("ContractModification")
	}
	return &node{offset: s.offset}
}

// modifies is the notice of the contract that is modified (BT-1501), or else the one that
// this notice follows: converted notices have only that.
func (r *reader) modifies(s *node) string {
	return line(cmp.Or(r.change(s).str("ChangedNoticeIdentifier"), r.previous()))
}

func (r *reader) modification(s *node, c *contract.Contract, several bool) Modification {
	m := r.change(s)
	what, why := bounded(m.local("Change/ChangeDescription")), bounded(m.local("ChangeReason/ReasonDescription"))
	a := contract.Amendment{ID: key(c.Notice.Notice), Title: shortened(line(cmp.Or(what, why, c.Title)), 120)}
	if several {
		a.ID = slug.Cut(a.ID, 50) + "-" + slug.Cut(slug.Of(s.str("ID")), 24)
	}
	for _, text := range []string{what, why} {
		switch {
		case text == "" || text == a.Title:
		case a.Note == "":
			a.Note = text
		default:
			a.Note += "\n" + text
		}
	}
	if r.root.str("RegulatoryDomain") == "32014L0024" { // FOA carries out this directive only
		a.Ground = ground(m.str("ChangeReason/ReasonCode"))
	}
	return Modification{Contract: c, Amendment: a, dated: day(r.root.str("IssueDate")), replaces: m.str("ChangeReason/ReasonCode") == "mod-repl", at: spot{r.src, s}}
}
