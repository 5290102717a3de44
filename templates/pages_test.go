package templates_test

import (
	"github.com/a-h/templ"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/message"
	. "github.com/forvalt/forvalt/templates"
)

// drawn is one page and its address.
type drawn struct {
	path      string
	component templ.Component
}

// pages draws one page of each kind in a language.
func pages(cat *message.Catalogue, lang string) []drawn {
	f := func(title string, depth int, nav string) Frame { return frame(cat, lang, title, depth, nav) }
	contracts := ContractTable{Caption: "Kontrakter", Rows: rows(5)}
	return []drawn{
		{"index.html", DrawOverview(f("Kontraktsporteføljen", 0, ""), overview())},
		{"kontrakter/index.html", DrawList(f("Kontrakter", 1, "kontrakter"), ListPage{Lead: "Alle aktive kontrakter i kommunen. Filtrer på risiko, frister, forbruk, avdeling, kategori og krav.", List: list(f("Kontrakter", 1, "kontrakter"))})},
		{"kontrakter/vekter-2023/index.html", DrawContract(f("Vektertjenester og alarmutrykning", 2, "kontrakter"), contract())},
		{"kontrakter/vekter-2023/endringer/index.html", DrawChanges(f("Historikken til Vektertjenester", 3, "kontrakter"), ChangesPage{Kicker: "Endringer", Title: "Vektertjenester og alarmutrykning", Lead: "Hva som er endret på kontrakten.", Note: "Eldre historikk finnes ikke her.",
			Entries: []ChangeEntry{{Date: Date{"2026-10-31", "31. oktober 2026"}, Who: "Kari Nordmann", Subject: "Opsjon utløst", Commit: Link{"a3f91c2", "https://git.example.no/c/a3f91c2"},
				Lines: []ChangeLine{{Label: "Forvalter", Old: "Kari Nordmann", New: "Lars Tveit"}, {Text: "Opsjon til 30.04.2028", Sub: []ChangeLine{{Label: "Status", Old: "Ikke avgjort", New: "Utløst"}}}}},
				{Date: Date{"2026-10-30", "30. oktober 2026"}, Who: "Lars Tveit", Subject: "Rettet innrykk", Commit: Link{"91bd04e", ""}, Lines: []ChangeLine{{Text: "Bare formen på filene er endret"}}}}})},
		{"kontrakter/tom/index.html", DrawContract(f("Vektertjenester", 2, "kontrakter"), Contract{HideFollowUp: true, HideDeviations: true, NoDocuments: "Ingen dokumenter er offentlige.", Kicker: "Rammeavtale", Title: "Vektertjenester", Use: ContractUse{Missing: "Øvre avtaleverdi mangler. Legg inn maximum under [value]."}})},
		{"leverandorer/index.html", DrawRecordList(f("Leverandører", 1, "leverandorer"), RecordList{Kind: "suppliers", Filter: true, Table: Table{Caption: "Leverandører", Cards: true, Columns: []Column{{Key: "supplier"}, {Key: "contracts", Numeric: true}, {Key: "turnover", Numeric: true}, {Key: "risk"}},
			Rows: [][]Cell{{{Text: "Nordvakt AS", Href: "313000028/index.html", Note: "313 000 028"}, {Text: "3"}, {Text: "11,9 mill. kr"}, {Risk: band("critical", "62,5")}}, {{Text: "Havnepapir AS", Href: "x/index.html", Note: "313 000 044"}, {Text: "1"}, {Text: "ikke kjent"}, {Badge: []Badge{{"Ikke vurdert", Neutral}}}}}}})},
		{"leverandorer/313000028/index.html", DrawSupplier(f("Nordvakt AS", 2, "leverandorer"), Supplier{Title: "Nordvakt AS", Number: "Organisasjonsnummer 313 000 028", Conclusion: "Tre kontrakter og 11,9 mill. kr i omsetning de siste tolv månedene.", Badges: []Badge{{"Aktiv", OK}}, Facts: facts(), Contracts: contracts, Turnover: quarters(),
			Evidence:    []EvidenceRow{{Requirement: Link{"Utvidet skatteattest", "../../krav/tax/index.html"}, State: Badge{"Godkjent", OK}, Received: Date{"2026-05-02", "02.05.2026"}, Expires: Date{"2026-11-02", "02.11.2026"}}},
			Inspections: inspectionRows(), Deviations: deviationRows()})},
		{"forvaltere/kari/index.html", DrawPerson(f("Kari Nordmann", 2, "forvaltere"), Person{Title: "Kari Nordmann", Role: "Kontraktsforvalter, Konsern innkjøp", Facts: facts(), Calendar: Link{"Abonner på kalenderen", "kari.ics"}, Deadlines: []DeadlineGroup{{Title: "Forfalt", Items: deadlineList()}}, Contracts: contracts,
			Workload: Workload{Conclusion: "Kontraktene trenger 62 timer i kvartalet. Kari har 50. Tolv timer blir ikke gjort.", Table: Table{Caption: "Timer", Columns: []Column{{Key: "band"}, {Key: "contracts", Numeric: true}, {Key: "hours", Numeric: true}}, Rows: [][]Cell{{{Text: "Kritisk"}, {Text: "2"}, {Text: "40"}}, {{Text: "Lav"}, {Text: "22"}, {Text: "22"}}}, Foot: []Cell{{Text: "Behov"}, {Text: "24"}, {Text: "62"}}}},
			Missing:  findingRows()})},
		{"avdelinger/innkjop/index.html", DrawArea(f("Konsern innkjøp", 2, "avdelinger"), Area{Kicker: "Avdeling", Title: "Konsern innkjøp", Overview: overview(), Contracts: contracts, Facts: facts(), Sections: []Section{{ID: "posisjon", Title: "Posisjon", Blocks: []Block{KraljicBlock(Kraljic{Caption: "Kraljic", Impact: "Betydning", Risk: "Leveringsrisiko", Columns: []string{"Lav", "Høy"}, Rows: []KraljicRow{{"Høy", []KraljicCell{{"Volumkjøp", "Bruk volumet.", []Link{{"Mat", "../../om/index.html"}}, ""}, {Name: "Strategisk", Here: "Kategorien står her"}}}, {"Lav", []KraljicCell{{Name: "Rutinekjøp"}, {Name: "Flaskehals"}}}}})}}}})},
		{"krav/lonn/index.html", DrawRequirement(f("Lønns- og arbeidsvilkår", 2, "krav"), Requirement{Title: "Lønns- og arbeidsvilkår", Group: "Sosialt ansvar", Summary: "Leverandørens ansatte skal ha lønn etter allmenngjort tariff.", Facts: facts(), Expression: `nature in ["services", "works"] && value >= regulation("pay-threshold")`, Conclusion: "Gjelder 12 av 40 kontrakter; ni er i orden.",
			Applies: []RequirementContract{{Contract: Link{"Renhold i skoler", "../../kontrakter/x/index.html"}, Why: "Tjeneste over 2,2 mill. kr", State: Badge{"Godkjent", OK}, Last: Date{"2026-02-20", "20.02.2026"}, Due: Date{"2027-02-20", "20.02.2027"}}},
			Not:     []RequirementContract{{Contract: Link{"Kontorrekvisita", "../../kontrakter/y/index.html"}, Why: "Gjelder ikke varer"}},
			Figures: []RegulationRow{{Name: "Terskel for lønns- og arbeidsvilkår", Value: "2,2 mill. kr", From: Date{"2024-01-01", "01.01.2024"}, Source: Link{"FOR-2008-02-08-112", "https://lovdata.no/"}, Verified: Date{"2026-05-02", "02.05.2026"}, Sure: Badge{"Usikker", Warning}}}})},
		{"kalender/index.html", DrawCalendar(f("Kalender", 1, "kalender"), Calendar{Lead: "Alt som må avgjøres eller gjøres, måned for måned.", Feed: Link{"Abonner på kalenderen", "alle.ics"}, Months: months(), Groups: []DeadlineGroup{{ID: "forfalt", Title: "På overtid", Items: deadlineList()[:1], Fold: "Vis 1 frist"}, {ID: "2026-11", Title: "November 2026", Items: deadlineList()[1:]}}})},
		{"risiko/index.html", DrawRisk(f("Risiko", 1, "risiko"), riskPage(contracts))},
		{"kontroller/index.html", DrawInspections(f("Kontroller", 1, "kontroller"), Inspections{Lead: "Kontroller av lønn, arbeidsvilkår, lærlinger og miljø.", Conclusion: "64 kontroller det siste året; ni ga avvik.", Areas: areaRows(), List: section(f("Kontroller", 1, "kontroller")), Candidates: contracts})},
		{"avvik/index.html", DrawDeviations(f("Avvik", 1, "avvik"), Deviations{Lead: "Avvik og kontrollfunn, og hva som gjøres med dem.", Conclusion: "Ett avvik er åpent og over fristen.", KPIs: kpis()[:2], List: section(f("Avvik", 1, "avvik"))})},
		{"gevinster/index.html", DrawBenefits(f("Gevinster", 1, "gevinster"), Benefits{Lead: "Planlagte gevinster mot realiserte.", Conclusion: "78 % av planen er realisert.", KPIs: kpis()[:3], Chart: planned(), Classes: Table{Caption: "Klasser", Cards: true, Columns: []Column{{Key: "class"}, {Key: "planned", Numeric: true}, {Key: "realised", Numeric: true}}, Rows: [][]Cell{{{Text: "Budsjettvirkning"}, {Text: "4,3 mill. kr"}, {Text: "3,3 mill. kr"}}}}, Rows: benefitRows()})},
		{"okonomi/index.html", DrawPage(f("Økonomi", 1, "okonomi"), Page{Title: "Økonomi", Lead: "Omsetning mot øvre avtaleverdi.", KPIs: kpis(), Charts: true, Calendar: Link{"Abonner på kalenderen", "kalender.ics"}, Sections: []Section{
			{ID: "tak", Title: "Rammeavtaler", Conclusion: "To ventes å gå over.", Blocks: []Block{CeilingsBlock(f("", 1, ""), ceilingList()), ContractsBlock(f("", 1, ""), contracts), FigureBlock(f("", 1, ""), quarters())}},
			{ID: "kategorier", Title: "Kategorier", Blocks: []Block{LegendBlock([]KeyItem{{"accent", "På avtale"}, {"second", "Utenfor"}}), TableBlock(f("", 1, ""), Table{Caption: "Kategorier", Cards: true, Columns: []Column{{Key: "category"}, {Key: "share"}}, Rows: [][]Cell{{{Text: "Mat"}, {Bar: &StackBar{Parts: []BarPart{{0.7, "accent"}, {0.2, "second"}}, Mark: 0.9}}}}}), ParagraphsBlock("En setning.")}}}})},
		{"regler/index.html", DrawRuleList(f("Regler", 1, "regler"), RuleList{Lead: "Alt som kontrolleres i data.", Groups: []RuleGroup{{"Referanser", []RuleItem{{Link{"FV031", "fv031/index.html"}, "Leverandøren finnes", Badge{"feil", Warning}, "2"}}}}})},
		{"regler/fv031/index.html", DrawRule(f("FV031", 2, "regler"), Rule{Code: "FV031", Title: "Leverandøren finnes", Severity: Badge{"feil", Warning}, What: "Kontrakten viser til en leverandør som ikke finnes.", Why: "Uten leverandør mangler kontrakten motpart.", How: "Opprett leverandøren, eller rett nummeret.", Wrong: "suppliers = [\"313000017\"]", Right: "suppliers = [\"313000028\"]", Findings: findingRows()})},
		{"veiledning/index.html", DrawGuidanceIndex(f("Veiledning", 1, "veiledning"), GuidanceIndex{Lead: "Kvalitetssystemet for kontraktsoppfølging.", Groups: []GuidanceGroup{{"Rutiner", []GuidanceItem{{Link{"Avgjøre en opsjon", "opsjon/index.html"}, "Slik avgjør du om en opsjon skal brukes.", Badge{"Rutine", Neutral}}}}, {"Maler", []GuidanceItem{{Link{"Brev om opsjon", "x/index.html"}, "", Badge{"Mal", Neutral}}}}}})},
		{"veiledning/opsjon/index.html", DrawGuidance(f("Avgjøre en opsjon", 2, "veiledning"), Guidance{Title: "Avgjøre en opsjon", Kind: Badge{"Rutine", Neutral}, Summary: "Slik avgjør du om en opsjon skal brukes.", Facts: facts()[:3], Headings: []Link{{"Før du begynner", "#for"}, {"Slik gjør du", "#slik"}},
			Body: `<h2 id="for">Før du begynner</h2><p>Se på <a href="../x/">forbruk og prognose</a>.</p><h2 id="slik">Slik gjør du</h2><ol><li>Vurder behovet.</li><li>Varsle leverandøren.</li></ol><table><thead><tr><th>Frist</th><th>Hva</th></tr></thead><tbody><tr><td>Seks måneder før</td><td>Beslutning</td></tr></tbody></table>`, Related: []Link{{"Krav: opsjoner", "../../krav/lonn/index.html"}}})},
		{"sok/index.html", DrawSearch(f("Søk", 1, "sok"), SearchPage{List: Link{"Alle kontrakter", "../kontrakter/index.html"}})},
		{"om/index.html", DrawArticle(f("Om tallene og metoden", 1, "om"), Article{Title: "Om tallene og metoden", Lead: "Hvor tallene kommer fra.", Body: `<p>Tekst.</p>`, Sections: []Section{{ID: "kilder", Title: "Kilder", Conclusion: "Alt kommer fra filene.", Blocks: []templ.Component{FactsBlock(f("", 1, ""), facts()), EmptyBlock("Mangler.")}}}})},
		{"404.html", DrawArticle(f("Siden finnes ikke", 0, "-"), Article{Title: "Siden finnes ikke", Lead: "Adressen er feil, eller siden er flyttet.", Body: `<p><a href="index.html">Til forsiden</a></p>`})},
	}
}

func kpis() []KPI {
	spark := func(n ...float64) SVG { return SVG(chart.Spark(values("%.1f", n...))) }
	return []KPI{
		{Label: "Omsetning siste 12 md.", Value: Value{Text: "7,71", Unit: "mrd. kr"}, Change: "+3,2 % fra i fjor", Spark: spark(1, 2, 3, 3.5, 5, 6, 7)},
		{Label: "Avtalelojalitet", Value: Value{Text: "91,4", Unit: "%"}, Change: "+1,1 prosentpoeng fra i fjor", Spark: spark(1, 2, 2.5, 4, 5, 6, 6.5)},
		{Label: "Lekkasje utenfor avtale", Value: Value{Text: "183", Unit: "mill. kr"}, Change: "−12 mill. kr fra i fjor", Spark: spark(7, 6, 5, 4, 3.5, 2, 1)},
		{Label: "Kontroller i år", Value: Value{Text: "64", Unit: "av 80"}, Change: "9 har gitt avvik", Spark: spark(1, 2, 3, 4, 5, 6, 7)},
		{Label: "Realiserte gevinster i år", Missing: "Ingen gevinster er registrert"},
	}
}

func facts() []Fact {
	return []Fact{
		{Label: "Leverandør", Value: "Nordvakt AS", Href: "../../leverandorer/313000028/index.html", Note: "Org.nr. 313 000 028"},
		{Label: "Kontraktsforvalter", Value: "Kari Nordmann", Href: "../../forvaltere/kari/index.html", Note: "Konsern innkjøp"},
		{Label: "Periode", Value: "01.05.2023–30.04.2027", Note: "Lengst til 30.04.2029"},
		{Label: "Øvre avtaleverdi", Value: "64,0 mill. kr", Note: "Uten mva."},
		{Label: "Bestilling", Value: "Ikke oppgitt", Missing: true},
	}
}
