package eforms

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/slug"
)

// winners are the suppliers behind a contract's tenders, each once.
func (r *reader) winners(tenders []*node) []string {
	var out []string
	seen := map[string]bool{} // parties and organisations
	for _, t := range tenders {
		party := r.parties[t.str("TenderingParty/ID")]
		if party == nil || seen["party "+party.str("ID")] {
			continue
		}
		seen["party "+party.str("ID")] = true
		for _, org := range party.all("Tenderer/ID") {
			if seen[org.text] {
				continue
			}
			seen[org.text] = true
			if id := r.supplier(org.text); id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
			if len(out) > maxWinners {
				r.large = org
				return out
			}
		}
	}
	return out
}

func (r *reader) supplier(org string) string {
	o := r.companies[org]
	if o == nil {
		return ""
	}
	name := line(o.local("PartyName/Name"))
	id := r.organisationID(o, name)
	if !r.suppliers[id] {
		r.suppliers[id] = true
		r.out.Suppliers = append(r.out.Suppliers, &contract.Supplier{ID: id, Name: cmp.Or(name, id), Country: countries[o.str("PostalAddress/Country/IdentificationCode")]})
	}
	return id
}

func (r *reader) buyers() []string {
	var out []string
	for _, ref := range r.root.all("ContractingParty/Party/PartyIdentification/ID") {
		o := r.companies[ref.text]
		if o == nil {
			continue
		}
		id := normalise(o.str("PartyLegalEntity/CompanyID"))
		if !contract.ValidOrganisation(id) || slices.Contains(out, id) {
			continue
		}
		if out = append(out, id); len(out) > maxWinners {
			r.large = ref
			return out
		}
		r.out.Buyers = append(r.out.Buyers, contract.Organisation{ID: id, Name: line(o.local("PartyName/Name"))})
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
	} else if n := slug.Of(number.text); strings.ContainsAny(n, "0123456789") {
		if cc := countries[country]; cc != "" {
			return slug.Cut(strings.ToLower(cc)+"-"+n, 80)
		}
	}
	if number.text == "" {
		r.report(o, "FV828", diag.Warning, diag.Args{"name": name})
	} else {
		r.report(number, "FV806", diag.Warning, diag.Args{"name": name, "number": line(number.text)})
	}
	return slug.Cut("x-"+cmp.Or(slug.Of(name), "ukjent"), 80)
}
