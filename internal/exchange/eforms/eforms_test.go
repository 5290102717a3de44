package eforms

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/money"
)

const shared = "../../../../shared/data/eforms"

func real(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared, "norwegian-real", name))
	if err != nil {
		t.Skip("the real notices are not here: ", err)
	}
	return data
}

// The facts that a person read from the notice.
func TestFactsOfARealNotice(t *testing.T) {
	res, findings := Read("n.xml", real(t, "ContractAwardNotice_can-standard_2024-100829.xml"))
	if len(res.Contracts) != 1 || len(findings) != 0 {
		t.Fatalf("%d contracts, %v", len(res.Contracts), findings)
	}
	c := res.Contracts[0].Contract
	for _, f := range [][2]string{
		{c.Procurement.Awarded.String(), "2024-01-17"}, {c.Procurement.Signed.String(), "2024-01-18"}, {c.Procurement.Number, "2024/1004"},
		{strings.Join(c.Suppliers, " "), "826781742"}, {strings.Join(c.Buyers, " "), "940100925"}, {res.Suppliers[0].Name, "Focus Software AS"},
		{string(c.Status), "active"}, {string(c.Nature), "goods"}, {string(c.Procurement.Procedure), "direct"}, {string(c.Visibility), ""},
	} {
		if f[0] != f[1] {
			t.Errorf("got %q, the notice says %q", f[0], f[1])
		}
	}
	if c.Value.Estimated.Set || c.Value.Maximum.Set {
		t.Errorf("the notice gives no value, got %+v", c.Value)
	}
}

func TestNoContractWithoutWinner(t *testing.T) {
	res, findings := Read("n.xml", real(t, "ContractAwardNotice_can-standard_2022-347651.xml"))
	if len(res.Contracts) != 0 || len(findings) != 1 || findings[0].Code != "FV805" || findings[0].Severity != diag.Note {
		t.Errorf("%d contracts, %v", len(res.Contracts), findings)
	}
}

var (
	contact = regexp.MustCompile(`(?s)<(?:\w+:)?Contact>.*?</(?:\w+:)?Contact>`)
	text    = regexp.MustCompile(`>([^<>]{6,})<`)
	id      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// Every official notice is read; ids are well formed and unique; no contact comes along;
// reading again gives the same.
func TestEveryNotice(t *testing.T) {
	files := 0
	seen := map[string]string{}
	err := filepath.WalkDir(shared, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".xml") {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		files++
		res, findings := Read(p, data)
		again, _ := Read(p, data)
		out := dump(res)
		if out != dump(again) {
			t.Errorf("%s reads differently the second time", p)
		}
		for _, a := range res.Contracts {
			c := a.Contract
			if !id.MatchString(c.ID) || len(c.ID) > 100 || c.Title == "" || c.Kind == "" {
				t.Errorf("%s: contract %q %q %q", p, c.ID, c.Title, c.Kind)
			}
			if other := seen[c.ID]; strings.Contains(p, "norwegian-real") && other != "" {
				t.Errorf("%s and %s give the same id %s", p, other, c.ID)
			}
			seen[c.ID] = p
		}
		for _, block := range contact.FindAll(data, -1) {
			for _, m := range text.FindAllSubmatch(block, -1) {
				if v := strings.TrimSpace(string(m[1])); v != "" && strings.Contains(out, v) && !named(res, v) {
					t.Errorf("%s: the contact's %q came along", p, v)
				}
			}
		}
		for _, f := range findings {
			if f.Severity == diag.Error && !strings.Contains(p, "INVALID") && !strings.Contains(p, "/unit/") { // unit: parts of notices in a frame of their own
				t.Errorf("%s: %s at %v", p, f.Code, f.Pos)
			}
		}
		return nil
	})
	if err != nil {
		t.Skip("the notices are not here: ", err)
	}
	if files < 60 {
		t.Errorf("only %d notices were read", files)
	}
}

// named tells whether a contact's text is the name of the firm itself.
func named(r Result, v string) bool {
	return slices.ContainsFunc(r.Suppliers, func(s *contract.Supplier) bool { return strings.Contains(s.Name, v) }) ||
		slices.ContainsFunc(r.Buyers, func(b contract.Organisation) bool { return strings.Contains(b.Name, v) })
}

func dump(r Result) string {
	var b strings.Builder
	for _, c := range r.Contracts {
		fmt.Fprintf(&b, "%+v\n", *c.Contract)
	}
	for _, s := range r.Suppliers {
		fmt.Fprintf(&b, "%+v\n", *s)
	}
	for _, m := range r.Modifications {
		fmt.Fprintf(&b, "%+v %+v\n", *m.Contract, m.Amendment)
	}
	fmt.Fprintf(&b, "%+v", r.Buyers)
	return b.String()
}

// award is an invented notice: one contract, and tenders of the same lot.
func award(tenders ...string) []byte {
	var b strings.Builder
	b.WriteString(`` + opened + `<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension><efac:NoticeResult>`)
	for i, amount := range tenders {
		fmt.Fprintf(&b, `<efac:LotTender><cbc:ID>TEN-%d</cbc:ID><cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="NOK">%s</cbc:PayableAmount></cac:LegalMonetaryTotal><efac:TenderingParty><cbc:ID>TPA-%d</cbc:ID></efac:TenderingParty><efac:TenderLot><cbc:ID>LOT-1</cbc:ID></efac:TenderLot></efac:LotTender>`, i, amount, i)
		fmt.Fprintf(&b, `<efac:TenderingParty><cbc:ID>TPA-%d</cbc:ID><efac:Tenderer><cbc:ID>ORG-%d</cbc:ID></efac:Tenderer></efac:TenderingParty>`, i, i)
	}
	b.WriteString(`<efac:SettledContract><cbc:ID>CON-1</cbc:ID><cbc:IssueDate>2026-01-02+01:00</cbc:IssueDate><cbc:Title>Prøve</cbc:Title>`)
	for i := range tenders {
		fmt.Fprintf(&b, `<efac:LotTender><cbc:ID>TEN-%d</cbc:ID></efac:LotTender>`, i)
	}
	b.WriteString(`</efac:SettledContract></efac:NoticeResult><efac:Organizations>`)
	for i, number := range []string{"313 000 028", "NO313000044MVA", "12"} {
		fmt.Fprintf(&b, `<efac:Organization><efac:Company><cac:PartyIdentification><cbc:ID>ORG-%d</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>Firma %d</cbc:Name></cac:PartyName><cac:PartyLegalEntity><cbc:CompanyID>%s</cbc:CompanyID></cac:PartyLegalEntity></efac:Company></efac:Organization>`, i, i, number)
	}
	b.WriteString(`</efac:Organizations></efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions><cbc:ID>aaaa-1</cbc:ID>` + closed)
	return []byte(b.String())
}

func TestSuppliersThatEachCarryTheWholeAmount(t *testing.T) {
	res, findings := Read("n.xml", award("95000000", "95000000.00", "95000000"))
	c := res.Contracts[0].Contract
	if c.Value.Estimated != contract.Some(money.NOK(95_000_000)) || len(c.Suppliers) != 3 {
		t.Errorf("%+v, suppliers %v", c.Value, c.Suppliers)
	}
	if c.Suppliers[0] != "313000028" || c.Suppliers[2] != "x-firma-2" {
		t.Errorf("suppliers %v", c.Suppliers)
	}
	if n := slices.IndexFunc(findings, func(f diag.Finding) bool { return f.Code == "FV806" }); n < 0 {
		t.Errorf("no finding about the number 12: %v", findings)
	}
}

func TestTwoCurrenciesAreNotAdded(t *testing.T) {
	one := strings.Replace(string(award("5", "5")), `currencyID="NOK"`, `currencyID="EUR"`, 1) // tenders of one lot
	i := strings.LastIndex(one, "<efac:TenderLot><cbc:ID>LOT-1")
	for name, xml := range map[string]string{"one lot": one, "two lots": one[:i] + strings.Replace(one[i:], "LOT-1", "LOT-2", 1)} {
		res, findings := Read("n.xml", []byte(xml))
		if v := res.Contracts[0].Contract.Value; v.Estimated.Set || v.Currency != "" || codes(findings) != "FV817" {
			t.Errorf("%s: %+v %v", name, v, findings)
		}
	}
	two := string(award("5", "7")) // of one currency, they are
	i = strings.LastIndex(two, "<efac:TenderLot><cbc:ID>LOT-1")
	res, findings := Read("n.xml", []byte(two[:i]+strings.Replace(two[i:], "LOT-1", "LOT-2", 1)))
	if v := res.Contracts[0].Contract.Value; v.Estimated.V != money.NOK(12) || len(findings) != 0 {
		t.Errorf("%+v %v", v, findings)
	}
}

func TestOrganisationIDs(t *testing.T) {
	for name, tc := range map[string]struct{ country, number, id, code string }{
		"spaces":                {"NOR", "313 000 028", "313000028", ""},
		"letters around it":     {"NOR", "NO313000028MVA", "313000028", ""},
		"no country":            {"", "313000028", "313000028", ""},
		"a wrong check digit":   {"NOR", "313000029", "x-firma-ao", "FV806"},
		"none":                  {"NOR", "", "x-firma-ao", "FV828"},
		"a Swedish firm":        {"SWE", "556012-5790", "se-556012-5790", ""},
		"a Norwegian branch":    {"SWE", "NO313000028", "313000028", ""},
		"no number but words":   {"GBR", "n/a", "x-firma-ao", "FV806"},
		"the buyer's own":       {"NOR", "313000001", "313000001", "FV827"},
		"a country without use": {"XXX", "123", "x-firma-ao", "FV806"},
	} {
		xml := strings.Replace(string(notice{id: "a-1", title: "T", supplierName: "Firma ÅØ", supplier: "NUMMER"}.xml()), ">NUMMER<", ">"+tc.number+"<", 1)
		i := strings.LastIndex(xml, ">NOR<")
		xml = xml[:i] + ">" + tc.country + "<" + xml[i+5:]
		res, findings := Read("n.xml", []byte(xml))
		if got := res.Contracts[0].Contract.Suppliers[0]; got != tc.id || codes(findings) != tc.code {
			t.Errorf("%s: %q, %s", name, got, codes(findings))
		}
	}
}

func TestConflictingAmountsAreNotChosenBetween(t *testing.T) {
	res, findings := Read("n.xml", award("95000000", "9500000"))
	if res.Contracts[0].Contract.Value.Estimated.Set || !slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Code == "FV807" && f.Line == 1 && f.Col > 1 }) {
		t.Errorf("%+v %v", res.Contracts[0].Contract.Value, findings)
	}
}

// What is no notice is refused with one finding, at its place, and gives nothing.
func TestBadInput(t *testing.T) {
	good := string(notice{id: "a-1", title: "T", amount: "1"}.xml())
	wide := func(s string, big bool) string {
		b := []byte{0xFF, 0xFE}
		if big {
			b = []byte{0xFE, 0xFF}
		}
		for _, u := range utf16.Encode([]rune(s)) {
			if big {
				b = append(b, byte(u>>8), byte(u))
			} else {
				b = append(b, byte(u), byte(u>>8))
			}
		}
		return string(b)
	}
	var tenderers, firms strings.Builder
	for i := range 1001 {
		fmt.Fprintf(&tenderers, `<efac:Tenderer><cbc:ID>F-%d</cbc:ID></efac:Tenderer>`, i)
		fmt.Fprintf(&firms, `<efac:Organization><efac:Company><cac:PartyIdentification><cbc:ID>F-%d</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>F%d</cbc:Name></cac:PartyName></efac:Company></efac:Organization>`, i, i)
	}
	crowd := strings.NewReplacer("<efac:Tenderer><cbc:ID>ORG-0</cbc:ID></efac:Tenderer>", tenderers.String(), "<efac:Organizations>", "<efac:Organizations>"+firms.String()).Replace(string(award("1")))
	for name, tc := range map[string]struct {
		in, code  string
		line, col int
	}{
		"a document type":         {"<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><ContractAwardNotice/>", "FV801", 2, 1},
		"an entity bomb":          {`<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><ContractAwardNotice>&c;</ContractAwardNotice>`, "FV801", 1, 1},
		"an unknown entity":       {"<ContractAwardNotice>\n&x;</ContractAwardNotice>", "FV802", 2, 4},
		"not XML":                 {"not XML", "FV802", 1, 1},
		"nothing":                 {"", "FV802", 1, 1},
		"only a declaration":      {"<?xml version=\"1.0\"?>", "FV802", 1, 1},
		"a file that is cut off":  {good[:len(good)/2], "FV802", 1, len([]rune(good[:len(good)/2])) + 1},
		"two roots":               {"<a/><b/>", "FV802", 1, 1},
		"text after the root":     {good + "x", "FV802", 1, 1},
		"tags that cross":         {"<a>\n<b></a></b>", "FV802", 2, 8},
		"not UTF-8":               {"<a>\n\xe6</a>", "FV802", 2, 2},
		"another root":            {"<Invoice/>", "FV803", 1, 1},
		"an HTML page":            {"<html><body>404</body></html>", "FV803", 1, 1},
		"nested deep":             {strings.Repeat("<a>", 500) + strings.Repeat("</a>", 500), "FV808", 1, 301},
		"too many elements":       {"<ContractAwardNotice>" + strings.Repeat("<a/>", 1<<20) + "</ContractAwardNotice>", "FV808", 1, 22 + 4*(1<<20-1)},
		"too many contracts":      {opened + "<UBLExtensions><UBLExtension><ExtensionContent><EformsExtension><NoticeResult>" + strings.Repeat("<SettledContract/>", 5001) + "</NoticeResult></EformsExtension></ExtensionContent></UBLExtension></UBLExtensions>" + closed, "FV808", 1, len(opened) + 79 + 18*5000},
		"too many winners":        {crowd, "FV808", 1, strings.Index(crowd, "<cbc:ID>F-1000<") + 1},
		"fifty megabytes":         {"<ContractAwardNotice>" + strings.Repeat(" ", 50<<20) + "</ContractAwardNotice>", "FV808", 1, 1},
		"another vocabulary":      {strings.ReplaceAll(good, ubl, "urn:evil:"), "FV803", 1, 1},
		"an extension of another": {strings.Replace(good, "<EformsExtension", `<EformsExtension xmlns="urn:evil:x"`, 1), "FV803", 1, strings.Index(good, "<EformsExtension") + 1},
		"a part of another":       {strings.Replace(good, `xmlns:cac="`, `xmlns:cac="urn:evil:`, 1), "FV803", 1, strings.Index(good, "<cac:") + 1 + len("urn:evil:")},
		"no namespace":            {"<ContractAwardNotice/>", "FV803", 1, 1},
		"UTF-16":                  {wide(good, false), "FV813", 1, 1},
		"UTF-16, the other way":   {wide(good, true), "FV813", 1, 1},
		"UTF-16 without a mark":   {wide(good, false)[2:], "FV813", 1, 1},
		"another character set":   {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><ContractAwardNotice/>", "FV813", 1, 1},
	} {
		res, f := Read("n.xml", []byte(tc.in))
		if len(f) != 1 || f[0].Code != tc.code || f[0].Severity != diag.Error || len(res.Contracts)+len(res.Modifications)+len(res.Suppliers)+len(res.Buyers) != 0 {
			t.Errorf("%s: %v", name, f)
		} else if f[0].Line != tc.line || f[0].Col != tc.col {
			t.Errorf("%s: at %d:%d, want %d:%d", name, f[0].Line, f[0].Col, tc.line, tc.col)
		}
	}
	signed := `<ext:UBLExtension><ext:ExtensionContent><s:Signature xmlns:s="urn:signature"><s:ID>x</s:ID><cbc:ID>x</cbc:ID></s:Signature></ext:ExtensionContent></ext:UBLExtension>`
	for _, in := range []string{strings.Replace(good, "<ext:UBLExtension>", signed+"<ext:UBLExtension>", 1), "\xEF\xBB\xBF" + good, strings.ReplaceAll(good, "><", ">\r\n<"), `<?xml version="1.0" encoding="utf-8" standalone="yes"?>` + good, strings.ReplaceAll(good, "T<", "<![CDATA[T]]><")} {
		if res, f := Read("n.xml", []byte(in)); len(f) != 0 || len(res.Contracts) != 1 {
			t.Errorf("%v in %.60q", f, in)
		}
	}
}

// Long texts are cut, so that a contract's file can be read again.
func TestLongTexts(t *testing.T) {
	c := notice{id: "a-1", title: strings.Repeat("lang ", 1_000_000), lotTitle: "x", supplierName: strings.Repeat("ø", 10_000)}.one(t)
	if n := len([]rune(c.Title)); n > maxLine || !strings.HasSuffix(c.Title, "…") {
		t.Errorf("the title has %d letters", n)
	}
	if len(c.ID) > 100 {
		t.Errorf("id %q", c.ID)
	}
}

// hidden are the texts of a document's contact points (BG-contact, touch points, owners)
// that stand nowhere else.
func hidden(root *node) []string {
	var inside, outside []string
	var walk func(n *node, in bool)
	walk = func(n *node, in bool) {
		in = in || n.name == "Contact" || n.name == "TouchPoint" || n.name == "UltimateBeneficialOwner"
		if in {
			inside = append(inside, n.text)
		} else {
			outside = append(outside, n.text)
		}
		for _, c := range n.children {
			walk(c, in)
		}
	}
	walk(root, false)
	all := strings.Join(outside, "\n")
	return slices.DeleteFunc(inside, func(s string) bool { return len(s) < 6 || strings.Contains(all, s) })
}

// Whatever comes in: nothing crashes, findings have places, an error gives nothing, and every
// contract has a supplier, a title, an id that can be a folder, and a currency for its
// amounts; no text of a contact person comes along; reading again gives the same.
func FuzzRead(f *testing.F) {
	contact := `<cac:Contact><cbc:Name>Kari Nordmann</cbc:Name><cbc:ElectronicMail>kari@eksempel.no</cbc:ElectronicMail></cac:Contact>`
	f.Add(award("1", "2"))
	f.Add(award())
	f.Add([]byte("<a/>"))
	f.Add(notice{id: "a-1", title: "T", amount: "5", contact: contact, extension: "<cbc:OptionsDescription>1 + 1 år</cbc:OptionsDescription>", period: "<cbc:EndDate>2026-01-01</cbc:EndDate>"}.xml())
	f.Add(notice{id: "b-1", title: "T", modification: true, changes: "1-2023", reason: "mod-rev", what: "x", amount: "5", maximum: "7", lotTerms: technique("framework-agreement", "fa-mix"), contact: contact}.xml())
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, data) })
}

// holds checks all that is promised of whatever is read.
func holds(t interface{ Fatalf(string, ...any) }, data []byte) {
	res, findings := Read("n.xml", data)
	if again, _ := Read("n.xml", data); dump(again) != dump(res) {
		t.Fatalf("two readings differ")
	}
	told := map[string]bool{}
	for _, f := range findings {
		at := fmt.Sprint(f.Code, f.Pos)
		if told[at] {
			t.Fatalf("told twice: %v", f)
		}
		told[at] = true
		if f.Line < 1 || f.Col < 1 {
			t.Fatalf("no place: %v", f)
		}
		if f.Severity == diag.Error && len(res.Contracts)+len(res.Modifications) > 0 {
			t.Fatalf("%v, and contracts", f)
		}
	}
	var contracts []*contract.Contract
	for _, a := range res.Contracts {
		contracts = append(contracts, a.Contract)
	}
	for _, m := range res.Modifications {
		contracts = append(contracts, m.Contract)
		if !id.MatchString(m.Amendment.ID) || m.Amendment.Title == "" {
			t.Fatalf("amendment %+v", m.Amendment)
		}
	}
	for _, c := range contracts {
		switch {
		case !id.MatchString(c.ID) || len(c.ID) > 100:
			t.Fatalf("id %q", c.ID)
		case len(c.Suppliers) == 0:
			t.Fatalf("no supplier: %+v", c)
		case c.Title == "" || strings.Contains(c.Title, "\n"):
			t.Fatalf("title %q", c.Title)
		case (c.Value.Estimated.Set || c.Value.Maximum.Set) && !currencyCode.MatchString(c.Value.Currency):
			t.Fatalf("an amount without currency: %+v", c.Value)
		case c.Value.Maximum.Set && c.Value.Maximum.V < c.Value.Estimated.V:
			t.Fatalf("a maximum below the value: %+v", c.Value)
		}
		for _, s := range c.Suppliers {
			if !slices.ContainsFunc(res.Suppliers, func(x *contract.Supplier) bool { return x.ID == s }) {
				t.Fatalf("supplier %q is not there", s)
			}
		}
	}
	for _, s := range res.Suppliers {
		if !id.MatchString(s.ID) || len(s.ID) > 100 || s.Name == "" {
			t.Fatalf("supplier %+v", s)
		}
	}
	if root, _, err := parse(data); err == nil {
		out := dump(res)
		for _, text := range hidden(root) {
			if strings.Contains(out, text) {
				t.Fatalf("a contact's %q came along", text)
			}
		}
	}
}

// Notices whose elements were taken out, doubled, moved or given another text keep the promises.
func TestPromisesHoldForDamagedNotices(t *testing.T) {
	contact := `<cac:Contact><cbc:Name>Kari Nordmann</cbc:Name><cbc:ElectronicMail>kari@eksempel.no</cbc:ElectronicMail></cac:Contact>`
	notices := [][]byte{award("1", "2"),
		competed("300", "900", technique("framework-agreement", "fa-mix"), []string{"LOT-1", "LOT-2", "LOT-3"}, tender{"CON-1", "LOT-1", "LOT-1", "100", "300"}, tender{"CON-1", "LOT-2", missing, "100", "300"}, tender{"CON-2", "", "LOT-3", "100", "300"}),
		notice{id: "a-1", title: "T", lotTitle: "L", reference: "24/1", amount: "5", contact: contact, extension: "<cbc:OptionsDescription>1 + 1 år</cbc:OptionsDescription>", period: "<cbc:EndDate>2026-01-01</cbc:EndDate>"}.xml(),
		notice{id: "b-1", title: "T", publication: "1-2024", modification: true, changes: "1-2023", reason: "mod-rev", what: "x", amount: "5", maximum: "7", lotTerms: technique("framework-agreement", "fa-mix"), contact: contact}.xml()}
	real, _ := filepath.Glob(filepath.Join(shared, "norwegian-real", "ContractAwardNotice*.xml")) // without them, the invented ones do
	for _, f := range real {
		if data, err := os.ReadFile(f); err == nil {
			notices = append(notices, data)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		root, _, err := parse(rapid.SampledFrom(notices).Draw(r, "notice"))
		if err != nil {
			r.Fatalf("%v", err)
		}
		var all []*node
		var walk func(n *node)
		walk = func(n *node) {
			all = append(all, n)
			for _, c := range n.children {
				walk(c)
			}
		}
		walk(root)
		for range rapid.IntRange(0, 12).Draw(r, "cuts") {
			n, m := rapid.SampledFrom(all).Draw(r, "element"), rapid.SampledFrom(all).Draw(r, "other")
			switch rapid.IntRange(0, 4).Draw(r, "cut") {
			case 0:
				n.children = nil
			case 1:
				if len(n.children) > 0 {
					n.children = append(slices.Clone(n.children), &node{name: n.children[0].name, attrs: n.children[0].attrs, text: m.text})
				}
			case 2:
				n.text = rapid.SampledFrom([]string{"", "-1", "99999999999999999999", "0", "2026-13-45", "LOT-0001", "ORG-1", "../../x", "A & <b>", m.text}).Draw(r, "text")
			case 3:
				n.attrs = nil
			case 4:
				if len(n.children) > 1 {
					n.children = n.children[1:]
				}
			}
		}
		var b bytes.Buffer
		b.WriteString(opened)
		for _, n := range root.children {
			write(&b, n)
		}
		b.WriteString(closed)
		holds(r, b.Bytes())
	})
}

func write(b *bytes.Buffer, n *node) {
	b.WriteString("<" + n.name)
	for _, k := range slices.Sorted(maps.Keys(n.attrs)) {
		if k != "xmlns" && !strings.HasPrefix(n.attrs[k], "urn:") {
			b.WriteString(" " + k + `="`)
			_ = xml.EscapeText(b, []byte(n.attrs[k]))
			b.WriteString(`"`)
		}
	}
	b.WriteString(">")
	_ = xml.EscapeText(b, []byte(n.text))
	for _, c := range n.children {
		write(b, c)
	}
	b.WriteString("</" + n.name + ">")
}
