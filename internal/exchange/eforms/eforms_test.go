package eforms

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

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
		{c.Status, "active"}, {c.Nature, "goods"}, {c.Procurement.Procedure, "direct"}, {c.Visibility, ""},
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
	fmt.Fprintf(&b, "%+v", r.Buyers)
	return b.String()
}

// award is an invented notice: one contract, and tenders of the same lot.
func award(tenders ...string) []byte {
	var b strings.Builder
	b.WriteString(`<ContractAwardNotice xmlns:cbc="b" xmlns:cac="a" xmlns:efac="c"><ext:UBLExtensions xmlns:ext="e"><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension xmlns:efext="x"><efac:NoticeResult>`)
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
	b.WriteString(`</efac:Organizations></efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions><cbc:ID>aaaa-1</cbc:ID></ContractAwardNotice>`)
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

func TestConflictingAmountsAreNotChosenBetween(t *testing.T) {
	res, findings := Read("n.xml", award("95000000", "9500000"))
	if res.Contracts[0].Contract.Value.Estimated.Set || !slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Code == "FV807" && f.Line == 1 && f.Col > 1 }) {
		t.Errorf("%+v %v", res.Contracts[0].Contract.Value, findings)
	}
}

func TestBadInput(t *testing.T) {
	for code, in := range map[string]string{
		"FV801": `<!DOCTYPE a [<!ENTITY x "y">]><ContractAwardNotice>&x;</ContractAwardNotice>`,
		"FV802": "not XML",
		"FV803": "<Invoice/>",
		"FV808": strings.Repeat("<a>", 500) + strings.Repeat("</a>", 500),
	} {
		if res, f := Read("n.xml", []byte(in)); len(f) != 1 || f[0].Code != code || f[0].Severity != diag.Error || len(res.Contracts) != 0 {
			t.Errorf("%s: %v", code, f)
		}
	}
}

// Nothing crashes, and what comes out has an id that can be a folder.
func FuzzRead(f *testing.F) {
	f.Add(award("1", "2"))
	f.Add(award())
	f.Add([]byte("<a/>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		res, _ := Read("n.xml", data)
		for _, a := range res.Contracts {
			c := a.Contract
			if !id.MatchString(c.ID) || len(c.ID) > 100 {
				t.Fatalf("id %q", c.ID)
			}
		}
		for _, s := range res.Suppliers {
			if !id.MatchString(s.ID) || bytes.ContainsRune([]byte(s.ID), '/') {
				t.Fatalf("supplier id %q", s.ID)
			}
		}
	})
}
