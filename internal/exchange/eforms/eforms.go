// Package eforms turns eForms notices into contracts and suppliers.
//
// In go the bytes of a notice (award, modification or direct-award transparency; EU and
// Norwegian national subtypes, SDK 1.x and 2.0); out come what the notice says of
// contracts, suppliers and buyers, and no more, with findings at line and column in the
// XML. Join then tells what several notices mean for a portfolio: new contracts, news of
// known ones, modifications as amendments. Contact persons are never taken. Conflicting
// amounts are reported and left out, never chosen between. It reads no file, fetches
// nothing, and writes nothing.
package eforms

import (
	"bytes"
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/slug"
)

// Result is what a notice says.
type Result struct {
	Contracts     []Award
	Modifications []Modification
	Suppliers     []*contract.Supplier
	Buyers        []contract.Organisation
	competition   competition
}

// competition is what a notice that calls for tenders says to those that follow it.
type competition struct {
	names []string // keys of its numbers
	dated date.Date
}

// Award is a contract that the notice awards. It has an id, at least one supplier, and a
// currency where it has an amount; visibility is left out, so it is internal.
type Award struct {
	Contract *contract.Contract
	follows  string // the notice before (OPP-090)
	corrects string // the notice that this one corrects (BT-758)
	version  int    // of the notice (BT-757)
	at       spot
}

// reader is one notice at work.
type reader struct {
	src      *diag.Source
	root     *node
	ext      *node // efext:EformsExtension
	findings []diag.Finding
	out      Result

	lots      []*node
	lotByID   map[string]*node   // by BT-137
	technique string             // of all lots
	tenders   map[string]*node   // by OPT-321
	parties   map[string]*node   // by OPT-210
	companies map[string]*node   // by OPT-200
	results   map[string][]*node // the results of a lot
	lotOf     map[*node]string   // of a tender or a result
	lotsOf    map[string][]string
	names     map[naming]bool
	modified  map[string]*node // ContractModification by the contract that it modifies
	suppliers map[string]bool  // ids of those in out
	buying    []string         // ids of the buyers
	large     *node            // the first part of which there are too many

	values, maxima []claim         // what is stated of the contracts
	told           map[string]bool // findings, by code and place
}

// naming is that a result names a contract.
type naming struct {
	result   *node
	contract string
}

// Read converts one notice. An error finding means that it was not understood; a notice
// without contracts gives a note.
func Read(name string, data []byte) (Result, []diag.Finding) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	r := &reader{src: &diag.Source{Path: name, Data: data}, told: map[string]bool{}}
	if len(data) > MaxSize {
		r.src.Data = nil
		return r.refuse("FV808", 0)
	}
	root, at, err := parse(data)
	switch {
	case errors.Is(err, errDoctype):
		return r.refuse("FV801", at)
	case errors.Is(err, errDepth):
		return r.refuse("FV808", at)
	case errors.Is(err, errEncoding):
		return r.refuse("FV813", at)
	case errors.Is(err, errForeign):
		return r.refuse("FV803", at)
	case err != nil:
		return r.refuse("FV802", at)
	}
	r.root = root
	r.ext = root.first("UBLExtensions/UBLExtension/ExtensionContent/EformsExtension")
	switch root.name {
	case "ContractAwardNotice":
	case "ContractNotice", "PriorInformationNotice", "BusinessRegistrationInformationNotice":
		if root.name == "ContractNotice" || root.first("NoticeTypeCode").attrs["listName"] == "competition" {
			r.out.competition = competition{[]string{key(r.noticeID()), key(r.ownPublication())}, day(root.str("IssueDate"))}
		}
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
	if len(contracts) > maxContracts {
		return r.refuse("FV808", contracts[maxContracts].offset)
	}
	r.index()
	if r.large != nil {
		return r.refuse("FV808", r.large.offset)
	}
	version, _ := strconv.Atoi(r.root.str("VersionID"))
	seen := map[string]bool{}
	for _, s := range contracts {
		id := s.str("ID")
		if id != "" && seen[id] {
			continue // each contract once
		}
		seen[id] = true
		c := r.contract(s)
		switch {
		case c == nil:
		case r.isModification():
			r.out.Modifications = append(r.out.Modifications, r.modification(s, c, len(contracts) > 1))
		default:
			r.out.Contracts = append(r.out.Contracts, Award{c, r.previous(), line(r.ext.str("Changes/ChangedNoticeIdentifier")), version, spot{r.src, s}})
		}
		if r.large != nil {
			return r.refuse("FV808", r.large.offset)
		}
	}
	r.amounts()
	return r.out, r.findings
}

func (r *reader) refuse(code string, at int) (Result, []diag.Finding) {
	return Result{}, []diag.Finding{r.src.Offset(min(at, len(r.src.Data)), 1).At(code, diag.Error, nil)}
}

// report says a thing once of a place: several contracts may be of one lot.
func (r *reader) report(at *node, code string, s diag.Severity, args diag.Args, others ...*node) {
	f := place(r.src, at).At(code, s, args)
	for _, n := range others {
		f.Related = append(f.Related, place(r.src, n).Related())
	}
	if key := code + " " + strconv.Itoa(at.offset); !r.told[key] {
		r.told[key] = true
		r.findings = append(r.findings, f)
	}
}

// index finds the parts of the notice by their ids, so that a large notice is read once.
func (r *reader) index() {
	by := func(list []*node, path string) map[string]*node {
		m := make(map[string]*node, len(list))
		for _, n := range list {
			if id := n.str(path); m[id] == nil {
				m[id] = n
			}
		}
		return m
	}
	r.lots = r.root.all("ProcurementProjectLot")
	r.lotByID, r.technique = by(r.lots, "ID"), common(r.lots)
	r.tenders = by(r.ext.all("NoticeResult/LotTender"), "ID")
	r.parties = by(r.ext.all("NoticeResult/TenderingParty"), "ID")
	r.companies = by(r.ext.all("Organizations/Organization/Company"), "PartyIdentification/ID")
	r.suppliers, r.buying = map[string]bool{}, r.buyers()
	r.modified = by(r.ext.all("ContractModification"), "ModifiedContractIdentifier")
	r.place()
	r.results, r.lotsOf, r.names = map[string][]*node{}, map[string][]string{}, map[naming]bool{}
	for _, res := range r.ext.all("NoticeResult/LotResult") {
		lot := r.lotOf[res]
		if lot == "" {
			continue
		}
		if r.results[lot] = append(r.results[lot], res); len(r.results[lot]) > maxResults {
			r.large = res
			return
		}
		for _, ref := range res.all("SettledContract/ID") {
			r.lotsOf[ref.text] = append(r.lotsOf[ref.text], lot)
			r.names[naming{res, ref.text}] = true
		}
	}
}

// place finds the lots of results and tenders. Converted notices leave some out: then a result
// and the tenders that it names are of one lot, and results without a lot are of the lots that
// none names, in order, if there is one for each.
func (r *reader) place() {
	r.lotOf = map[*node]string{}
	results := r.ext.all("NoticeResult/LotResult")
	named := map[string]bool{}
	for _, n := range slices.Concat(r.ext.all("NoticeResult/LotTender"), results) {
		if lot := n.str("TenderLot/ID"); r.lotByID[lot] != nil && lot != "" || lotID.MatchString(lot) {
			r.lotOf[n], named[lot] = lot, true
		}
	}
	var without []*node
	for _, res := range results {
		for _, ref := range res.all("LotTender/ID") {
			r.lotOf[res] = cmp.Or(r.lotOf[res], r.lotOf[r.tenders[ref.text]])
		}
		if r.lotOf[res] == "" {
			without = append(without, res)
		}
	}
	left := slices.DeleteFunc(slices.Clone(r.lots), func(l *node) bool { return l.str("ID") == "" || named[l.str("ID")] })
	for i, res := range without {
		switch {
		case len(r.lots) == 1:
			r.lotOf[res] = r.lots[0].str("ID")
		case len(left) == len(without):
			r.lotOf[res] = left[i].str("ID")
		}
	}
	for _, res := range results {
		for _, ref := range res.all("LotTender/ID") {
			if t := r.tenders[ref.text]; t != nil {
				r.lotOf[t] = cmp.Or(r.lotOf[t], r.lotOf[res])
			}
		}
	}
}

// contract makes one contract of a settled contract (BG-310); nil where it has no supplier
// or nothing to call it by.
func (r *reader) contract(s *node) *contract.Contract {
	id := s.str("ID")
	lots, tenders := r.lotsAndTenders(s, id)
	projects := r.projects(lots)
	project := projects[0]
	whole := r.root.first("ProcurementProject")
	c := &contract.Contract{
		// A notice without any title is called by what it has: its internal id, else its number.
		Title: line(cmp.Or(s.local("Title"), r.described(lots, "Name"), number(whole.str("ID")), number(project.str("ID")), r.ownPublication(), r.noticeID())),

		Description: bounded(r.described(lots, "Description")),
		Nature:      nature(cmp.Or(project.str("ProcurementTypeCode"), whole.str("ProcurementTypeCode"))),
		CPV:         cpv(projects, whole),
		Status:      contract.Planned,
		Procurement: contract.Procurement{
			Reference: number(whole.str("ID")),
			Doffin:    match(doffinNumber, r.root.str("ID")),
			TED:       match(tedNumber, r.ownPublication()),
			Number:    number(s.str("ContractReference/ID")),
			Procedure: procedure(r.root.str("TenderingProcess/ProcedureCode")),
			Awarded:   day(s.str("AwardDate")),
			Signed:    day(s.str("IssueDate")),
		},
		Notice: contract.SourceNotice{Notice: r.noticeID(), Dated: day(r.root.str("IssueDate")), Lot: line(strings.Join(lots, ", ")), URL: line(s.str("URI"))},
	}
	if c.Title == "" || c.Notice.Notice == "" {
		r.report(s, "FV820", diag.Warning, diag.Args{"id": cmp.Or(line(id), s.name)})
		return nil
	}
	c.Kind, c.Notice.Within = r.kind(lots, s)
	if r.isModification() {
		c.Notice.Modifies = r.modifies(s)
	}
	if !c.Procurement.Signed.IsZero() {
		c.Status = contract.Active // signed: the decision is made
	}
	r.period(c, projects)
	r.options(c, project)
	r.bids(c, lots)
	r.claims(c, id, lots, tenders)
	if len(lots) == 0 && len(r.lots) > 1 {
		r.report(s, "FV834", diag.Warning, diag.Args{"id": cmp.Or(line(id), s.name)})
	}
	if c.Suppliers = r.winners(tenders); len(c.Suppliers) == 0 {
		r.report(s, "FV809", diag.Warning, diag.Args{"id": cmp.Or(line(id), s.name)})
		return nil
	}
	c.Buyers = slices.Clone(r.buying)
	for _, b := range c.Buyers {
		if slices.Contains(c.Suppliers, b) {
			r.report(s, "FV827", diag.Warning, diag.Args{"id": b})
		}
	}
	year := cmp.Or(yearOf(c.Procurement.Signed), yearOf(c.Procurement.Awarded), yearOf(c.Notice.Dated))
	parts := []string{slug.Cut(slug.Of(c.Title), 40), year, slug.Cut(slug.Of(c.Notice.Notice), 24), slug.Cut(slug.Of(id), 24)}
	c.ID = strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "-")
	return c
}

var (
	doffinNumber = regexp.MustCompile(`^20\d\d-\d{6}$`)
	tedNumber    = regexp.MustCompile(`^(\d{1,8}-20\d\d|20\d\d/S \d{3}-\d{6})$`)
)

func match(re *regexp.Regexp, s string) string {
	if re.MatchString(s) {
		return s
	}
	return ""
}

// previous is the notice that this one follows (OPP-090).
func (r *reader) previous() string { return r.root.str("TenderingProcess/NoticeDocumentReference/ID") }

// ownPublication is the notice's publication number (OPP-010); "" where it has none yet
// ("N/A"), or where a converter has written that of the notice before there.
func (r *reader) ownPublication() string {
	id := r.ext.str("Publication/NoticePublicationID")
	if !strings.ContainsAny(id, "0123456789") || id == r.previous() {
		return ""
	}
	return id
}

// noticeID is the notice's own id (BT-701), by which later notices name it, or else its
// publication number.
func (r *reader) noticeID() string { return line(cmp.Or(r.root.str("ID"), r.ownPublication())) }

var lotID = regexp.MustCompile(`^LOT-\d+$`)

// lotsAndTenders are what a settled contract covers: its tenders, and their lots. A tender of
// which nothing else is known is of the one lot of the contract's results, or of the notice.
func (r *reader) lotsAndTenders(s *node, id string) (lots []string, tenders []*node) {
	lots = slices.Clone(r.lotsOf[id])
	for _, t := range s.all("LotTender/ID") {
		if lt := r.tenders[t.text]; lt != nil && t.text != "" {
			tenders = append(tenders, lt)
			lots = append(lots, r.lotOf[lt])
		}
	}
	slices.Sort(lots)
	lots = slices.DeleteFunc(slices.Compact(lots), func(l string) bool { return l == "" })
	if len(lots) == 0 && len(r.lots) == 1 && r.lots[0].str("ID") != "" {
		lots = []string{r.lots[0].str("ID")}
	}
	if len(lots) == 1 {
		for _, t := range tenders {
			r.lotOf[t] = cmp.Or(r.lotOf[t], lots[0])
		}
	}
	return lots, tenders
}

// lot is that of an id, or the only one of the notice; else an empty one.
func (r *reader) lot(id string) *node {
	switch l := r.lotByID[id]; {
	case l != nil && id != "":
		return l
	case len(r.lots) == 1:
		return r.lots[0]
	}
	return &node{offset: r.root.offset}
}

// described is the text at a path of a contract's project: what its lots agree on, else the
// procurement's.
func (r *reader) described(lots []string, path string) string {
	own := r.lot(first(lots)).first("ProcurementProject").local(path)
	for _, l := range lots {
		if r.lot(l).first("ProcurementProject").local(path) != own {
			own = ""
		}
	}
	return cmp.Or(own, r.root.first("ProcurementProject").local(path))
}

// techniqueOf is that of a lot (BT-765, BT-766): "framework", "dynamic" or none.
func techniqueOf(lot *node) string {
	dynamic := ""
	for _, c := range lot.all("TenderingProcess/ContractingSystem/ContractingSystemTypeCode") {
		switch {
		case c.attrs["listName"] == "framework-agreement" && strings.HasPrefix(c.text, "fa-"):
			return "framework"
		case c.attrs["listName"] == "dps-usage" && (c.text == "dps-list" || c.text == "dps-nlist"):
			dynamic = "dynamic"
		}
	}
	return dynamic
}

// common is the technique of several lots, if they agree.
func common(lots []*node) string {
	out := ""
	for i, l := range lots {
		if t := techniqueOf(l); i > 0 && t != out {
			return ""
		} else {
			out = t
		}
	}
	return out
}

// kind of the contract, by its lots' technique (that of all lots where its own are not known)
// and its own word (BT-768), with the notice of the framework or purchasing system that it is
// made within. An award in a dynamic purchasing system is a purchase in it, never the system
// itself.
func (r *reader) kind(lots []string, s *node) (kind contract.Kind, within string) {
	how := r.technique
	if len(lots) > 0 {
		var own []*node
		for _, l := range lots {
			own = append(own, r.lot(l))
		}
		how = common(own)
	}
	before := line(r.previous())
	switch {
	case how == "framework":
		return contract.KindFramework, ""
	case s.str("ContractFrameworkIndicator") == "true", how == "dynamic" && before != "":
		return contract.KindCallOff, before
	}
	return contract.KindContract, ""
}

// projects are those of a contract's lots; an empty one where no lot is known.
func (r *reader) projects(lots []string) []*node {
	if len(lots) == 0 {
		return []*node{r.lot("").first("ProcurementProject")}
	}
	var out []*node
	for _, l := range lots {
		out = append(out, r.lot(l).first("ProcurementProject"))
	}
	return out
}

// period of a contract: that of its lots, or where they differ, with a finding, from the first
// start to the last end.
func (r *reader) period(c *contract.Contract, projects []*node) {
	first, end := r.planned(projects[0]), date.Date{}
	out, same := first, true
	for _, project := range projects {
		p := r.planned(project)
		if same && p != first {
			same = false
			r.report(project, "FV836", diag.Warning, nil, projects[0])
		}
		if out.Start.IsZero() || !p.Start.IsZero() && p.Start.Before(out.Start) {
			out.Start = p.Start
		}
		last, _ := lastDayOf(p)
		end = date.Max(end, last)
		if p.DurationMonths.V > out.DurationMonths.V {
			out.DurationMonths = p.DurationMonths
		}
	}
	switch {
	case same:
		out = first
	case !end.IsZero():
		out.End, out.DurationMonths = end, contract.Maybe[int]{}
	}
	c.Period.Start, c.Period.End, c.Period.DurationMonths = out.Start, out.End, out.DurationMonths
}

// planned is a lot's period (BT-36, BT-536, BT-537).
func (r *reader) planned(project *node) contract.Period {
	p := contract.Period{Start: day(project.str("PlannedPeriod/StartDate")), End: day(project.str("PlannedPeriod/EndDate")), DurationMonths: duration(project)}
	if !p.Start.IsZero() && !p.End.IsZero() && p.End.Before(p.Start) {
		r.report(project.first("PlannedPeriod/EndDate"), "FV810", diag.Warning, diag.Args{"start": p.Start, "end": p.End})
		p.Start, p.End = date.Date{}, date.Date{}
	}
	return p
}

func duration(project *node) contract.Maybe[int] {
	d := project.first("PlannedPeriod/DurationMeasure")
	n, err := strconv.Atoi(d.text)
	unit := map[string]int{"MONTH": 1, "YEAR": 12}[d.attrs["unitCode"]]
	if err != nil || n <= 0 || n > 1200 || unit == 0 {
		return contract.Maybe[int]{}
	}
	return contract.Some(unit * n)
}

// bids are the tenders received (BT-759); several lots are not added.
func (r *reader) bids(c *contract.Contract, lots []string) {
	if len(lots) != 1 {
		return
	}
	for _, res := range r.results[lots[0]] {
		for _, st := range res.all("ReceivedSubmissionsStatistics") {
			if st.str("StatisticsCode") != "tenders" {
				continue
			}
			if n, err := strconv.Atoi(st.str("StatisticsNumeric")); err == nil && n > 0 && n < 10_000 {
				c.Procurement.Bids = contract.Some(n)
			}
		}
	}
}
