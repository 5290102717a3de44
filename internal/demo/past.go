package demo

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/slug"
)

// Step is one commit of a made-up history: records as they are from then on. Paths in
// Gone are files or folders below the data folder.
type Step struct {
	When                   time.Time
	Author, Email, Subject string

	Whole     *contract.Portfolio  // everything, where set
	Contracts []*contract.Contract // with all that belongs to them
	Turnover  []*contract.Contract // only their turnover
	Suppliers []*contract.Supplier
	Models    []*contract.RiskModel
	Spend     []*contract.Spend
	Gone      []string
}

// History makes up how a portfolio of Generate came to be what it is, over so many quarters
// that have ended: contracts are registered, change hands, are prolonged, amended and
// followed up, turnover is imported quarter by quarter, and their predecessors end and are
// taken out. Steps come in the order of their time; after the last the portfolio is p. The
// same arguments give the same steps. Each is made when it is asked for.
func History(p *contract.Portfolio, opt Options, quarters int) iter.Seq[Step] {
	h := &past{p: p, asOf: opt.AsOf, seed: opt.Seed, bankrupt: bankruptcies(p.Contracts)}
	h.from = opt.AsOf.QuarterOf().Add(-quarters).First().AddDays(8)
	h.former()
	h.lives()
	h.plan()
	return h.steps
}

// past is the history that is being made up for a portfolio.
type past struct {
	p          *contract.Portfolio
	asOf, from date.Date
	seed       uint64
	left       []leaver
	bankrupt   map[string]date.Date
	all        []life
	days       []day
}

// leaver is somebody who was a contract manager and is no longer in the portfolio.
type leaver struct {
	person *contract.Person
	last   date.Date
}

// life is a contract's time in the data; whole is what it has become at the end of it.
type life struct {
	whole      *contract.Contract
	registered date.Date
	gone       date.Date // zero: it stays
	end        date.Date // day of its last facts: as-of, or its own end
}

// day is a planned commit.
type day struct {
	on     date.Date
	key    string // orders the commits of one day
	author int
	kind   string
	lives  []int
	supply []*contract.Supplier
	model  *contract.RiskModel
	leaver int
}

// large portfolios have commits for whole quarters, others for months.
func (h *past) large() bool { return len(h.p.Contracts) > 2000 }

func (h *past) hash(s string) uint64 {
	f := fnv.New64a()
	fmt.Fprint(f, h.seed, s)
	return f.Sum64() >> 7
}

// former makes up the managers who have left, one for every ten people.
func (h *past) former() {
	n := max(1, len(h.p.People)/10)
	span := h.asOf.Days(h.from)
	taken := map[string]bool{}
	for i := range n {
		var name, id string
		for j := 0; ; j++ {
			k := h.hash(fmt.Sprint("leaver", i, j))
			name = firstNames[k%uint64(len(firstNames))] + " " + lastNames[k/64%uint64(len(lastNames))]
			if id = slug.Of(name); j > 50 {
				id = fmt.Sprintf("%s-%d", id, j)
			}
			if h.p.Person(id) == nil && !taken[id] {
				break
			}
		}
		taken[id] = true
		h.left = append(h.left, leaver{&contract.Person{ID: id, Name: name, Department: departments[i%len(departments)].id, Capacity: contract.Some(80)},
			h.from.AddDays(max(1, span*(i+1)/(n+1)))})
	}
}

// manager is a contract's manager on a day: for every third contract somebody who left
// later.
func (h *past) manager(l *life, on date.Date) string {
	i := h.leaverOf(l)
	if i >= 0 && on.Before(h.left[i].last) {
		return h.left[i].person.ID
	}
	return l.whole.Manager
}

func (h *past) leaverOf(l *life) int {
	k := h.hash("manager" + l.whole.ID)
	i := int(k % uint64(3*len(h.left)))
	if l.whole.Manager == "" && l.gone.IsZero() {
		i = int(k % uint64(len(h.left)))
	}
	if i >= len(h.left) || !l.registered.Before(h.left[i].last) {
		return -1
	}
	return i
}

// lives lists every contract that was ever in the data: today's and, for each that is or
// was in force, its chain of predecessors back to the beginning.
func (h *past) lives() {
	ids := map[string]bool{}
	for _, c := range h.p.Contracts {
		ids[c.ID] = true
	}
	for _, c := range h.p.Contracts {
		k := int(h.hash("registered" + c.ID))
		l := life{whole: c, registered: date.Min(c.Procurement.Published.AddDays(k%20), h.asOf.AddDays(-3-k%40)), end: h.asOf}
		if !c.Period.Start.IsZero() && c.Status != contract.Planned {
			l.registered = date.Min(l.registered, c.Period.Start.AddDays(-1-k%20))
		}
		h.all = append(h.all, l)
		for c.Status != contract.Planned && c.Period.Start.After(h.from) {
			c = h.before(c, ids)
			gone := date.Min(c.Period.Start.AddMonths(h.months(c)).AddDays(25+k%40), h.asOf.AddDays(-2-k%25))
			if gone.After(h.from) {
				h.all = append(h.all, life{whole: c, registered: c.Procurement.Published.AddDays(k % 20), gone: gone, end: c.Period.Start.AddMonths(h.months(c)).AddDays(-1)})
			}
		}
	}
}

const (
	prolonged = "forlengelse" // id of the option of a made-up predecessor
	cycle     = 91            // days between two rounds of evidence
	taxCycle  = 183
	importDay = 9 // days after a quarter's end
)

// at gives a contract as it was written on a day; nil before it was registered and after
// it was taken out.
func (h *past) at(l *life, on date.Date) *contract.Contract {
	switch {
	case on.Before(l.registered), !l.gone.IsZero() && !on.Before(l.gone):
		return nil
	case !on.Before(h.asOf) && l.gone.IsZero():
		return l.whole
	}
	c := *l.whole
	switch {
	case on.Before(c.Period.Start):
		c.Status = contract.Planned
	case c.Status == contract.Ended && !on.After(c.Period.End):
		c.Status = contract.Active
	}
	c.Manager = h.manager(l, on)
	c.Options = slices.Clone(c.Options)
	for i := range c.Options {
		if o := &c.Options[i]; o.Decided.After(on) {
			o.Status, o.Decided = contract.OptionOpen, date.Date{}
		}
	}
	c.Amendments = upTo(c.Amendments, func(a contract.Amendment) date.Date { return a.Signed }, on)
	c.Requirements = h.evidence(l, c.Requirements, on)
	c.Plan = slices.Clone(c.Plan)
	for i := range c.Plan {
		c.Plan[i].Done = upTo(c.Plan[i].Done, func(d date.Date) date.Date { return d }, on)
	}
	c.Inspections = upTo(c.Inspections, func(i contract.Inspection) date.Date { return i.Date }, on)
	for i := range c.Inspections {
		in := &c.Inspections[i]
		in.Inspectors = nil
		if c.Manager != "" {
			in.Inspectors = []string{c.Manager}
		}
		in.Findings = slices.Clone(in.Findings)
		for j := range in.Findings {
			f := &in.Findings[j]
			if f.VerifiedBy != "" {
				f.VerifiedBy = c.Manager
			}
			if f.Closed.After(on) {
				f.Closed, f.VerifiedBy, in.Status = date.Date{}, "", contract.InspectionPerformed
			}
		}
	}
	c.Deviations = upTo(c.Deviations, func(d contract.Deviation) date.Date { return d.Reported }, on)
	for i := range c.Deviations {
		d := &c.Deviations[i]
		if d.Owner = c.Manager; d.Closed.After(on) {
			d.Closed = date.Date{}
		}
	}
	c.Benefits = slices.Clone(c.Benefits)
	for i := range c.Benefits {
		c.Benefits[i].Realised = upTo(c.Benefits[i].Realised, func(r contract.RealisedBenefit) date.Date { return r.Period.Last().AddDays(importDay) }, on)
	}
	c.Log = upTo(c.Log, func(e contract.LogEntry) date.Date { return e.Date }, on)
	for i := range c.Log {
		c.Log[i].Promises = slices.Clone(c.Log[i].Promises)
		for j := range c.Log[i].Promises {
			if p := &c.Log[i].Promises[j]; p.Done.After(on) {
				p.Done = date.Date{}
			}
		}
	}
	if s := c.SupplyChain; s != nil {
		then := &contract.SupplyChain{Firms: upTo(s.Firms, func(f contract.Firm) date.Date { return f.Approved }, on),
			Hours: upTo(s.Hours, func(f contract.FirmHours) date.Date { return f.Period.Last() }, on)}
		if c.SupplyChain = then; len(then.Firms)+len(then.Hours) == 0 {
			c.SupplyChain = nil
		}
	}
	c.Turnover = h.turnover(c.Turnover, on)
	return &c
}

// upTo gives the items of a list that were there on a day, as a new list.
func upTo[T any](list []T, when func(T) date.Date, on date.Date) []T {
	var out []T
	for _, v := range list {
		if !when(v).After(on) {
			out = append(out, v)
		}
	}
	return out
}

// turnover is what had been imported by a day.
func (h *past) turnover(t *contract.Turnover, on date.Date) *contract.Turnover {
	through := on.AddDays(-importDay).MonthOf().First().AddDays(-1)
	if h.large() {
		through = on.AddDays(-importDay).QuarterOf().First().AddDays(-1)
	}
	if !on.Before(h.asOf) {
		through = on
	}
	if t == nil || len(t.Months) == 0 || t.Months[0].Month.Last().After(through) {
		return nil
	}
	then := *t
	then.Months = upTo(t.Months, func(m contract.MonthTurnover) date.Date { return m.Month.Last() }, through)
	return &then
}

// evidence is what had been handed in by a day. Evidence received later is moved back to an
// earlier round, for there were such rounds too.
func (h *past) evidence(l *life, list []contract.AppliedRequirement, on date.Date) []contract.AppliedRequirement {
	var out []contract.AppliedRequirement
	for _, r := range list {
		if len(r.Evidence) == 0 {
			out = append(out, r)
			continue
		}
		r.Evidence = slices.Clone(r.Evidence)
		kept := r.Evidence[:0]
		for _, e := range r.Evidence {
			days := cycle
			if !e.Expires.IsZero() {
				days = 365
			}
			for e.Received.After(on) {
				e.Received = e.Received.AddDays(-days)
			}
			if e.Received.Before(l.whole.Period.Start) {
				continue
			}
			if !e.Approved.IsZero() {
				e.Approved = e.Received
			}
			if !e.Expires.IsZero() {
				e.Expires = e.Received.AddYears(1)
			}
			kept = append(kept, e)
		}
		if r.Evidence = kept; len(kept) > 0 {
			out = append(out, r)
		}
	}
	return out
}

// supplier is a supplier as it was on a day: tax certificates come every half year.
func (h *past) supplier(s *contract.Supplier, on date.Date) *contract.Supplier {
	then := *s
	then.Signs = signsOn(s, h.bankrupt, on)
	then.Evidence = slices.Clone(s.Evidence)
	for i := range then.Evidence {
		e := &then.Evidence[i]
		for e.Received.After(on) {
			e.Received = e.Received.AddDays(-taxCycle)
			e.Expires = e.Received.AddMonths(6)
			e.Document = fmt.Sprintf("%d/%d", e.Received.Year(), 1000+h.hash(s.ID)%900)
		}
	}
	return &then
}

// plan lays out the commits. In a small portfolio each event of a contract has a commit of
// its own; otherwise the events of one kind in a department share a commit each month, or
// each quarter if the portfolio is large.
func (h *past) plan() {
	groups := map[string]*day{}
	add := func(on date.Date, kind string, author, life int, supplier *contract.Supplier) {
		if !on.After(h.from) || on.After(h.asOf) {
			return
		}
		window := on.MonthOf().String()
		if h.large() {
			window = on.QuarterOf().String()
		}
		key := fmt.Sprintf("%s %s %02d", window, kind, author)
		if len(h.p.Contracts) <= 100 && life >= 0 {
			key = fmt.Sprintf("%s %s %06d", on, kind, life)
		}
		g := groups[key]
		if g == nil {
			g = &day{on: on, key: key, kind: kind, author: author, leaver: -1}
			groups[key] = g
		}
		g.on = date.Max(g.on, on)
		if supplier != nil {
			g.supply = append(g.supply, supplier)
		} else if !slices.Contains(g.lives[max(0, len(g.lives)-1):], life) {
			g.lives = append(g.lives, life)
		}
	}
	for i := range h.all {
		l := &h.all[i]
		c := l.whole
		author := h.author(c.Department)
		event := func(on date.Date, kind string) {
			if on.After(l.registered) && (l.gone.IsZero() || on.Before(l.gone)) {
				add(on, kind, author, i, nil)
			}
		}
		add(l.registered, "registered", author, i, nil)
		if !l.gone.IsZero() {
			add(l.gone, "gone", author, i, nil)
		}
		event(c.Period.Start, "began")
		for _, o := range c.Options {
			if !o.Decided.IsZero() {
				event(o.Decided, "option")
			}
		}
		for _, a := range c.Amendments {
			event(a.Signed, "amendment")
		}
		for _, d := range c.Deviations {
			event(d.Reported, "deviation")
			if !d.Closed.IsZero() {
				event(d.Closed, "closed")
			}
		}
		for _, in := range c.Inspections {
			event(in.Date, "inspection")
			for _, f := range in.Findings {
				if !f.Closed.IsZero() {
					event(f.Closed, "closed")
				}
			}
		}
		if c.Status == contract.Ended {
			event(c.Period.End.AddDays(1), "over")
		}
		for _, days := range []int{cycle, 365} {
			var latest date.Date
			for _, r := range c.Requirements {
				for _, e := range r.Evidence {
					if e.Expires.IsZero() == (days == cycle) {
						latest = date.Max(latest, e.Received)
					}
				}
			}
			for on := latest; !latest.IsZero() && !on.Before(c.Period.Start); on = on.AddDays(-days) {
				event(on, "followed")
			}
		}
		for _, p := range c.Plan {
			if n := len(p.Done); n > 0 {
				event(p.Done[n-1], "followed")
			}
		}
		for _, b := range c.Benefits {
			for _, r := range b.Realised {
				event(r.Period.Last().AddDays(importDay), "benefit")
			}
		}
	}
	for _, s := range h.p.Suppliers {
		if on := h.bankrupt[s.ID]; !on.IsZero() {
			add(on, "bankrupt", 1, -1, s)
		}
		for _, e := range s.Evidence {
			for on := e.Received; on.After(h.from); on = on.AddDays(-taxCycle) {
				add(on, "tax", 1, -1, s)
			}
		}
	}
	for _, g := range groups {
		h.days = append(h.days, *g)
	}
	for i, l := range h.left {
		h.days = append(h.days, day{on: l.last, key: "left", kind: "left", leaver: i, author: h.author(l.person.Department)})
	}
	for i, m := range h.p.Models {
		if i > 0 && m.From.After(h.from) && !m.From.After(h.asOf) {
			h.days = append(h.days, day{on: m.From, key: "model", kind: "model", model: m, leaver: -1})
		}
	}
	for m := h.from.MonthOf(); ; m = m.Add(1) {
		on := m.First().AddDays(importDay)
		if !on.Before(h.asOf) {
			break
		}
		if on.After(h.from) && (!h.large() || m.Month()%3 == 1) {
			h.days = append(h.days, day{on: on, key: "import", kind: "import", leaver: -1})
		}
	}
	slices.SortFunc(h.days, func(a, b day) int { return cmp.Or(a.on.Compare(b.on), strings.Compare(a.key, b.key)) })
}

func (h *past) author(id string) int {
	return slices.IndexFunc(departments, func(d department) bool { return d.id == id })
}

// clock gives commits of one day different times.
type clock struct {
	on date.Date
	n  int
}

func (c *clock) next(on date.Date) time.Time {
	if c.n++; on != c.on {
		c.on, c.n = on, 0
	}
	t := on.Time().In(time.FixedZone("", 3600))
	return t.Add(7*time.Hour + time.Duration(min(c.n, 800))*time.Minute)
}

func (h *past) steps(yield func(Step) bool) {
	var c clock
	step := func(on date.Date, author int, subject string) Step {
		n := h.p.People[max(0, author)%len(h.p.People)]
		return Step{When: c.next(on), Author: n.Name, Email: n.ID + "@storfjord.example", Subject: subject}
	}
	first := step(h.from, 0, "Porteføljen tas i bruk")
	first.Whole = h.beginning()
	if !yield(first) {
		return
	}
	for i := range h.days {
		d := &h.days[i]
		if s := step(d.on, d.author, ""); h.fill(&s, d) && !yield(s) {
			return
		}
	}
	last := step(h.asOf, 0, fmt.Sprintf("Omsetning til og med %02d.%02d.%d", h.asOf.Day(), h.asOf.Month(), h.asOf.Year()))
	last.Whole = h.p
	yield(last)
}

// beginning is the portfolio of the first commit.
func (h *past) beginning() *contract.Portfolio {
	p := *h.p
	p.Settings.Site.AsOf = date.Date{}
	p.Contracts, p.Suppliers, p.Models, p.Spend = nil, nil, nil, nil
	for i := range h.all {
		if c := h.at(&h.all[i], h.from); c != nil {
			p.Contracts = append(p.Contracts, c)
		}
	}
	for _, s := range h.p.Suppliers {
		p.Suppliers = append(p.Suppliers, h.supplier(s, h.from))
	}
	for i, m := range h.p.Models {
		if i == 0 || !m.From.After(h.from) {
			p.Models = append(p.Models, m)
		}
	}
	for _, s := range h.p.Spend {
		if s.Quarter.Last().AddDays(importDay).Before(h.from) {
			p.Spend = append(p.Spend, s)
		}
	}
	p.People = slices.Clone(h.p.People)
	for _, l := range h.left {
		p.People = append(p.People, l.person)
	}
	return &p
}

// fill gives a commit its records and subject; false if nothing has changed.
func (h *past) fill(s *Step, d *day) bool {
	subject := map[string][2]string{
		"registered": {"Ny kontrakt: %s", "%d nye kontrakter"},
		"gone":       {"Avsluttet og arkivert: %s", "%d avsluttede kontrakter arkivert"},
		"began":      {"Kontrakt i kraft: %s", "%d kontrakter trådte i kraft"},
		"option":     {"Opsjon utløst: %s", "Opsjon utløst i %d kontrakter"},
		"amendment":  {"Endring signert: %s", "Endring signert i %d kontrakter"},
		"deviation":  {"Avvik meldt: %s", "Avvik meldt i %d kontrakter"},
		"closed":     {"Avvik lukket: %s", "Avvik lukket i %d kontrakter"},
		"inspection": {"Kontroll gjennomført: %s", "Kontroll gjennomført i %d kontrakter"},
		"over":       {"Kontrakt utløpt: %s", "%d kontrakter utløpt"},
		"followed":   {"Oppfølging ført: %s", "Oppfølging ført i %d kontrakter"},
		"benefit":    {"Gevinst ført: %s", "Gevinster ført i %d kontrakter"},
		"tax":        {"Skatteattest mottatt: %s", "Skatteattester mottatt fra %d leverandører"},
		"bankrupt":   {"Konkurs: %s", "Konkurs hos %d leverandører"},
		"left":       {"%s slutter", "%d slutter"},
	}[d.kind]
	n, name := 0, ""
	switch d.kind {
	case "import":
		last := d.on.AddDays(-importDay).MonthOf().Add(-1)
		first, q := last, last.First().QuarterOf()
		if s.Subject = fmt.Sprintf("Omsetning for %s %d", monthNames[last.Month()-1], last.Year()); h.large() {
			first, s.Subject = q.First().MonthOf(), fmt.Sprintf("Omsetning for %d. kvartal %d", q.Q, q.Year)
		}
		for i := range h.all {
			l := &h.all[i]
			if c := h.at(l, d.on); c != nil && c.Turnover != nil && !c.Turnover.Months[len(c.Turnover.Months)-1].Month.Before(first) {
				s.Turnover = append(s.Turnover, c)
			}
		}
		for _, v := range h.p.Spend {
			if v.Quarter == q && last.Last() == q.Last() {
				s.Spend = append(s.Spend, v)
			}
		}
		return len(s.Turnover)+len(s.Spend) > 0
	case "model":
		s.Subject, s.Models = "Ny versjon av risikomodellen fra "+d.model.From.String(), []*contract.RiskModel{d.model}
		return true
	case "left":
		who := h.left[d.leaver].person
		s.Gone = []string{"people/" + who.ID + ".toml"}
		for i := range h.all {
			l := &h.all[i]
			if c := h.at(l, d.on); c != nil && h.leaverOf(l) == d.leaver {
				s.Contracts = append(s.Contracts, c)
			}
		}
		s.Subject = fmt.Sprintf("%s slutter: %d kontrakter overført", who.Name, len(s.Contracts))
		return true
	case "tax", "bankrupt":
		for _, v := range d.supply {
			s.Suppliers = append(s.Suppliers, h.supplier(v, d.on))
		}
		n, name = len(d.supply), d.supply[0].Name
	case "gone":
		for _, i := range d.lives {
			s.Gone = append(s.Gone, "agreements/"+h.all[i].whole.ID)
		}
		n, name = len(d.lives), h.all[d.lives[0]].whole.Title
	default:
		for _, i := range d.lives {
			if c := h.at(&h.all[i], d.on); c != nil {
				s.Contracts = append(s.Contracts, c)
			}
		}
		if n = len(s.Contracts); n > 0 {
			name = s.Contracts[0].Title
		}
	}
	if n == 1 {
		s.Subject = fmt.Sprintf(subject[0], name)
	} else {
		s.Subject = fmt.Sprintf(subject[1], n)
	}
	return n > 0
}
