package eforms

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// tender is one tender of an invented notice, with the contract that it gives and the maximum
// of its result; several of one contract are several lots.
type tender struct{ contract, lot, resultLot, amount, maximum string }

// competed is a notice of tenders, with lots of the given ids and the notice's own totals.
func competed(total, most, technique string, lots []string, tenders ...tender) []byte {
	amount := func(name, value string) string {
		if value == "" {
			return ""
		}
		figure, currency, _ := strings.Cut(value, " ")
		if currency == "" {
			currency = "NOK"
		}
		return "<" + name + ` currencyID="` + currency + `">` + figure + "</" + name + ">"
	}
	lotRef := func(id string) string {
		if id == "" {
			return ""
		}
		return "<efac:TenderLot><ID>" + id + "</ID></efac:TenderLot>"
	}
	var b strings.Builder
	b.WriteString(opened + `<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension><efac:NoticeResult>` + amount("TotalAmount", total) + amount("efbc:OverallMaximumFrameworkContractsAmount", most))
	var contracts []string
	for i, t := range tenders {
		fmt.Fprintf(&b, `<efac:LotResult>%s<efac:SettledContract><ID>%s</ID></efac:SettledContract>%s</efac:LotResult>`, "<efac:FrameworkAgreementValues>"+amount("MaximumValueAmount", t.maximum)+"</efac:FrameworkAgreementValues>", t.contract, lotRef(t.resultLot))
		fmt.Fprintf(&b, `<efac:LotTender><ID>TEN-%d</ID><cac:LegalMonetaryTotal>%s</cac:LegalMonetaryTotal><efac:TenderingParty><ID>TPA-1</ID></efac:TenderingParty>%s</efac:LotTender>`, i, amount("PayableAmount", t.amount), lotRef(t.lot))
		if !slices.Contains(contracts, t.contract) {
			contracts = append(contracts, t.contract)
		}
	}
	for _, id := range contracts {
		b.WriteString(`<efac:SettledContract><ID>` + id + `</ID>`)
		for i, t := range tenders {
			if t.contract == id {
				fmt.Fprintf(&b, `<efac:LotTender><ID>TEN-%d</ID></efac:LotTender>`, i)
			}
		}
		b.WriteString(`</efac:SettledContract>`)
	}
	b.WriteString(`<efac:TenderingParty><ID>TPA-1</ID><efac:Tenderer><ID>ORG-1</ID></efac:Tenderer></efac:TenderingParty></efac:NoticeResult><efac:Organizations><efac:Organization><efac:Company><cac:PartyIdentification><ID>ORG-1</ID></cac:PartyIdentification><cac:PartyName><Name>Firma AS</Name></cac:PartyName><cac:PartyLegalEntity><CompanyID>313000028</CompanyID></cac:PartyLegalEntity></efac:Company></efac:Organization></efac:Organizations></efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions><ID>a-1</ID>` +
		`<cac:ProcurementProject><Name>Alt</Name><Description>Hele anskaffelsen</Description></cac:ProcurementProject>`)
	for _, id := range lots {
		b.WriteString(`<cac:ProcurementProjectLot><ID>` + id + `</ID><cac:TenderingProcess>` + technique + `</cac:TenderingProcess><cac:ProcurementProject><Name>Del ` + id + `</Name><Description>Om ` + id + `</Description></cac:ProcurementProject></cac:ProcurementProjectLot>`)
	}
	b.WriteString(closed)
	return []byte(b.String())
}

// The totals of the notice (BT-161, BT-118) tell lots that add up from lots that repeat one
// amount; what does not fit them is left out, with both places.
func TestAmountsFitTheNoticesTotals(t *testing.T) {
	two, framework := []string{"LOT-1", "LOT-2"}, technique("framework-agreement", "fa-wo-rc")
	over := func(a, b string) []tender { // one contract over two lots
		return []tender{{"CON-1", "LOT-1", "LOT-1", a, ""}, {"CON-1", "LOT-2", "LOT-2", b, ""}}
	}
	each := func(a, b string) []tender { // a contract for each lot
		return []tender{{"CON-1", "LOT-1", "LOT-1", a, ""}, {"CON-2", "LOT-2", "LOT-2", b, ""}}
	}
	same := func(a, b string) []tender { // two contracts of one lot
		return []tender{{"CON-1", "LOT-1", "LOT-1", a, ""}, {"CON-2", "LOT-1", "LOT-1", b, ""}}
	}
	tops := func(list []tender, a, b string) []tender {
		list[0].maximum, list[1].maximum = a, b
		return list
	}
	for name, tc := range map[string]struct {
		total, most, technique string
		tenders                []tender
		values, maxima, code   string
	}{
		"less than the total":                  {"16000000", "", "", []tender{{"CON-1", "LOT-1", "LOT-1", "12000000", ""}}, "?", "?", "FV832"},
		"more than the total":                  {"12000000", "", "", []tender{{"CON-1", "LOT-1", "LOT-1", "16000000", ""}}, "?", "?", "FV832"},
		"the total":                            {"12000000", "", "", []tender{{"CON-1", "LOT-1", "LOT-1", "12000000", ""}}, "12000000", "?", ""},
		"rounded":                              {"12000000.40", "", "", []tender{{"CON-1", "LOT-1", "LOT-1", "12000000", ""}}, "12000000", "?", ""},
		"lots that add up":                     {"12", "", "", over("5", "7"), "12", "?", ""},
		"equal lots that add up":               {"10", "", "", over("5", "5"), "10", "?", ""},
		"equal lots that repeat":               {"5", "", "", over("5", "5"), "5", "?", ""},
		"equal lots that do neither":           {"70", "", "", over("5", "5"), "?", "?", "FV832"},
		"equal lots, and no total":             {"", "", "", over("5", "5"), "?", "?", "FV831"},
		"equal lots, within a wide maximum":    {"", "100", framework, over("5", "5"), "?", "?", "FV831"},
		"equal lots, within a narrow maximum":  {"", "80", framework, over("50", "50"), "50", "?", ""},
		"different lots, and no total":         {"", "", "", over("5", "7"), "12", "?", ""},
		"a lot without an amount":              {"12", "", "", over("12", ""), "?", "?", "FV835"},
		"lots for nothing":                     {"", "", "", over("0", "0"), "0", "?", ""},
		"contracts that add up":                {"12", "", "", each("5", "7"), "5 7", "? ?", ""},
		"contracts that do not":                {"13", "", "", each("5", "70"), "? ?", "? ?", "FV832"},
		"a contract without value":             {"12", "", "", each("5", ""), "5 ?", "? ?", ""},
		"more than all, with one unknown":      {"4", "", "", each("50", ""), "? ?", "? ?", "FV832"},
		"contracts that share a lot's amount":  {"95", "", framework, same("95", "95"), "95 95", "? ?", ""},
		"a total in another currency":          {"12 EUR", "", "", each("5", "7"), "5 7", "? ?", "FV833"},
		"a total that is no amount":            {"-1", "", "", each("5", "7"), "5 7", "? ?", "FV812"},
		"maxima that add up":                   {"", "30", framework, tops(each("5", "7"), "10", "20"), "5 7", "10 20", ""},
		"maxima that do not":                   {"", "31.50", framework, tops(each("5", "7"), "1", "2"), "5 7", "? ?", "FV832"},
		"values above the frameworks' maximum": {"", "11", framework, each("50", "7"), "? ?", "? ?", "FV832"},
		"one maximum of two in a lot":          {"", "20", framework, tops(same("5", "7"), "20", "20"), "5 7", "20 20", ""},
		"equal maxima that repeat":             {"", "20", framework, tops(over("5", "7"), "20", "20"), "12", "20", ""},
		"equal maxima, and no total":           {"", "", framework, tops(over("5", "7"), "20", "20"), "12", "?", "FV831"},
	} {
		res, findings := Read("n.xml", competed(tc.total, tc.most, tc.technique, two, tc.tenders...))
		values, maxima := worth(res)
		if values != tc.values || maxima != tc.maxima || codes(findings) != tc.code {
			t.Errorf("%s: values %s, maxima %s, %s", name, values, maxima, codes(findings))
		}
		for _, f := range findings {
			if f.Code != "FV812" && f.Code != "FV835" && len(f.Related) == 0 {
				t.Errorf("%s: %s names one place only", name, f.Code)
			}
		}
	}
}

// worth are the values and maxima of the contracts that a notice awards.
func worth(res Result) (values, maxima string) {
	text := func(m contract.Maybe[money.Amount]) string {
		if !m.Set {
			return "?"
		}
		return m.V.String()
	}
	var v, m []string
	for _, a := range res.Contracts {
		v, m = append(v, text(a.Contract.Value.Estimated)), append(m, text(a.Contract.Value.Maximum))
	}
	return strings.Join(v, " "), strings.Join(m, " ")
}

// A converter leaves lots out of results and tenders, or writes MISSING: what is there finds
// them, nothing called MISSING comes along, and a contract has its own lot's description only.
func TestLotsAreFoundByWhatThereIs(t *testing.T) {
	one, two, three := []string{"LOT-1"}, []string{"LOT-1", "LOT-2"}, []string{"LOT-1", "LOT-2", "LOT-3"}
	for name, tc := range map[string]struct {
		lots                 []string
		first, second        [2]string // lot of the tender and of the result
		lot, describes, code string
	}{
		"one lot, and results without":      {one, [2]string{"", "MISSING"}, [2]string{"", "MISSING"}, "LOT-1, LOT-1", "Om LOT-1, Om LOT-1", ""},
		"results in the order of the lots":  {two, [2]string{"", "MISSING"}, [2]string{"", "MISSING"}, "LOT-1, LOT-2", "Om LOT-1, Om LOT-2", ""},
		"the lot that none names":           {two, [2]string{"LOT-2", "LOT-2"}, [2]string{"", "MISSING"}, "LOT-2, LOT-1", "Om LOT-2, Om LOT-1", ""},
		"tenders that know, results do not": {three, [2]string{"LOT-3", ""}, [2]string{"LOT-2", ""}, "LOT-3, LOT-2", "Om LOT-3, Om LOT-2", ""},
		"results that know, tenders do not": {three, [2]string{"", "LOT-3"}, [2]string{"", "LOT-2"}, "LOT-3, LOT-2", "Om LOT-3, Om LOT-2", ""},
		"more lots than results":            {three, [2]string{"", "MISSING"}, [2]string{"", "MISSING"}, ", ", "Hele anskaffelsen, Hele anskaffelsen", "FV834 FV834"},
	} {
		res, findings := Read("n.xml", competed("", "141000000", technique("framework-agreement", "fa-wo-rc"), tc.lots,
			tender{"CON-1", tc.first[0], tc.first[1], "138000000", ""}, tender{"CON-2", tc.second[0], tc.second[1], "3000000", ""}))
		if len(res.Contracts) != 2 {
			t.Fatalf("%s: %d contracts, %s", name, len(res.Contracts), codes(findings))
		}
		a, b := res.Contracts[0].Contract, res.Contracts[1].Contract
		values, _ := worth(res)
		lot, describes := a.Notice.Lot+", "+b.Notice.Lot, a.Description+", "+b.Description
		if values != "138000000 3000000" || lot != tc.lot || describes != tc.describes || codes(findings) != tc.code {
			t.Errorf("%s: values %s, lots %s, %s, %s", name, values, lot, describes, codes(findings))
		}
		if a.Kind != contract.KindFramework || strings.Contains(dump(res), missing) {
			t.Errorf("%s: %s", name, dump(res))
		}
	}
	res, findings := Read("n.xml", competed("141", "", "", three, tender{"CON-1", "", "", "138", ""}, tender{"CON-1", "", "", "3", ""}))
	if values, _ := worth(res); values != "141" || codes(findings) != "FV834" {
		t.Errorf("tenders of no known lot: %s, %s", values, codes(findings))
	}
	res, findings = Read("n.xml", competed("", "", "", three, tender{"CON-1", "", "", "138", ""}, tender{"CON-1", "", "", "3", ""}))
	if values, _ := worth(res); values != "?" || codes(findings) != "FV834 FV831" {
		t.Errorf("tenders of no known lot, and no total: %s, %s", values, codes(findings))
	}
}

// Contracts of one lot share what is found of it: it is told once.
func TestAFindingIsToldOnce(t *testing.T) {
	xml := strings.Replace(string(competed("", "", "", []string{"LOT-1"}, tender{"CON-1", "LOT-1", "LOT-1", "1", ""}, tender{"CON-2", "LOT-1", "LOT-1", "1", ""}, tender{"CON-3", "LOT-1", "LOT-1", "1", ""})),
		"</Description></cac:ProcurementProject></cac:ProcurementProjectLot>", "</Description><cac:ContractExtension><MaximumNumberNumeric>2</MaximumNumberNumeric><cac:Renewal><cac:Period><Description>12 måneder</Description></cac:Period></cac:Renewal></cac:ContractExtension></cac:ProcurementProject></cac:ProcurementProjectLot>", 1)
	res, findings := Read("n.xml", []byte(xml))
	if len(res.Contracts) != 3 || codes(findings) != "FV815" || findings[0].Args["text"] != "2 × 12 måneder" {
		t.Errorf("%d contracts, %v", len(res.Contracts), findings)
	}
	for _, a := range res.Contracts {
		if a.Contract.Period.Note != "2 × 12 måneder" {
			t.Errorf("note %q", a.Contract.Period.Note)
		}
	}
}

// A contract is published when its competition was, not when its award was announced.
func TestPublishedIsTheCompetitionsDate(t *testing.T) {
	call := func(id, issued string) Result {
		xml := strings.NewReplacer("ContractAwardNotice", "ContractNotice", "can-standard", "cn-standard", `"result"`, `"competition"`).Replace(string(notice{id: id, publication: "111111-2024", issued: issued}.xml()))
		res, findings := Read("c.xml", []byte(xml))
		if codes(findings) != "FV804" {
			t.Fatalf("%v", findings)
		}
		return res
	}
	for name, tc := range map[string]struct {
		follows string
		before  []Result
		want    string
	}{
		"no competition among the notices": {"111111-2024", nil, "0001-01-01"},
		"the notice before":                {"111111-2024", []Result{call("b-1", "2024-03-01")}, "2024-03-01"},
		"the notice before, by its id":     {"b-1", []Result{call("b-1", "2024-03-01")}, "2024-03-01"},
		"a correction of it too":           {"b-1", []Result{call("b-1", "2024-03-20"), call("b-1", "2024-03-01")}, "2024-03-01"},
		"another":                          {"222222-2024", []Result{call("b-1", "2024-03-01")}, "0001-01-01"},
		"one after the signature":          {"b-1", []Result{call("b-1", "2024-07-01")}, "0001-01-01"},
	} {
		award := notice{id: "a-1", title: "T", issued: "2024-08-01", signed: "2024-06-01", previous: tc.follows}.read(t)
		plan, _ := Join(&contract.Portfolio{}, append(tc.before, award))
		want, _ := date.Parse(tc.want)
		if tc.want == "0001-01-01" {
			want = date.Date{}
		}
		if len(plan.New) != 1 || plan.New[0].Procurement.Published != want || plan.New[0].Notice.Dated.String() != "2024-08-01" {
			t.Errorf("%s: %+v", name, plan.New[0].Procurement)
		}
	}
}

// Notices that other tools were wrong about.
func TestCases(t *testing.T) {
	read := func(name string) (Result, string) {
		data, err := os.ReadFile(filepath.Join("testdata", name+".xml"))
		if err != nil {
			t.Fatal(err)
		}
		res, findings := Read(name, data)
		return res, codes(findings)
	}
	for name, want := range map[string][4]string{ // numbers, values, maxima, findings
		"own_474": {"42307", "1078826.40", "1178791.20", ""},
		"own_91":  {"1 1 1", "100000 200000 300000", "? ? ?", ""},
		"noref":   {"", "", "", "FV809"},
	} {
		res, found := read(name)
		var numbers []string
		for _, a := range res.Contracts {
			numbers = append(numbers, a.Contract.Procurement.Number)
		}
		values, maxima := worth(res)
		if got := [4]string{strings.Join(numbers, " "), values, maxima, found}; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	award, _ := read("mA")
	first, _ := read("mM")
	data, _ := os.ReadFile(filepath.Join("testdata", "mM.xml"))
	second, _ := Read("mM2", []byte(strings.NewReplacer("1400000", "1700000", "b1111111", "c1111111", "2026-09-01", "2026-10-01").Replace(string(data))))
	plan, _ := Join(&contract.Portfolio{}, []Result{second, award, first})
	if len(plan.New) != 1 || len(plan.New[0].Amendments) != 2 {
		t.Fatalf("%+v", plan.New)
	}
	for i, want := range []int64{400_000, 300_000} {
		if a := plan.New[0].Amendments[i]; a.Value != contract.Some(money.NOK(want)) {
			t.Errorf("%+v", a)
		}
	}
}

// A contract runs from the first start of its lots to the last end, and a difference is told.
func TestPeriodOfSeveralLots(t *testing.T) {
	dates := func(start, end string) string {
		return "<StartDate>" + start + "</StartDate><EndDate>" + end + "</EndDate>"
	}
	const year = `<StartDate>2026-01-01</StartDate><DurationMeasure unitCode="MONTH">12</DurationMeasure>`
	for name, tc := range map[string]struct{ first, second, start, end, code string }{
		"the same":             {dates("2026-01-01", "2027-12-31"), dates("2026-01-01", "2027-12-31"), "2026-01-01", "2027-12-31", ""},
		"different":            {dates("2026-03-01", "2026-12-31"), dates("2026-01-01", "2027-12-31"), "2026-01-01", "2027-12-31", "FV836"},
		"an end and a length":  {year, dates("2026-02-01", "2026-06-30"), "2026-01-01", "2026-12-31", "FV836"},
		"one that says no day": {"", dates("2026-02-01", "2026-06-30"), "2026-02-01", "2026-06-30", "FV836"},
		"one that is backward": {dates("2027-01-01", "2026-01-01"), dates("2026-02-01", "2026-06-30"), "2026-02-01", "2026-06-30", "FV810 FV836"},
	} {
		xml := string(competed("12", "", "", []string{"LOT-1", "LOT-2"}, tender{"CON-1", "LOT-1", "LOT-1", "5", ""}, tender{"CON-1", "LOT-2", "LOT-2", "7", ""}))
		for lot, period := range map[string]string{"LOT-1": tc.first, "LOT-2": tc.second} {
			xml = strings.Replace(xml, "<Name>Del "+lot+"</Name>", "<Name>Del "+lot+"</Name><cac:PlannedPeriod>"+period+"</cac:PlannedPeriod>", 1)
		}
		res, findings := Read("n.xml", []byte(xml))
		p := res.Contracts[0].Contract.Period
		if p.Start.String() != tc.start || p.End.String() != tc.end || p.DurationMonths.Set || codes(findings) != tc.code {
			t.Errorf("%s: %v to %v, %s", name, p.Start, p.End, codes(findings))
		}
	}
}

// A notice of very many lots and contracts is read in a moment.
func TestManyLots(t *testing.T) {
	var lots []string
	var tenders []tender
	for i := range 4000 {
		lot := fmt.Sprintf("LOT-%d", i)
		lots = append(lots, lot)
		tenders = append(tenders, tender{"CON-" + fmt.Sprint(i%2*i), lot, lot, "1000", "2000"})
	}
	start := time.Now()
	res, _ := Read("n.xml", competed("", "", technique("framework-agreement", "fa-mix"), lots, tenders...))
	if len(res.Contracts) != 2001 || time.Since(start) > 10*time.Second {
		t.Errorf("%d contracts in %v", len(res.Contracts), time.Since(start))
	}
	t.Log(time.Since(start))
}
