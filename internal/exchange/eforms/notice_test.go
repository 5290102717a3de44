package eforms

import (
	"fmt"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
)

// opened and closed are a notice's root, with the namespaces of all that stands in one.
const (
	opened = `<n:ContractAwardNotice xmlns:n="` + ubl + `ContractAwardNotice-2" xmlns="` + ubl + `CommonBasicComponents-2" xmlns:cbc="` + ubl + `CommonBasicComponents-2" xmlns:cac="` + ubl + `CommonAggregateComponents-2" xmlns:ext="` + ubl +
		`CommonExtensionComponents-2" xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1" xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1" xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1">`
	closed = `</n:ContractAwardNotice>`
)

// notice is an invented notice with one contract; empty fields are left out.
type notice struct {
	id, publication, previous, issued   string
	modification                        bool
	changes, contractID, reason, what   string // of a modification
	reference, number, signed           string
	title, lotTitle, procedureTitle     string
	amount, currency, maximum           string
	supplier, supplierName              string
	lotTerms, period, extension, within string // XML within the lot
	contact                             string
	corrects, version                   string
}

func (n notice) xml() []byte {
	el := func(name, text string) string {
		if text == "" {
			return ""
		}
		return "<" + name + ">" + text + "</" + name + ">"
	}
	or := func(s, d string) string {
		if s == "" {
			return d
		}
		return s
	}
	var b strings.Builder
	b.WriteString(`` + opened + `<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><EformsExtension>`)
	if n.changes != "" || n.reason != "" {
		b.WriteString(`<efac:ContractModification>` + el("efbc:ChangedNoticeIdentifier", n.changes) + el("efbc:ModifiedContractIdentifier", or(n.contractID, "CON-0001")) +
			`<efac:Change><efbc:ChangeDescription languageID="NOB">` + n.what + `</efbc:ChangeDescription></efac:Change><efac:ChangeReason><cbc:ReasonCode>` + n.reason + `</cbc:ReasonCode></efac:ChangeReason></efac:ContractModification>`)
	}
	if n.corrects != "" {
		b.WriteString(`<efac:Changes>` + el("efbc:ChangedNoticeIdentifier", n.corrects) + `</efac:Changes>`)
	}
	maximum := ""
	if n.maximum != "" {
		maximum = `<efac:FrameworkAgreementValues><cbc:MaximumValueAmount currencyID="` + or(n.currency, "NOK") + `">` + n.maximum + `</cbc:MaximumValueAmount></efac:FrameworkAgreementValues>`
	}
	amount := ""
	if n.amount != "" {
		amount = `<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="` + or(n.currency, "NOK") + `">` + n.amount + `</cbc:PayableAmount></cac:LegalMonetaryTotal>`
	}
	b.WriteString(`<efac:NoticeResult><efac:LotResult>` + maximum + `<efac:SettledContract><cbc:ID>CON-0001</cbc:ID></efac:SettledContract><efac:TenderLot><cbc:ID>LOT-0001</cbc:ID></efac:TenderLot></efac:LotResult>` +
		`<efac:LotTender><cbc:ID>TEN-1</cbc:ID>` + amount + `<efac:TenderingParty><cbc:ID>TPA-1</cbc:ID></efac:TenderingParty><efac:TenderLot><cbc:ID>LOT-0001</cbc:ID></efac:TenderLot></efac:LotTender>` +
		`<efac:TenderingParty><cbc:ID>TPA-1</cbc:ID><efac:Tenderer><cbc:ID>ORG-2</cbc:ID></efac:Tenderer></efac:TenderingParty>` +
		`<efac:SettledContract><cbc:ID>CON-0001</cbc:ID>` + el("cbc:IssueDate", n.signed) + el("cbc:Title", n.title) + n.within + `<efac:ContractReference>` + el("cbc:ID", n.number) + `</efac:ContractReference><efac:LotTender><cbc:ID>TEN-1</cbc:ID></efac:LotTender></efac:SettledContract></efac:NoticeResult>`)
	b.WriteString(`<efac:Organizations>`)
	for i, o := range [][2]string{{"Eksempel kommune", "313000001"}, {or(n.supplierName, "Firma AS"), or(n.supplier, "313000028")}} {
		fmt.Fprintf(&b, `<efac:Organization><efac:Company><cac:PartyIdentification><cbc:ID>ORG-%d</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>%s</cbc:Name></cac:PartyName><cac:PostalAddress><cac:Country><cbc:IdentificationCode>NOR</cbc:IdentificationCode></cac:Country></cac:PostalAddress><cac:PartyLegalEntity><cbc:CompanyID>%s</cbc:CompanyID></cac:PartyLegalEntity>%s</efac:Company></efac:Organization>`, i+1, o[0], o[1], n.contact)
	}
	b.WriteString(`</efac:Organizations>`)
	if n.publication != "" {
		b.WriteString(`<efac:Publication><efbc:NoticePublicationID>` + n.publication + `</efbc:NoticePublicationID></efac:Publication>`)
	}
	b.WriteString(`</EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>` + el("cbc:ID", n.id) + el("cbc:IssueDate", n.issued) + el("cbc:VersionID", n.version) + `<cbc:RegulatoryDomain>32014L0024</cbc:RegulatoryDomain>`)
	if n.modification {
		b.WriteString(`<cbc:NoticeTypeCode listName="cont-modif">can-modif</cbc:NoticeTypeCode>`)
	} else {
		b.WriteString(`<cbc:NoticeTypeCode listName="result">can-standard</cbc:NoticeTypeCode>`)
	}
	b.WriteString(`<cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>ORG-1</cbc:ID></cac:PartyIdentification></cac:Party></cac:ContractingParty>`)
	if n.previous != "" {
		b.WriteString(`<cac:TenderingProcess><cac:NoticeDocumentReference><cbc:ID>` + n.previous + `</cbc:ID></cac:NoticeDocumentReference></cac:TenderingProcess>`)
	}
	b.WriteString(`<cac:ProcurementProject>` + el("cbc:ID", n.reference) + el("cbc:Name", n.procedureTitle) + `</cac:ProcurementProject>` +
		`<cac:ProcurementProjectLot><cbc:ID>LOT-0001</cbc:ID><cac:TenderingProcess>` + n.lotTerms + `</cac:TenderingProcess><cac:ProcurementProject>` + el("cbc:Name", n.lotTitle) +
		el("cac:PlannedPeriod", n.period) + el("cac:ContractExtension", n.extension) + `</cac:ProcurementProject></cac:ProcurementProjectLot>` + closed)
	return []byte(b.String())
}

func (n notice) read(t testing.TB) Result {
	t.Helper()
	res, findings := Read("n.xml", n.xml())
	for _, f := range findings {
		if f.Severity == diag.Error {
			t.Fatalf("%v in %s", f, n.xml())
		}
	}
	return res
}

// one reads a notice of one contract.
func (n notice) one(t testing.TB) *contract.Contract {
	t.Helper()
	res := n.read(t)
	switch {
	case len(res.Contracts) == 1:
		return res.Contracts[0].Contract
	case len(res.Modifications) == 1:
		return res.Modifications[0].Contract
	}
	t.Fatalf("%d contracts, %d modifications", len(res.Contracts), len(res.Modifications))
	return nil
}

func codes(fs []diag.Finding) string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Code)
	}
	return strings.Join(out, " ")
}

func technique(list, code string) string {
	return `<cac:ContractingSystem><cbc:ContractingSystemTypeCode listName="` + list + `">` + code + `</cbc:ContractingSystemTypeCode></cac:ContractingSystem>`
}

// The techniques of a lot (BT-765, BT-766), the contract's own word (BT-768) and the notice
// before (OPP-090).
func TestKinds(t *testing.T) {
	const yes, no = `<efbc:ContractFrameworkIndicator>true</efbc:ContractFrameworkIndicator>`, `<efbc:ContractFrameworkIndicator>false</efbc:ContractFrameworkIndicator>`
	for name, tc := range map[string]struct {
		terms, word, previous string
		kind, within          string
	}{
		"nothing said":                      {"", "", "", "contract", ""},
		"neither":                           {technique("framework-agreement", "none") + technique("dps-usage", "none"), no, "1-2024", "contract", ""},
		"framework without reopening":       {technique("framework-agreement", "fa-wo-rc"), "", "1-2024", "framework", ""},
		"framework with reopening":          {technique("framework-agreement", "fa-w-rc"), "", "", "framework", ""},
		"framework, both":                   {technique("framework-agreement", "fa-mix"), yes, "", "framework", ""},
		"system for those listed, named":    {technique("framework-agreement", "none") + technique("dps-usage", "dps-list"), "", "1-2024", "call-off", "1-2024"},
		"system for others too, named":      {technique("dps-usage", "dps-nlist"), "", "2021/S 124-329785", "call-off", "2021/S 124-329785"},
		"system that is not named":          {technique("dps-usage", "dps-nlist"), "", "", "contract", ""},
		"a code that nobody has heard of":   {technique("dps-usage", "dps-x"), "", "1-2024", "contract", ""},
		"within a framework, named":         {"", yes, "1-2024", "call-off", "1-2024"},
		"within a framework, without names": {"", yes, "", "call-off", ""},
	} {
		c := notice{id: "a-1", title: "T", lotTerms: tc.terms, within: tc.word, previous: tc.previous}.one(t)
		if string(c.Kind) != tc.kind || c.Notice.Within != tc.within {
			t.Errorf("%s: %s within %q, want %s within %q", name, c.Kind, c.Notice.Within, tc.kind, tc.within)
		}
	}
}

func TestTitles(t *testing.T) {
	for name, tc := range map[string]struct {
		n    notice
		want string
	}{
		"the contract's":      {notice{id: "a-1", title: "Kontrakt", lotTitle: "Del", procedureTitle: "Alt", reference: "24/1"}, "Kontrakt"},
		"the lot's":           {notice{id: "a-1", lotTitle: "Del", procedureTitle: "Alt", reference: "24/1"}, "Del"},
		"the procedure's":     {notice{id: "a-1", procedureTitle: "Alt", reference: "24/1"}, "Alt"},
		"the internal id":     {notice{id: "a-1", reference: "24/1"}, "24/1"},
		"the publication's":   {notice{id: "a-1", publication: "123456-2024"}, "123456-2024"},
		"the notice's own id": {notice{id: "a-1", publication: "N/A", reference: "-"}, "a-1"},
	} {
		c := tc.n.one(t)
		if c.Title != tc.want {
			t.Errorf("%s: %q", name, c.Title)
		}
	}
	res, findings := Read("n.xml", notice{}.xml())
	if len(res.Contracts) != 0 || codes(findings) != "FV820" {
		t.Errorf("a notice without any name: %d contracts, %v", len(res.Contracts), findings)
	}
}

// A converter has written the number of the notice before as this one's (OPP-010 = OPP-090).
func TestNumberOfTheNoticeBeforeIsNotOurs(t *testing.T) {
	c := notice{id: "2023-611830", publication: "2023/S 105-326344", previous: "2023/S 105-326344", title: "T"}.one(t)
	if c.Notice.Notice != "2023-611830" || c.Procurement.TED != "" || c.Procurement.Doffin != "2023-611830" {
		t.Errorf("%+v %+v", c.Notice, c.Procurement)
	}
}

func TestOptionsAreReadAsStated(t *testing.T) {
	const period = `<cbc:StartDate>2024-03-01+01:00</cbc:StartDate><cbc:EndDate>2026-02-28+01:00</cbc:EndDate>`
	const duration = `<cbc:StartDate>2024-03-01</cbc:StartDate><cbc:DurationMeasure unitCode="MONTH">24</cbc:DurationMeasure>`
	text := func(s string) string { return `<cbc:OptionsDescription>` + s + `</cbc:OptionsDescription>` }
	renewal := func(n, s string) string {
		return `<cbc:MaximumNumberNumeric>` + n + `</cbc:MaximumNumberNumeric><cac:Renewal><cac:Period><cbc:Description>` + s + `</cbc:Description></cac:Period></cac:Renewal>`
	}
	for name, tc := range map[string]struct {
		period, extension string
		dates, note, code string
	}{
		"no options":                      {period, "", "", "", ""},
		"may be renewed no times":         {period, `<cbc:MaximumNumberNumeric>0</cbc:MaximumNumberNumeric>`, "", "", ""},
		"months":                          {period, text("Forlengelse 2 måneder."), "2026-04-30", "", ""},
		"years, one by one":               {period, text("1 + 1 år"), "2027-02-28 2028-02-29", "", ""},
		"times":                           {period, text("Opsjon på forlengelse 2 x 12 måneder"), "2027-02-28 2028-02-29", "", ""},
		"English":                         {period, text("Two times 6 months"), "2026-08-31 2027-02-28", "", ""},
		"the end by start and duration":   {duration, text("ett år"), "2027-02-28", "", ""},
		"no end":                          {"", text("2 måneder"), "", "2 måneder", "FV815"},
		"up to":                           {period, text("inntil 2 måneder"), "", "inntil 2 måneder", "FV815"},
		"words":                           {period, text("Prosjektet forløper i faser."), "", "Prosjektet forløper i faser.", "FV815"},
		"words with a number":             {period, text("Kjøp av 2 måneder support"), "", "Kjøp av 2 måneder support", "FV815"},
		"renewals, each of a year":        {period, renewal("3", "1 år"), "2027-02-28 2028-02-29 2029-02-28", "", ""},
		"renewals that do not agree":      {period, renewal("3", "1 + 1 år"), "", "1 + 1 år", "FV815"},
		"renewals, and an option besides": {period, renewal("1", "12 måneder") + text("Kjøp av flere enheter"), "2027-02-28", "Kjøp av flere enheter", "FV815"},
		"renewals without length":         {period, `<cbc:MaximumNumberNumeric>2</cbc:MaximumNumberNumeric>`, "", "", "FV822"},
		"the same text twice":             {period, renewal("1", "1 år") + text("1 år"), "2027-02-28", "", ""},
		"a length without measure":        {period, text("9999 år"), "", "9999 år", "FV815"},
	} {
		res, findings := Read("n.xml", notice{id: "a-1", title: "T", period: tc.period, extension: tc.extension}.xml())
		c := res.Contracts[0].Contract
		var dates []string
		for _, o := range c.Options {
			dates = append(dates, o.ExtendsTo.String())
		}
		if got := strings.Join(dates, " "); got != tc.dates || c.Period.Note != tc.note || codes(findings) != tc.code {
			t.Errorf("%s: dates %q, note %q, %s", name, got, c.Period.Note, codes(findings))
		}
		if said := tc.dates != ""; said != (c.Period.Renewal == "options") {
			t.Errorf("%s: renewal %q", name, c.Period.Renewal)
		}
	}
}

func TestAmountsHaveOneCurrency(t *testing.T) {
	for name, tc := range map[string]struct {
		n                         notice
		value, maximum, cur, code string
	}{
		"kroner":            {notice{amount: "100.5"}, "100.50", "", "NOK", ""},
		"euro":              {notice{amount: "100", currency: "EUR"}, "100", "", "EUR", ""},
		"no currency":       {notice{amount: "100", currency: "?"}, "", "", "", "FV816"},
		"negative":          {notice{amount: "-1"}, "", "", "", "FV812"},
		"words":             {notice{amount: "mye"}, "", "", "", "FV812"},
		"a ceiling":         {notice{amount: "100", maximum: "200", lotTerms: technique("framework-agreement", "fa-wo-rc")}, "100", "200", "NOK", ""},
		"only a ceiling":    {notice{maximum: "200", lotTerms: technique("framework-agreement", "fa-wo-rc")}, "", "200", "NOK", ""},
		"a ceiling too low": {notice{amount: "300", maximum: "200", lotTerms: technique("framework-agreement", "fa-wo-rc")}, "300", "", "NOK", "FV811"},
	} {
		tc.n.id, tc.n.title = "a-1", "T"
		res, findings := Read("n.xml", tc.n.xml())
		v := res.Contracts[0].Contract.Value
		got := func(set bool, s fmt.Stringer) string {
			if !set {
				return ""
			}
			return s.String()
		}
		if got(v.Estimated.Set, v.Estimated.V) != tc.value || got(v.Maximum.Set, v.Maximum.V) != tc.maximum || v.Currency != tc.cur || codes(findings) != tc.code {
			t.Errorf("%s: %+v %s", name, v, codes(findings))
		}
	}
}
