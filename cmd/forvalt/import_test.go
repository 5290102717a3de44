package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	awardNotice = `<ContractAwardNotice xmlns:cbc="b"><UBLExtensions><UBLExtension><ExtensionContent><EformsExtension><NoticeResult>
<LotTender><ID>TEN-1</ID><LegalMonetaryTotal><PayableAmount currencyID="NOK">1000000</PayableAmount></LegalMonetaryTotal><TenderingParty><ID>TPA-1</ID></TenderingParty><TenderLot><ID>LOT-0001</ID></TenderLot></LotTender>
<TenderingParty><ID>TPA-1</ID><Tenderer><ID>ORG-2</ID></Tenderer></TenderingParty>
<SettledContract><ID>CON-1</ID><IssueDate>2025-01-10</IssueDate><Title>Renhold</Title><ContractReference><ID>24/1234</ID></ContractReference><LotTender><ID>TEN-1</ID></LotTender></SettledContract></NoticeResult>
<Organizations><Organization><Company><PartyIdentification><ID>ORG-1</ID></PartyIdentification><PartyName><Name>Nabo kommune</Name></PartyName><PartyLegalEntity><CompanyID>313000044</CompanyID></PartyLegalEntity></Company></Organization>
<Organization><Company><PartyIdentification><ID>ORG-2</ID></PartyIdentification><PartyName><Name>Reint AS</Name></PartyName><PartyLegalEntity><CompanyID>313000028</CompanyID></PartyLegalEntity></Company></Organization></Organizations>
<Publication><NoticePublicationID>111111-2025</NoticePublicationID></Publication></EformsExtension></ExtensionContent></UBLExtension></UBLExtensions>
<ID>aaaa</ID><IssueDate>2025-01-15</IssueDate><RegulatoryDomain>32014L0024</RegulatoryDomain><NoticeTypeCode listName="result">can-standard</NoticeTypeCode>
<ContractingParty><Party><PartyIdentification><ID>ORG-1</ID></PartyIdentification></Party></ContractingParty>
<ProcurementProjectLot><ID>LOT-0001</ID><ProcurementProject><MainCommodityClassification><ItemClassificationCode>90910000</ItemClassificationCode></MainCommodityClassification><PlannedPeriod><StartDate>2025-02-01</StartDate><EndDate>2027-01-31</EndDate></PlannedPeriod></ProcurementProject></ProcurementProjectLot></ContractAwardNotice>
`
	contractFile  = "agreements/renhold-2025-aaaa-con-1/contract.toml"
	amendmentText = `
[[amendments]]
id = "bbbb"
date = 2026-03-02
title = "To nye bygg."
value = 150000
ground = "foa-28-1-b"
`
)

// modificationNotice changes the award's contract.
var modificationNotice = strings.NewReplacer(
	"<NoticeResult>", `<ContractModification><ChangedNoticeIdentifier>111111-2025</ChangedNoticeIdentifier><ModifiedContractIdentifier>CON-1</ModifiedContractIdentifier><Change><ChangeDescription>To nye bygg.</ChangeDescription></Change><ChangeReason><ReasonCode>mod-minv</ReasonCode></ChangeReason></ContractModification><NoticeResult>`,
	`<NoticePublicationID>111111-2025`, `<NoticePublicationID>222222-2026`, ">aaaa<", ">bbbb<", "2025-01-15", "2026-03-02", ">1000000<", ">1150000<",
	`listName="result">can-standard`, `listName="cont-modif">can-modif`).Replace(awardNotice)

// imported is a new portfolio, and the function that imports notices into it.
func imported(t *testing.T) (data string, run func(args ...string) (int, string, string)) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "p")
	if code, _, errs := forvalt(t, "init", dir); code != exitOK {
		t.Fatal(errs)
	}
	data = filepath.Join(dir, "contracts")
	return data, func(args ...string) (int, string, string) {
		return forvalt(t, append([]string{"import", "eforms", "--data", data, "--lang", "en"}, args...)...)
	}
}

func written(t *testing.T, text string) string {
	t.Helper()
	f := filepath.Join(t.TempDir(), "notice.xml")
	if err := os.WriteFile(f, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return f
}

func read(t *testing.T, elements ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(elements...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func sameTree(t *testing.T, what string, before, after map[string]string) {
	t.Helper()
	for p, text := range after {
		if before[p] != text {
			t.Errorf("%s: %s changed:\n%s", what, p, text)
		}
	}
	if len(before) != len(after) {
		t.Errorf("%s: %d files, then %d", what, len(before), len(after))
	}
}

func TestImportOfRealNotices(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/data/eforms/norwegian-real/*.xml")
	if len(files) == 0 {
		t.Skip("the real notices are not here")
	}
	data, run := imported(t)
	before := tree(t, data)
	if code, out, _ := run(append(files, "--dry-run")...); code != exitOK || !strings.Contains(out, "Dry run") {
		t.Errorf("dry run: exit %d\n%s", code, out)
	}
	sameTree(t, "dry run", before, tree(t, data))
	code, out, errs := run(files...)
	if code != exitOK || !strings.Contains(out, "15 notices read: 16 files made") {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	first := tree(t, data)
	if len(first) != len(before)+16 {
		t.Errorf("%d files, then %d", len(before), len(first))
	}
	for _, update := range [][]string{nil, {"--update"}} {
		code, out, errs = run(append(files, update...)...)
		if code != exitOK || !strings.Contains(out, "0 files made, 0 changed, 8 unchanged, 0 left alone") {
			t.Errorf("again: exit %d\n%s%s", code, out, errs)
		}
		sameTree(t, "again", first, tree(t, data))
	}
	if code, out, errs = forvalt(t, "validate", "--data", data); code != exitOK {
		t.Errorf("validate: exit %d\n%s%s", code, out, errs)
	}
}

// What people have written stays, and what would change is told by field; with --update those
// values change, and nothing else.
func TestImportKeepsWhatPeopleWrote(t *testing.T) {
	data, run := imported(t)
	notice := written(t, awardNotice)
	if code, out, errs := run(notice); code != exitOK || !strings.Contains(out, "new buyer in portfolio.toml: Nabo kommune (313000044)") {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	edited := strings.NewReplacer(`title = "Renhold"`, "# Vi sier vask.\ntitle = \"Vask av skoler\" # avtalt", "estimated = 1000000", "estimated = 900_000 # fra avtalen\nmaximum = 2_000_000",
		`status = "active"`, `status = "terminated"`, "end = 2027-01-31\n", "").Replace(read(t, data, contractFile)) + "\n# Bak alt\n[[options]]\nid = \"ett\"\nextends_to = 2028-01-31\n"
	if err := os.WriteFile(filepath.Join(data, contractFile), []byte(edited), 0o644); err != nil {
		t.Fatal(err)
	}
	before := tree(t, data)
	fields := []string{`title: "Vask av skoler" → "Renhold"`, "value.estimated: 900000 → 1000000", "period.end: missing → 2027-01-31"}
	code, out, errs := run(notice)
	if code != exitOK || strings.Contains(out, "status") || strings.Contains(out, "maximum") || strings.Contains(out, "options") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	for _, f := range fields {
		if !strings.Contains(out, "  "+f+"\n") {
			t.Errorf("%q is not told:\n%s", f, out)
		}
	}
	sameTree(t, "without --update", before, tree(t, data))
	run(notice, "--update", "--dry-run")
	sameTree(t, "with --dry-run", before, tree(t, data))

	code, out, errs = run(notice, "--update")
	if code != exitOK || !strings.Contains(out, fields[1]) {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	want := strings.NewReplacer(`"Vask av skoler" # avtalt`, `"Renhold" # avtalt`, "900_000 #", "1000000 #", "start = 2025-02-01\n", "start = 2025-02-01\nend = 2027-01-31\n").Replace(edited)
	if got := read(t, data, contractFile); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if code, out, _ = run(notice, "--update"); code != exitOK || !strings.Contains(out, "0 changed, 1 unchanged") {
		t.Errorf("again: exit %d\n%s", code, out)
	}
}

func TestImportOfAModification(t *testing.T) {
	data, run := imported(t)
	award, modification := written(t, awardNotice), written(t, modificationNotice)
	run(award)
	before := read(t, data, contractFile)
	code, out, errs := run(modification)
	if code != exitOK || !strings.Contains(out, `amendments: missing → { id = "bbbb", date = 2026-03-02, title = "To nye bygg.", value = 150000, ground = "foa-28-1-b" }`) || !strings.Contains(errs, "FV824") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if read(t, data, contractFile) != before {
		t.Error("changed without --update")
	}
	if code, out, errs = run(modification, "--update"); code != exitOK {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	got := read(t, data, contractFile)
	if got != before+amendmentText {
		t.Errorf("got\n%s", got)
	}
	for _, files := range [][]string{{modification}, {award, modification}, {modification, award, "--update"}} {
		if code, out, _ = run(files...); code != exitOK || !strings.Contains(out, "0 changed, 1 unchanged, 0 left alone") || read(t, data, contractFile) != got {
			t.Errorf("again: exit %d\n%s", code, out)
		}
	}
	if code, out, errs = forvalt(t, "validate", "--data", data); code != exitOK {
		t.Errorf("validate: exit %d\n%s%s", code, out, errs)
	}
	// A person knows when it was agreed; the notice only when it was announced.
	agreed := strings.Replace(got, "date = 2026-03-02", "date = 2026-02-20\nsigned = 2026-02-20", 1)
	if err := os.WriteFile(filepath.Join(data, contractFile), []byte(agreed), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, out, errs = run(modification, "--update"); code != exitOK || read(t, data, contractFile) != agreed || strings.Contains(errs, "FV824") {
		t.Errorf("an agreed date: exit %d\n%s%s", code, out, errs)
	}
	// Both at once, in a portfolio that has neither: one contract, with its amendment.
	data, run = imported(t)
	if code, out, errs = run(modification, award); code != exitOK || strings.Count(out, "contract.toml") != 1 {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if got := read(t, data, contractFile); !strings.Contains(got, amendmentText) {
		t.Errorf("got\n%s", got)
	}
}

// What cannot be read, and where there is no place to write, nothing is written.
func TestImportWritesNothingOfWhatItDoesNotUnderstand(t *testing.T) {
	for name, text := range map[string]string{"FV801": "<!DOCTYPE x>" + awardNotice, "FV802": awardNotice[:len(awardNotice)/2], "FV803": "<Invoice/>", "FV808": awardNotice + strings.Repeat(" ", 50<<20), "FV813": "\xFF\xFE<\x00"} {
		data, run := imported(t)
		before := tree(t, data)
		if code, out, errs := run(written(t, text)); code != exitFindings || !strings.Contains(errs, name) {
			t.Errorf("%s: exit %d\n%s%.300s", name, code, out, errs)
		}
		sameTree(t, name, before, tree(t, data))
	}
	data, run := imported(t)
	if code, _, errs := run(filepath.Join(data, "none.xml")); code != exitUsage || !strings.Contains(errs, "none.xml") {
		t.Errorf("a missing file: exit %d %s", code, errs)
	}
	notice := written(t, awardNotice)
	run(notice)
	for _, text := range []string{"title = \n", ""} {
		if err := os.WriteFile(filepath.Join(data, contractFile), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if code, out, _ := run(notice, "--update"); code != exitFindings || !strings.Contains(out, "cannot be read") || read(t, data, contractFile) != text {
			t.Errorf("an unreadable file: exit %d\n%s", code, out)
		}
	}
	outside := t.TempDir()
	data, run = imported(t)
	if err := os.RemoveAll(filepath.Join(data, "agreements")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(data, "agreements")); err != nil {
		t.Skip("no links on this system: ", err)
	}
	if code, out, errs := run(notice); code != exitFindings || len(tree(t, outside)) > 0 {
		t.Errorf("a link out of the folder: exit %d\n%s%s", code, out, errs)
	}
}
