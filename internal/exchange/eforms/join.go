package eforms

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/slug"
)

// Plan is what notices mean for a portfolio.
type Plan struct {
	New       []*contract.Contract // that the portfolio does not have, by id
	News      []News               // of contracts that it has, by id
	Suppliers []*contract.Supplier // of new contracts and news, that it does not have, by id
	Buyers    []contract.Organisation
}

// News is what notices say of a contract that the portfolio has.
type News struct {
	Known *contract.Contract
	Says  *contract.Contract // only what the notices speak of; amendments are those to add or compare
}

// Join finds what the notices mean for a portfolio, which it does not change: awards first,
// then modifications in the order of their dates, whatever the order of the results. A
// modification of a known contract becomes an amendment of it; of an unknown one, a contract.
// What fits several contracts is reported and given to none.
func Join(p *contract.Portfolio, results []Result) (Plan, []diag.Finding) {
	j := &joiner{p: p, says: map[*contract.Contract]*contract.Contract{}, names: map[string]string{},
		made: map[*contract.Contract]*contract.Contract{}, from: map[*contract.Contract]*contract.Contract{}, ids: map[string]*contract.Contract{}, notices: map[string][]*contract.Contract{}, numbers: map[string][]*contract.Contract{}}
	for _, k := range p.Contracts {
		j.index(k)
	}
	for _, s := range p.Suppliers {
		j.names[s.ID] = slug.Of(s.Name)
	}
	var awards []Award
	var modifications []Modification
	for _, r := range results {
		for _, a := range r.Contracts {
			a.Contract = published(a, results)
			awards = append(awards, a)
		}
		modifications = append(modifications, r.Modifications...)
		for _, s := range r.Suppliers {
			j.names[s.ID] = cmp.Or(j.names[s.ID], slug.Of(s.Name))
		}
	}
	slices.SortStableFunc(modifications, func(a, b Modification) int {
		return cmp.Or(a.dated.Compare(b.dated), strings.Compare(a.Contract.ID, b.Contract.ID))
	})
	j.awards(awards)
	for _, m := range modifications {
		j.modification(m)
	}
	return j.plan(results), j.findings
}

// published is an award's contract with the date of its competition, where that is among the
// notices. A call-off follows the notice of its framework, which is not its own competition.
func published(a Award, results []Result) *contract.Contract {
	c := new(*a.Contract)
	if a.follows == "" || c.Kind == contract.KindCallOff {
		return c
	}
	for _, r := range results {
		on := r.competition.dated
		late := slices.ContainsFunc([]date.Date{c.Procurement.Awarded, c.Procurement.Signed}, func(d date.Date) bool { return !d.IsZero() && d.Before(on) })
		if slices.Contains(r.competition.names, key(a.follows)) && !on.IsZero() && !late && (c.Procurement.Published.IsZero() || on.Before(c.Procurement.Published)) {
			c.Procurement.Published = on
		}
	}
	return c
}

type joiner struct {
	p        *contract.Portfolio
	added    []*contract.Contract
	says     map[*contract.Contract]*contract.Contract
	made     map[*contract.Contract]*contract.Contract // what became of a notice's contract
	from     map[*contract.Contract]*contract.Contract // and the way back
	ids      map[string]*contract.Contract
	notices  map[string][]*contract.Contract // those that come from a notice or were modified by it, by its key
	numbers  map[string][]*contract.Contract // by the contract's and the procurement's own number
	names    map[string]string               // slug of a supplier's name, by id
	findings []diag.Finding
}

// awards claims the contracts that have an award's id, and then those that are made from the
// same notice and lot, or from the one that it corrects: folders can be renamed. Corrections
// come after what they correct.
func (j *joiner) awards(list []Award) {
	slices.SortStableFunc(list, func(a, b Award) int {
		return cmp.Or(cmp.Compare(len(a.corrects), 0)-cmp.Compare(len(b.corrects), 0), cmp.Compare(a.version, b.version))
	})
	var left []Award
	for _, a := range list {
		switch k := j.withID(a.Contract.ID); {
		case k == nil:
			left = append(left, a)
		case k.Notice.Notice != "" && !sameNotice(k.Notice.Notice, a.Contract.Notice.Notice): // its notice was corrected since
			j.report(a.at, "FV829", diag.Note, diag.Args{"contract": k.ID, "notice": k.Notice.Notice})
		default:
			j.take(k, a.Contract)
		}
	}
	for _, a := range left {
		c := a.Contract
		if k := j.withID(c.ID); k != nil {
			j.take(k, c) // the same notice twice
			continue
		}
		is := func(k *contract.Contract) bool {
			return k.Notice.Lot == c.Notice.Lot && k.Procurement.Number == c.Procurement.Number && j.shareSupplier(k, c)
		}
		same := j.of(c.Notice.Notice, func(k *contract.Contract) bool {
			return j.says[k] == nil && sameNotice(k.Notice.Notice, c.Notice.Notice) && is(k)
		})
		corrected := j.of(a.corrects, func(k *contract.Contract) bool { return sameNotice(k.Notice.Notice, a.corrects) && is(k) })
		var made []*contract.Contract
		for _, n := range []string{c.Notice.Notice, c.Procurement.TED, c.Procurement.Doffin} {
			made = append(made, j.of(n, func(k *contract.Contract) bool {
				return k.Notice.Modifies != "" && sameNotice(k.Notice.Modifies, n) && k.Notice.Lot == c.Notice.Lot
			})...)
		}
		switch {
		case len(same) == 1:
			j.take(same[0], c)
		case len(same) > 1:
			j.several(a.at, same)
		case len(corrected) == 1:
			j.take(corrected[0], c)
		case len(corrected) > 1:
			j.several(a.at, corrected)
		case len(made) > 0:
			j.report(a.at, "FV819", diag.Warning, diag.Args{"contract": made[0].ID})
		default:
			j.add(c)
		}
	}
	for _, a := range list {
		j.parent(a)
	}
}

// take records what an award says of a contract, in place of what an earlier version said.
func (j *joiner) take(k, c *contract.Contract) {
	delete(j.made, j.from[k])
	j.made[c], j.from[k] = k, c
	if says := j.says[k]; says == k { // made by these notices
		id := k.ID
		*k = *c
		k.ID = id
		j.index(k)
		return
	}
	j.says[k] = new(*c)
	j.named(k, key(c.Notice.Notice))
}

func (j *joiner) add(c *contract.Contract) {
	k := new(*c)
	j.added = append(j.added, k)
	j.says[k], j.made[c], j.from[k] = k, k, c
	j.index(k)
}

// index makes a contract findable by all that notices may name it by.
func (j *joiner) index(k *contract.Contract) {
	for _, id := range append([]string{k.ID}, k.IDWas...) {
		if j.ids[id] == nil {
			j.ids[id] = k
		}
	}
	for _, n := range []string{k.Notice.Notice, k.Procurement.TED, k.Procurement.Doffin, k.Notice.Modifies} {
		j.named(k, key(n))
	}
	for _, a := range k.Amendments {
		j.named(k, a.ID)
	}
	for _, n := range []string{k.Procurement.Number, k.Procurement.Reference} {
		if telling(n) && !slices.Contains(j.numbers[n], k) {
			j.numbers[n] = append(j.numbers[n], k)
		}
	}
}

// named records that a contract comes from a notice, or was modified by it.
func (j *joiner) named(k *contract.Contract, notice string) {
	if notice != "" && !slices.Contains(j.notices[notice], k) {
		j.notices[notice] = append(j.notices[notice], k)
	}
}

// of gives those contracts of a notice for which a condition holds.
func (j *joiner) of(notice string, holds func(*contract.Contract) bool) []*contract.Contract {
	return where(j.notices[key(notice)], holds)
}

func where(list []*contract.Contract, holds func(*contract.Contract) bool) []*contract.Contract {
	return slices.DeleteFunc(slices.Clone(list), func(k *contract.Contract) bool { return !holds(k) })
}

// claim records, once, what the notice that made a known contract says of it.
func (j *joiner) claim(k, c *contract.Contract) {
	if j.says[k] == nil {
		j.says[k] = new(*c)
	}
}

// withID is the contract that has, or had, an id.
func (j *joiner) withID(id string) *contract.Contract {
	if k := j.p.Contract(id); k != nil {
		return k
	}
	return j.ids[id]
}

func (j *joiner) all() []*contract.Contract {
	return slices.Concat(j.p.Contracts, j.added)
}

// parent finds the framework or purchasing system that an award names.
func (j *joiner) parent(a Award) {
	c := a.Contract
	if c.Notice.Within == "" {
		return
	}
	parents := j.of(c.Notice.Within, func(k *contract.Contract) bool {
		return k.Kind == contract.KindFramework || k.Kind == contract.KindDPS
	})
	if len(parents) > 1 { // one for each supplier
		parents = where(parents, func(k *contract.Contract) bool { return j.shareSupplier(k, c) })
	}
	switch k := j.made[c]; {
	case k == nil: // it is not taken in
	case len(parents) == 1:
		j.says[k].Parent = parents[0].ID
	case k.Parent == "":
		j.report(a.at, "FV818", diag.Note, diag.Args{"notice": c.Notice.Within})
	}
}

// modification is an amendment of the contract that it fits.
func (j *joiner) modification(m Modification) {
	c := m.Contract
	if k := j.withID(c.ID); k != nil { // this notice made it
		j.claim(k, c)
		return
	}
	if made := j.of(c.Notice.Notice, func(k *contract.Contract) bool {
		return sameNotice(k.Notice.Notice, c.Notice.Notice) && k.Notice.Lot == c.Notice.Lot && k.Procurement.Number == c.Procurement.Number
	}); len(made) == 1 { // and its folder has another name now
		j.claim(made[0], c)
		return
	}
	found := where(j.notices[m.Amendment.ID], func(k *contract.Contract) bool { // it has the amendment already
		return slices.ContainsFunc(k.Amendments, func(b contract.Amendment) bool { return b.ID == m.Amendment.ID })
	})
	if len(found) != 1 {
		found = j.find(m)
	}
	switch {
	case len(found) == 0:
		j.report(m.at, "FV814", diag.Note, diag.Args{"notice": cmp.Or(c.Notice.Modifies, c.Procurement.Reference)})
		j.add(c)
		return
	case len(found) > 1:
		j.several(m.at, found)
		return
	}
	k := found[0]
	if k.Notice.Modifies != "" && m.dated.Before(date.Max(k.Notice.Dated, k.Procurement.Published)) { // a later one made the contract as it is after both
		j.report(m.at, "FV830", diag.Note, diag.Args{"contract": k.ID, "notice": k.Notice.Notice})
		return
	}
	says := j.says[k]
	if says == nil {
		says = &contract.Contract{ID: k.ID}
		j.says[k] = says
	}
	a := j.amendment(m, k, says)
	if !slices.ContainsFunc(says.Amendments, func(b contract.Amendment) bool { return b.ID == a.ID }) {
		says.Amendments = append(says.Amendments, a)
		j.named(k, a.ID)
	}
}

// find gives the contracts that a modification may be of: by the notice that it names, if it is
// of the same lot and supplier, else by a number that is long enough to tell contracts apart,
// with a common buyer and supplier. Of several, those with its lot, then its supplier, then
// its number.
func (j *joiner) find(m Modification) []*contract.Contract {
	c := m.Contract
	found := where(j.notices[key(c.Notice.Modifies)], func(k *contract.Contract) bool {
		lot := k.Notice.Lot == "" || c.Notice.Lot == "" || shareLot(k.Notice.Lot, c.Notice.Lot) || k.Notice.Lot == undivided || c.Notice.Lot == undivided
		return lot && (len(k.Suppliers) == 0 || m.replaces || j.shareSupplier(k, c))
	})
	if len(found) == 0 {
		found = where(slices.Concat(j.numbers[c.Procurement.Number], j.numbers[c.Procurement.Reference]), func(k *contract.Contract) bool {
			p, q := k.Procurement, c.Procurement
			return (telling(q.Number) && p.Number == q.Number || telling(q.Reference) && p.Reference == q.Reference) && j.shareBuyer(k, c) && j.shareSupplier(k, c)
		})
		slices.SortFunc(found, func(a, b *contract.Contract) int { return strings.Compare(a.ID, b.ID) })
		found = slices.Compact(found) // by both numbers
	}
	for _, narrower := range []func(*contract.Contract) bool{
		func(k *contract.Contract) bool { return shareLot(k.Notice.Lot, c.Notice.Lot) },
		func(k *contract.Contract) bool { return j.shareSupplier(k, c) },
		func(k *contract.Contract) bool {
			return c.Procurement.Number != "" && k.Procurement.Number == c.Procurement.Number
		},
	} {
		if len(found) > 1 {
			if some := where(found, narrower); len(some) > 0 {
				found = some
			}
		}
	}
	return found
}

// telling reports whether a number is long enough to tell contracts apart: many have "1" or "00".
func telling(number string) bool { return utf8.RuneCountInString(number) >= 4 }

func (j *joiner) shareBuyer(k, c *contract.Contract) bool {
	own := k.Buyers
	if len(own) == 0 {
		own = []string{j.p.Settings.Organisation.ID}
	}
	return slices.ContainsFunc(c.Buyers, func(b string) bool { return slices.Contains(own, b) })
}

// shareSupplier goes by id, and by name where a notice gives no number.
func (j *joiner) shareSupplier(k, c *contract.Contract) bool {
	return slices.ContainsFunc(c.Suppliers, func(s string) bool {
		return slices.ContainsFunc(k.Suppliers, func(t string) bool {
			return s == t || j.names[s] != "" && j.names[s] == j.names[t] && (strings.HasPrefix(s, "x-") || strings.HasPrefix(t, "x-"))
		})
	})
}

// undivided is the lot of a procurement without lots.
const undivided = "LOT-0000"

func shareLot(a, b string) bool {
	lots := strings.Split(b, ", ")
	return slices.ContainsFunc(strings.Split(a, ", "), func(l string) bool { return l != "" && slices.Contains(lots, l) })
}

var (
	journalNumber = regexp.MustCompile(`^(20\d\d)/S \d{3}-0*(\d{1,8})$`)
	versionedID   = regexp.MustCompile(`^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})-\d\d$`)
	leadingZeros  = regexp.MustCompile(`^0+(\d+-20\d\d)$`)
)

// key is a notice's number in one form, that can be an id: "2023/S 105-326344" is
// "326344-2023", and a version of a notice is the notice.
func key(notice string) string {
	s := strings.TrimSpace(notice)
	if m := journalNumber.FindStringSubmatch(s); m != nil {
		s = m[2] + "-" + m[1]
	}
	s = strings.ToLower(s)
	if m := versionedID.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	if m := leadingZeros.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	return slug.Cut(slug.Of(s), 80)
}

func sameNotice(a, b string) bool { return a != "" && b != "" && key(a) == key(b) }

// amendment fills in what depends on how the contract was before: k as the portfolio has it,
// with what these notices have said of it already.
func (j *joiner) amendment(m Modification, k, says *contract.Contract) contract.Amendment {
	a, c := m.Amendment, m.Contract
	before := earlier(k, says, a.ID, m.dated)
	j.value(&a, m, k, says, before)
	ceiling := or2(k.Value.Maximum, says.Value.Maximum)
	end, _ := lastDayOf(k.Period)
	last := end
	for _, o := range k.Options {
		if o.Status == "" || o.Status == contract.OptionOpen || o.Status == contract.OptionExercised {
			last = date.Max(last, o.ExtendsTo)
		}
	}
	for _, b := range before {
		if b.MaximumAfter.Set {
			ceiling = b.MaximumAfter
		}
		if !b.EndAfter.IsZero() {
			end, last = b.EndAfter, date.Max(last, b.EndAfter)
		}
	}
	if top := c.Value.Maximum; top.Set && top != ceiling && j.currency(k, says) == c.Value.Currency {
		a.MaximumAfter = top
	}
	if !c.Period.End.IsZero() && !end.IsZero() && c.Period.End != end {
		a.EndAfter = c.Period.End
		last = date.Max(last, a.EndAfter)
	}
	switch tacit := k.Period.Renewal == contract.RenewalTacit || k.Period.Tacit.Months > 0; {
	case m.dated.IsZero():
	case !k.Period.Start.IsZero() && m.dated.Before(k.Period.Start), !last.IsZero() && !tacit && m.dated.After(last):
		j.report(m.at, "FV823", diag.Warning, diag.Args{"date": m.dated, "contract": k.ID})
	default:
		a.Date = m.dated
	}
	if i := slices.IndexFunc(k.Amendments, func(b contract.Amendment) bool { return b.ID == a.ID }); i < 0 || k.Amendments[i].Signed.IsZero() {
		j.report(m.at, "FV824", diag.Note, diag.Args{"amendment": a.ID, "contract": k.ID})
	}
	return a
}

// earlier are the amendments before one of this id and date: an undated one goes by its place.
func earlier(k, says *contract.Contract, id string, on date.Date) []contract.Amendment {
	list := slices.Clone(k.Amendments)
	for _, b := range says.Amendments {
		if i := slices.IndexFunc(list, func(x contract.Amendment) bool { return x.ID == b.ID }); i < 0 {
			list = append(list, b)
		}
	}
	own := slices.IndexFunc(list, func(b contract.Amendment) bool { return b.ID == id })
	var out []contract.Amendment
	for i, b := range list {
		placed := own < 0 || i < own
		if i != own && (b.Date.Before(on) && !b.Date.IsZero() || placed && (b.Date.IsZero() || b.Date == on)) {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(x, y contract.Amendment) int { return x.Date.Compare(y.Date) })
	return out
}

// value is the difference between what the notice says that the contract is worth now and
// what it was worth before: at signature, and by the amendments since.
func (j *joiner) value(a *contract.Amendment, m Modification, k, says *contract.Contract, before []contract.Amendment) {
	now := m.Contract.Value.Estimated
	if !now.Set {
		return
	}
	first, currency := or2(k.Value.Estimated, says.Value.Estimated), m.Contract.Value.Currency
	if !first.Set || j.currency(k, says) != currency {
		j.report(m.at, "FV821", diag.Note, diag.Args{"value": said(now.V, currency), "contract": k.ID})
		return
	}
	was := first.V
	for _, b := range before {
		was += b.Value.V
	}
	if difference := now.V - was; difference != 0 {
		a.Value = contract.Some(difference)
		j.report(m.at, "FV825", diag.Note, diag.Args{"difference": said(difference, currency), "now": said(now.V, currency), "before": said(was, currency)})
	}
}

func (j *joiner) currency(k, says *contract.Contract) string {
	return cmp.Or(k.Value.Currency, says.Value.Currency, j.p.Settings.Defaults.Currency, "NOK")
}

func or2(a, b contract.Maybe[money.Amount]) contract.Maybe[money.Amount] {
	if a.Set {
		return a
	}
	return b
}

func (j *joiner) several(at spot, found []*contract.Contract) {
	ids := make([]string, len(found))
	for i, k := range found {
		ids[i] = k.ID
	}
	slices.Sort(ids)
	j.report(at, "FV826", diag.Warning, diag.Args{"contracts": strings.Join(ids, ", ")})
}

func (j *joiner) report(at spot, code string, s diag.Severity, args diag.Args) {
	j.findings = append(j.findings, place(at.src, at.n).At(code, s, args))
}

// plan gathers the outcome, in the order of ids, with the suppliers and buyers that it names
// and the portfolio does not have.
func (j *joiner) plan(results []Result) Plan {
	out := Plan{New: j.added}
	home := cmp.Or(j.p.Settings.Defaults.Currency, "NOK")
	suppliers, buyers := map[string]bool{}, map[string]bool{}
	for _, k := range j.all() {
		says := j.says[k]
		if says == nil {
			continue
		}
		if says.Value.Currency == home && (says == k || k.Value.Currency == "") {
			says.Value.Currency = "" // the portfolio's own
		}
		if says != k {
			says.Options = slices.DeleteFunc(slices.Clone(says.Options), func(o contract.Option) bool { // a person has given it a name
				return slices.ContainsFunc(k.Options, func(x contract.Option) bool { return x.ID != o.ID && x.ExtendsTo == o.ExtendsTo })
			})
			out.News = append(out.News, News{k, says})
		}
		for _, s := range says.Suppliers {
			suppliers[s] = true
		}
		for _, b := range says.Buyers {
			buyers[b] = true
		}
	}
	buyers[j.p.Settings.Organisation.ID] = false
	for _, b := range j.p.Settings.Buyers {
		buyers[b.ID] = false
	}
	for _, r := range results {
		for _, s := range r.Suppliers {
			if suppliers[s.ID] && j.p.Supplier(s.ID) == nil { // what is known of a supplier is left alone
				out.Suppliers = append(out.Suppliers, s)
				suppliers[s.ID] = false
			}
		}
		for _, b := range r.Buyers {
			if buyers[b.ID] {
				out.Buyers = append(out.Buyers, b)
				buyers[b.ID] = false
			}
		}
	}
	slices.SortFunc(out.New, func(a, b *contract.Contract) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(out.News, func(a, b News) int { return strings.Compare(a.Known.ID, b.Known.ID) })
	slices.SortFunc(out.Suppliers, func(a, b *contract.Supplier) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(out.Buyers, func(a, b contract.Organisation) int { return strings.Compare(a.ID, b.ID) })
	return out
}
