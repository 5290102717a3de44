// Package eforms turns eForms notices into contracts and suppliers.
//
// In go the bytes of a notice (award, modification or direct-award transparency; EU and
// Norwegian national subtypes, SDK 1.x and 2.0); out come what the notice says of
// contracts, suppliers and buyers, and no more, with findings at line and column in the
// XML. Contact persons never come along. Conflicting amounts are reported and left out,
// never chosen between. It reads no file, fetches nothing, and writes nothing.
package eforms

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/money"
)

// Result is what a notice says.
type Result struct {
	Contracts []*contract.Contract // with id; visibility is left out, so they are internal
	Suppliers []*contract.Supplier
	Buyers    []contract.Organisation
}

// reader is one notice at work.
type reader struct {
	src      *diag.Source
	root     *node
	ext      *node // efext:EformsExtension
	findings []diag.Finding
	out      Result
}

// Read converts one notice. An error finding means that it was not understood; a notice
// without contracts gives a note.
func Read(name string, data []byte) (Result, []diag.Finding) {
	r := &reader{src: &diag.Source{Path: name, Data: data}}
	if len(data) > maxSize {
		return r.refuse("FV808", 0)
	}
	root, at, err := parse(data)
	switch {
	case errors.Is(err, errDoctype):
		return r.refuse("FV801", at)
	case errors.Is(err, errDepth):
		return r.refuse("FV808", at)
	case err != nil:
		return r.refuse("FV802", at)
	}
	r.root = root
	r.ext = root.first("UBLExtensions/UBLExtension/ExtensionContent/EformsExtension")
	switch root.name {
	case "ContractAwardNotice":
	case "ContractNotice", "PriorInformationNotice", "BusinessRegistrationInformationNotice":
		r.report(root, "FV804", diag.Note, nil)
		return r.out, r.findings
	default:
		return r.refuse("FV803", root.offset)
	}
	contracts := r.ext.all("NoticeResult/SettledContract")
	if len(contracts) == 0 {
		r.report(root, "FV805", diag.Note, nil)
		return r.out, r.findings
	}
	for _, s := range contracts {
		r.contract(s)
	}
	return r.out, r.findings
}

func (r *reader) refuse(code string, at int) (Result, []diag.Finding) {
	return Result{}, []diag.Finding{r.src.Offset(min(at, len(r.src.Data)), 1).At(code, diag.Error, nil)}
}

func (r *reader) report(at *node, code string, s diag.Severity, args diag.Args) {
	r.findings = append(r.findings, place(r.src, at).At(code, s, args))
}

// contract makes one contract of a settled contract (BG-310).
func (r *reader) contract(s *node) {
	id := s.str("ID")
	lots, tenders := r.lotsAndTenders(s, id)
	lot := r.lot(first(lots))
	project := lot.first("ProcurementProject")
	whole := r.root.first("ProcurementProject")
	c := &contract.Contract{
		Title:       or(s.local("Title"), project.local("Name"), whole.local("Name"), id, r.noticeID()),
		Description: or(project.local("Description"), whole.local("Description")),
		Kind:        r.kind(lot, s),
		Nature:      nature(or(project.str("ProcurementTypeCode"), whole.str("ProcurementTypeCode"))),
		CPV:         cpv(project, whole),
		Status:      "planned",
		Procurement: contract.Procurement{
			Reference: whole.str("ID"),
			Number:    s.str("ContractReference/ID"),
			Procedure: procedure(r.root.str("TenderingProcess/ProcedureCode")),
			Published: day(r.root.str("IssueDate")),
			Awarded:   day(s.str("AwardDate")),
			Signed:    day(s.str("IssueDate")),
		},
		Notice: contract.SourceNotice{Notice: r.noticeID(), Lot: strings.Join(lots, ", "),
			Modifies: r.ext.str("ContractModification/ChangedNoticeIdentifier"), URL: s.str("URI")},
	}
	if !c.Procurement.Signed.IsZero() {
		c.Status = "active" // signed: the decision is made
	}
	c.Period.Start, c.Period.End = day(project.str("PlannedPeriod/StartDate")), day(project.str("PlannedPeriod/EndDate"))
	if !c.Period.Start.IsZero() && !c.Period.End.IsZero() && c.Period.End.Before(c.Period.Start) {
		r.report(project.first("PlannedPeriod/EndDate"), "FV810", diag.Warning, diag.Args{"start": c.Period.Start, "end": c.Period.End})
		c.Period.Start, c.Period.End = date.Date{}, date.Date{}
	}
	r.duration(c, project)
	r.bids(c, lots)
	r.amounts(c, lots, tenders)
	c.Suppliers = r.winners(s, tenders)
	c.Buyers = r.buyers()
	year := or(yearOf(c.Procurement.Signed), yearOf(c.Procurement.Awarded), yearOf(c.Procurement.Published), "0000")
	if c.Title == "" {
		c.Title = "(uten tittel)" // the file needs one, and the notice has none at all
	}
	c.ID = strings.Trim(cut(slug(c.Title), 40)+"-"+year+"-"+cut(slug(c.Notice.Notice), 24)+"-"+slug(id), "-")
	r.out.Contracts = append(r.out.Contracts, c)
}

// noticeID is the publication number, or the notice's own id where it has none yet ("N/A").
func (r *reader) noticeID() string {
	if id := r.ext.str("Publication/NoticePublicationID"); strings.ContainsAny(id, "0123456789") {
		return id
	}
	return r.root.str("ID")
}

// lotsAndTenders are what a settled contract covers: its tenders, and their lots.
func (r *reader) lotsAndTenders(s *node, id string) (lots []string, tenders []*node) {
	for _, t := range s.all("LotTender/ID") {
		for _, lt := range r.ext.all("NoticeResult/LotTender") {
			if lt.str("ID") == t.text {
				tenders = append(tenders, lt)
				lots = append(lots, lt.str("TenderLot/ID"))
			}
		}
	}
	for _, res := range r.ext.all("NoticeResult/LotResult") {
		for _, ref := range res.all("SettledContract/ID") {
			if ref.text == id {
				lots = append(lots, res.str("TenderLot/ID"))
			}
		}
	}
	slices.Sort(lots)
	lots = slices.DeleteFunc(slices.Compact(lots), func(l string) bool { return l == "" })
	return lots, tenders
}

func (r *reader) lot(id string) *node {
	for _, l := range r.root.all("ProcurementProjectLot") {
		if l.str("ID") == id {
			return l
		}
	}
	return r.root.first("ProcurementProjectLot")
}

// kind of the contract: the lot's techniques (BT-765, BT-766).
func (r *reader) kind(lot, s *node) string {
	for _, c := range lot.all("TenderingProcess/ContractingSystem/ContractingSystemTypeCode") {
		switch {
		case c.attrs["listName"] == "framework-agreement" && strings.HasPrefix(c.text, "fa-"):
			return "framework"
		case c.attrs["listName"] == "dps-usage" && strings.HasPrefix(c.text, "dps-"):
			return "dps"
		}
	}
	if s.str("ContractFrameworkIndicator") == "true" {
		return "call-off" // awarded within a framework agreement (BT-768)
	}
	return "contract"
}

func (r *reader) duration(c *contract.Contract, project *node) {
	d := project.first("PlannedPeriod/DurationMeasure")
	n := 0
	if _, err := fmt.Sscan(d.text, &n); err != nil || n <= 0 || n > 1200 {
		return
	}
	switch d.attrs["unitCode"] {
	case "MONTH":
		c.Period.DurationMonths = contract.Some(n)
	case "YEAR":
		c.Period.DurationMonths = contract.Some(12 * n)
	}
}

// bids are the tenders received (BT-759); several lots are not added.
func (r *reader) bids(c *contract.Contract, lots []string) {
	if len(lots) != 1 {
		return
	}
	for _, res := range r.ext.all("NoticeResult/LotResult") {
		if res.str("TenderLot/ID") != lots[0] {
			continue
		}
		for _, st := range res.all("ReceivedSubmissionsStatistics") {
			n := 0
			if st.str("StatisticsCode") != "tenders" {
				continue
			}
			if _, err := fmt.Sscan(st.str("StatisticsNumeric"), &n); err == nil && n > 0 && n < 10_000 {
				c.Procurement.Bids = contract.Some(n)
			}
		}
	}
}

// amounts: a lot's tenders that each carry the whole amount count once; tenders of a
// lot that disagree are reported and none is chosen. Lots add up.
func (r *reader) amounts(c *contract.Contract, lots []string, tenders []*node) {
	byLot := map[string][]*node{}
	for _, t := range tenders {
		if a := t.first("LegalMonetaryTotal/PayableAmount"); a.text != "" {
			byLot[t.str("TenderLot/ID")] = append(byLot[t.str("TenderLot/ID")], a)
		}
	}
	sum, known := money.Amount(0), len(lots) > 0
	for _, lot := range lots {
		a, ok := r.agreed(byLot[lot])
		known = known && ok
		sum += a
	}
	if known {
		c.Value.Estimated = contract.Some(sum)
	}
	if cur := currency(tenders); cur != "" && cur != "NOK" {
		c.Value.Currency = cur
	}
	top, all := money.Amount(0), len(lots) > 0
	for _, lot := range lots {
		var found []*node
		for _, res := range r.ext.all("NoticeResult/LotResult") {
			if res.str("TenderLot/ID") == lot {
				found = append(found, res.all("FrameworkAgreementValues/MaximumValueAmount")...)
			}
		}
		if len(found) == 0 {
			found = r.lot(lot).all("ProcurementProject/RequestedTenderTotal/UBLExtensions/UBLExtension/ExtensionContent/EformsExtension/FrameworkMaximumAmount")
		}
		a, ok := r.agreed(found)
		all = all && ok
		top += a
	}
	if all && (c.Kind == "framework" || c.Kind == "dps") {
		c.Value.Maximum = contract.Some(top)
	}
	if v := c.Value; v.Maximum.Set && v.Estimated.Set && v.Maximum.V < v.Estimated.V {
		r.report(r.root, "FV811", diag.Warning, diag.Args{"maximum": v.Maximum.V, "value": v.Estimated.V})
		c.Value.Maximum = contract.Maybe[money.Amount]{}
	}
}

// agreed is the amount that all the elements give; different amounts are a finding.
func (r *reader) agreed(list []*node) (money.Amount, bool) {
	var out money.Amount
	for i, n := range list {
		a, err := money.Parse(n.text)
		if err != nil {
			r.report(n, "FV812", diag.Warning, diag.Args{"value": n.text})
			return 0, false
		}
		if i > 0 && a != out {
			r.report(n, "FV807", diag.Warning, diag.Args{"one": out, "other": a})
			return 0, false
		}
		out = a
	}
	return out, len(list) > 0
}

func currency(tenders []*node) string {
	for _, t := range tenders {
		if c := t.first("LegalMonetaryTotal/PayableAmount").attrs["currencyID"]; c != "" {
			return c
		}
	}
	return ""
}

// winners are the suppliers behind a contract's tenders, each once.
func (r *reader) winners(s *node, tenders []*node) []string {
	var out []string
	for _, t := range tenders {
		party := t.str("TenderingParty/ID")
		for _, tp := range r.ext.all("NoticeResult/TenderingParty") {
			if tp.str("ID") != party {
				continue
			}
			for _, org := range tp.all("Tenderer/ID") {
				if id := r.supplier(org.text); id != "" && !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
		}
	}
	if len(out) == 0 {
		r.report(s, "FV809", diag.Warning, diag.Args{"id": s.str("ID")})
	}
	return out
}

// company finds an organisation of the notice.
func (r *reader) company(org string) *node {
	for _, o := range r.ext.all("Organizations/Organization/Company") {
		if o.str("PartyIdentification/ID") == org {
			return o
		}
	}
	return nil
}

func (r *reader) supplier(org string) string {
	o := r.company(org)
	if o == nil {
		return ""
	}
	name := o.local("PartyName/Name")
	id := r.organisationID(o, name)
	if !slices.ContainsFunc(r.out.Suppliers, func(s *contract.Supplier) bool { return s.ID == id }) {
		r.out.Suppliers = append(r.out.Suppliers, &contract.Supplier{ID: id, Name: or(name, id), Country: countries[o.str("PostalAddress/Country/IdentificationCode")]})
	}
	return id
}

func (r *reader) buyers() []string {
	var out []string
	for _, ref := range r.root.all("ContractingParty/Party/PartyIdentification/ID") {
		o := r.company(ref.text)
		if o == nil {
			continue
		}
		name := o.local("PartyName/Name")
		id := normalise(o.str("PartyLegalEntity/CompanyID"))
		if !contract.ValidOrganisation(id) || slices.Contains(out, id) {
			continue
		}
		out = append(out, id)
		if !slices.ContainsFunc(r.out.Buyers, func(b contract.Organisation) bool { return b.ID == id }) {
			r.out.Buyers = append(r.out.Buyers, contract.Organisation{ID: id, Name: name})
		}
	}
	return out
}

var notDigit = regexp.MustCompile(`[^0-9]`)

// normalise reads "982 410 339" and "NO943184097MVA" as nine digits.
func normalise(s string) string { return notDigit.ReplaceAllString(s, "") }

// organisationID is nine digits with a valid check digit, <cc>-<number> for foreign firms, or
// x-<slug of the name>, with a finding, where the notice gives no usable number.
func (r *reader) organisationID(o *node, name string) string {
	number := o.first("PartyLegalEntity/CompanyID")
	country := o.str("PostalAddress/Country/IdentificationCode")
	if country == "" || country == "NOR" || strings.HasPrefix(strings.ToUpper(number.text), "NO") {
		if id := normalise(number.text); contract.ValidOrganisation(id) {
			return id
		}
	} else if n := slug(number.text); n != "" {
		if cc := countries[country]; cc != "" {
			return cut(strings.ToLower(cc)+"-"+n, 80)
		}
	}
	r.report(number, "FV806", diag.Warning, diag.Args{"name": name, "number": number.text})
	return cut("x-"+or(slug(name), "ukjent"), 80)
}
