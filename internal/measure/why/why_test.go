package why_test

import (
	"os"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
)

func catalogue(t *testing.T) *message.Catalogue {
	t.Helper()
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// explained is what a manager reads of a requirement's expression.
func explained(p *message.Printer, when string, change func(c *contract.Contract)) (measure.Tri, string) {
	c := &contract.Contract{
		ID: "vekter", Status: "active", Kind: "framework", Nature: "services", Category: "sikkerhet", CPV: []string{"79713000"},
		Period: contract.Period{Start: date.MustParse("2021-05-01"), End: date.MustParse("2027-04-30")},
	}
	c.Value.Maximum = contract.Some(money.NOK(60_000_000))
	c.Procurement.Published = date.MustParse("2021-01-11")
	c.Custom = []contract.CustomValue{{Key: "beredskap", Value: "A"}, {Key: "lokal", Value: true}}
	c.Requirements = []contract.AppliedRequirement{{ID: "inclusion"}}
	if change != nil {
		change(c)
	}
	regulation := contract.Regulation{
		ID: "pay-threshold", Title: contract.Text{"nb": "Terskelen for lønns- og arbeidsvilkår"}, Value: contract.Some(money.NewDecimal(1_300_000, 0)),
		Unit: "NOK", From: date.MustParse("2020-01-01"), Basis: "FOR-2008-02-08-112 § 4", Confidence: "unsure",
	}
	all := &contract.Portfolio{
		Contracts:    []*contract.Contract{c},
		Categories:   []*contract.Category{{ID: "sikkerhet", Title: "Sikkerhet"}},
		Requirements: []*contract.Requirement{{ID: "inclusion", Title: contract.Text{"nb": "Inkluderende kontrakt"}, When: "kind == 'dps'"}, {ID: "x", Title: contract.Text{"nb": "X"}, When: when}},
		Regulations:  []contract.Regulation{regulation},
	}
	all.Settings.Fields = []contract.Field{{Key: "beredskap", Label: contract.Text{"nb": "Beredskapsklasse"}}}
	for _, rf := range figures.Of(all.Index(), date.MustParse("2026-11-23")).Of("vekter").Requirements {
		if rf.Requirement.ID != "x" {
			continue
		}
		var out []string
		for _, r := range rf.Why() {
			out = append(out, measure.Sentence(p, r))
		}
		return rf.Applies, strings.ReplaceAll(strings.Join(out, " "), "\u00A0", " ")
	}
	return 0, ""
}

func TestRequirementsExplainThemselves(t *testing.T) {
	words := catalogue(t)
	const pay = "nature != 'goods' && value >= regulation('pay-threshold')"
	threshold := "Terskelen for lønns- og arbeidsvilkår er 1 300 000 kr fra 01.01.2020 (FOR-2008-02-08-112 § 4; usikker, må bekreftes)."
	for _, tc := range []struct {
		name, when string
		change     func(c *contract.Contract)
		applies    measure.Tri
		why        string
	}{
		{"always", "", nil, measure.Yes, "Kravet gjelder alle kontrakter."},
		{"both sides hold", pay, nil, measure.Yes, "Ytelsen er tjenester, ikke varer. Kontraktens verdi er 60 000 000 kr, som er 1 300 000 kr eller mer. " + threshold},
		{"the first side fails", pay, func(c *contract.Contract) { c.Nature = "goods" }, measure.No, "Ytelsen er varer."},
		{"the second side fails", pay, func(c *contract.Contract) { c.Value.Maximum = contract.Some(money.NOK(900_000)) }, measure.No,
			"Kontraktens verdi er 900 000 kr, som er under 1 300 000 kr. " + threshold},
		{"no value", pay, func(c *contract.Contract) { c.Value.Maximum.Set = false }, measure.Unknown, "Kontraktens verdi mangler."},
		{"no value, but goods", pay, func(c *contract.Contract) { c.Value.Maximum.Set, c.Nature = false, "goods" }, measure.No, "Ytelsen er varer."},
		{"no procurement date", pay, func(c *contract.Contract) { c.Procurement.Published = date.Date{} }, measure.Unknown, "Datoen for anskaffelsen mangler."},
		{"no figure for the date", pay, func(c *contract.Contract) { c.Procurement.Published = date.MustParse("2019-12-31") }, measure.Unknown,
			"Ingen sats «pay-threshold» er registrert for datoen som gjelder."},
		{"a figure on a stated date", "value < regulation('pay-threshold', start)", nil, measure.No, "Kontraktens verdi er 60 000 000 kr, som er 1 300 000 kr eller mer. " + threshold},
		{"either side", "nature == 'works' || kind == 'framework'", nil, measure.Yes, "Kontraktstypen er rammeavtale."},
		{"neither side", "nature == 'works' or category == 'renhold'", nil, measure.No, "Ytelsen er tjenester, ikke bygg og anlegg. Kategorien er Sikkerhet, ikke renhold."},
		{"not", "not (nature == 'goods')", nil, measure.Yes, "Ytelsen er tjenester, ikke varer."},
		{"in a list", "nature in ['works', 'services']", nil, measure.Yes, "Ytelsen er tjenester, og regelen gjelder bygg og anlegg og tjenester."},
		{"not in a list", "nature in ['works', 'goods']", nil, measure.No, "Ytelsen er tjenester, og regelen nevner bare bygg og anlegg og varer."},
		{"CPV", "cpv_starts('797')", nil, measure.Yes, "En av CPV-kodene begynner med 797."},
		{"no CPV code", "cpv_starts('797')", func(c *contract.Contract) { c.CPV = nil }, measure.Unknown, "CPV-kode mangler."},
		{"a requirement that the contract lists", "has_requirement('inclusion')", nil, measure.Yes, "Kontrakten har kravet «Inkluderende kontrakt»."},
		{"one that it does not list", "has_requirement('x')", nil, measure.No, "Kontrakten har ikke kravet «X»."},
		{"vulnerable users", "vulnerable_users", nil, measure.No, "Det er ikke oppgitt at brukerne er sårbare."},
		{"months", "months_between(start, end) > 36", nil, measure.Yes, "Antall måneder fra startdatoen til sluttdatoen er 71, som er over 36."},
		{"a date", "procured >= date('2021-01-01')", nil, measure.Yes, "Datoen for anskaffelsen er 11.01.2021, som er 01.01.2021 eller senere."},
		{"a limit written first", "100_000_000 > value", nil, measure.Yes, "Kontraktens verdi er 60 000 000 kr, som er under 100 000 000 kr."},
		{"an own field", "custom('beredskap') == 'A'", nil, measure.Yes, "Beredskapsklasse er A."},
		{"an own field that is yes", "custom('lokal')", nil, measure.Yes, "lokal: ja."},
		{"an own field that is missing", "custom('annet') == 'A'", nil, measure.Unknown, "annet mangler."},
		{"how many", "len(suppliers) > 1", nil, measure.No, "Antall leverandører er 0, som ikke er over 1."},
		{"a choice", "nature == 'works' ? value > 1 : bids < 3", nil, measure.Unknown, "Ytelsen er tjenester, ikke bygg og anlegg. Antall tilbud mangler."},
		{"sums", "value * 2 > 1_000", nil, measure.Yes, "Regelen er oppfylt: value * 2 > 1_000"},
		{"what does not compile", "valu > 1", nil, measure.Unknown, "Regelen for når kravet gjelder, kan ikke leses: valu > 1"},
		{"stated not to apply", pay, func(c *contract.Contract) {
			c.Requirements = []contract.AppliedRequirement{{ID: "x", Applies: contract.Some(false), Reason: "Gjelder utstyr uten arbeid."}}
		}, measure.No, "Kravet er satt til ikke å gjelde for denne kontrakten: Gjelder utstyr uten arbeid."},
		{"stated to apply", "nature == 'goods'", func(c *contract.Contract) {
			c.Requirements = []contract.AppliedRequirement{{ID: "x", Applies: contract.Some(true)}}
		}, measure.Yes, "Kravet er satt til å gjelde for denne kontrakten. Ingen begrunnelse er skrevet."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			applies, why := explained(words.Printer("nb"), tc.when, tc.change)
			if applies != tc.applies || why != tc.why {
				t.Errorf("%v: %s\nwant %v: %s", applies, why, tc.applies, tc.why)
			}
			for _, lang := range []string{"nn", "en"} {
				if _, why := explained(words.Printer(lang), tc.when, tc.change); strings.Contains(why, "⟦") || why == "" {
					t.Errorf("%s: %s", lang, why)
				}
			}
		})
	}
}
