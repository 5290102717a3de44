package templates_test

import (
	"github.com/forvalt/forvalt/internal/chart"
	. "github.com/forvalt/forvalt/templates"
)

func ceilingList() CeilingList {
	return CeilingList{More: Link{"Alle etter prognose", "kontrakter/index.html?sort=prognose"}, Items: []CeilingItem{
		{Link{"Bo- og tjenestetilbud, sentrum", "kontrakter/x/index.html"}, "7,8 av 8,6 mill. kr", use(.91, 1.31, "8,6 mill. kr")},
		{Link{"Renhold i skoler", "kontrakter/x/index.html"}, "13,9 av 12,4 mill. kr", use(1.12, 1.2, "12,4 mill. kr")},
		{Link{"Rørleggertjenester", "kontrakter/x/index.html"}, "27,8 av 39,2 mill. kr", use(.71, 1.19, "39,2 mill. kr")},
		{Link{"Vektertjenester og alarmutrykning", "kontrakter/vekter-2023/index.html"}, "37,4 av 64,0 mill. kr", use(.58, .93, "64,0 mill. kr")},
	}}
}

func overview() Overview {
	return Overview{
		Lead:   "852 aktive kontrakter følges opp av 79 kontraktsforvaltere. Her ser du hva som krever handling nå, og hvordan porteføljen ligger an.",
		Report: Link{"Kvartalsrapport for 3. kvartal", "rapporter/2026-q3/index.html"},
		Actions: []Action{
			{Count{Text: "57", Href: "kontrakter/index.html?forbruk=over"}, "kontrakter der prognosen går over øvre avtaleverdi", Count{Text: "2 er allerede over"}, Danger},
			{Count{Text: "29", Href: "kontrakter/index.html?frist=90"}, "opsjoner som må avgjøres innen 90 dager", Count{Text: "Første frist 02.11.2026"}, Warning},
			{Count{Text: "41", Href: "kontrakter/index.html?utloper=6"}, "kontrakter uten flere opsjoner utløper innen seks måneder", Count{Text: "Ny konkurranse må være i gang"}, Warning},
			{Count{Text: "59", Href: "kontrakter/index.html?avvik=apne"}, "kontrakter med åpne avvik", Count{Text: "42 har mer enn ett"}, Danger},
			{Count{Text: "10", Href: "kontrakter/index.html?forvalter=mangler"}, "kontrakter mangler kontraktsforvalter", Count{Text: ""}, Neutral},
		},
		KPIs: kpis(), Ceiling: ceilingList(), Months: months(), Calendar: Link{"Åpne kalenderen", "kalender/index.html"},
		Risk: &RiskSummary{More: Link{"Slik vurderer vi risiko", "risiko/index.html"}, Conclusion: "67 kontrakter har kritisk risiko. Velg en celle for å se kontraktene.", Matrix: riskMatrix(false),
			Highest: []RiskItem{{Link{"Tak og blikkenslager, delområde 2", "kontrakter/x/index.html"}, *band("critical", "81,3"), ""}, {Link{"Vektertjenester og alarmutrykning", "kontrakter/vekter-2023/index.html"}, *band("critical", "62,5"), ""}},
			Moved:   "Siden forrige kvartal har risikoen økt for seks kontrakter og gått ned for ni."},
		Inspections: InspectionSummary{More: Link{"Alle kontroller", "kontroller/index.html"}, Rows: areaRows()},
		Changes: []Change{
			{Text: "Kari Nordmann oppdaterte forbruket på", On: Link{"Vektertjenester og alarmutrykning", "kontrakter/vekter-2023/index.html"}, Date: Date{"2026-10-31", "31. oktober 2026"}, Commit: Link{"a3f91c2", "https://git.example.no/c/a3f91c2"}},
			{Text: "Lars Tveit registrerte avvik på", On: Link{"Brukerstyrt personlig assistanse, nord", "kontrakter/x/index.html"}, Detail: "krav «Lønns- og arbeidsvilkår» ok → avvik", Date: Date{"2026-10-30", "30. oktober 2026"}, Commit: Link{"91bd04e", ""}},
		},
	}
}

func list(f Frame) List {
	var rows []ListRow
	for _, r := range listed(120) {
		r.Cells = ContractCells(f, ContractTable{}, r.ContractRow)
		rows = append(rows, r.ListRow)
	}
	return List{
		Words: "selection", Kind: "contracts", Heads: ContractHeads(f, ContractTable{}), Columns: ContractColumns(f, ContractTable{}),
		File: "kontrakter", SheetName: "Kontrakter", XLSX: Link{"Alle kontrakter (Excel)", "../data/contracts.xlsx"}, Sheet: []SheetColumn{
			{Head: "Kontrakt", Kind: "text", Width: 40}, {Head: "Leverandør", Kind: "text", Width: 20}, {Head: "Kategori", Kind: "text", Of: "kategori", Width: 20}, {Head: "Forvalter", Kind: "text", Of: "forvalter", Width: 20},
			{Head: "Forbruk", Kind: "text", Of: "forbruk", From: "facet:forbruk", Width: 20}, {Head: "Utløper", Kind: "date", Of: "utloper", Width: 12}, {Head: "Risikonivå", Kind: "text", Of: "risiko", From: "facet:risiko", Width: 12},
			{Head: "Risikopoeng", Kind: "number", Of: "risiko", From: "sort:risiko", Width: 12}, {Head: "Øvre avtaleverdi", Kind: "number", Of: "tak", From: "sort:verdi", Width: 16}},
		Rows: rows, CSV: Link{"Last ned alle som CSV", "../data/contracts.csv"},
		Facets: []Facet{
			{"risiko", "Risiko", true, false, []FacetOption{{"kritisk", "Kritisk", 24}, {"hoy", "Høy", 24}, {"moderat", "Moderat", 24}, {"lav", "Lav", 48}}},
			{"utloper", "Utløper", true, false, []FacetOption{{"6", "Innen seks måneder", 72}, {"12", "Om seks til tolv måneder", 24}, {"mer", "Om mer enn to år", 24}}},
			{"forbruk", "Forbruk", false, false, []FacetOption{{"over", "Over, eller prognose over", 48}, {"under", "Under øvre avtaleverdi", 48}, {"mangler", "Ikke kjent", 24}}},
		},
		Sorts: []SortChoice{{"utloper", "Utløper først", false, false}, {"risiko", "Høyest risiko", true, true}, {"verdi", "Høyest verdi", true, true}},
	}
}

func contract() Contract {
	return Contract{
		Kicker: "Rammeavtale, 2023/10482", Title: "Vektertjenester og alarmutrykning", Description: "Stasjonære vektere, mobil patrulje og alarmutrykning for rådhuset, skoler, barnehager og kulturbygg.",
		Badges: []Badge{{"Aktiv", OK}, {"1 åpent avvik", Danger}, {"Opsjon må avgjøres innen 31.12.2026", Warning}}, Risk: band("critical", "62,5"), Facts: facts(),
		Use: ContractUse{Conclusion: "37,4 av 64,0 mill. kr er brukt (58 %).", Detail: "Med dagens takt når kontrakten taket i januar 2029. Utløses begge opsjonene, blir forbruket 67,7 mill. kr, altså 3,7 mill. kr over taket.", Usage: use(.58, 1.06, "64,0 mill. kr"),
			Ceiling: Value{Text: "64,0 mill. kr"}, UsedText: Value{Text: "37,4 mill. kr"}, ProjText: Value{Text: "67,7 mill. kr til 30.04.2029"}, OverText: Value{Text: "3,7 mill. kr"}, Quarters: quarters(), Facts: []Fact{{Label: "Taket nås", Value: "14.01.2029"}, {Label: "Rom for endringer etter § 28-1", Value: "2,6 mill. kr", Note: "10 % av opprinnelig verdi, 1,4 mill. kr er brukt"}}},
		Term: ContractTerm{Conclusion: "Opsjon 1 må avgjøres innen 31. desember 2026. Det er 61 dager til fristen.",
			Line: Timeline{Label: "Avtaleperioden fra 2023 til 2027 og to opsjoner til 2029", Today: TimeMark{.55, "I dag"}, Marks: []TimeMark{{.575, "31.12.2026"}, {.72, "31.12.2027"}},
				Years: []TimeMark{{0, "2023"}, {.145, "2024"}, {.29, "2025"}, {.43, "2026"}, {.575, "2027"}, {.72, "2028"}, {.86, "2029"}}, Segments: []TimeSegment{{.05, .62, "Avtaleperiode", "term"}, {.62, .77, "Opsjon 1", "option"}, {.77, .91, "Opsjon 2", "option"}}},
			Steps: []TermStep{{Part: "Avtaleperiode", From: Date{"2023-05-01", "01.05.2023"}, To: Date{"2027-04-30", "30.04.2027"}, Status: Badge{"Løper", OK}}, {Part: "Opsjon 1", From: Date{"2027-05-01", "01.05.2027"}, To: Date{"2028-04-30", "30.04.2028"}, DecideBy: Date{"2026-12-31", "31.12.2026"}, Status: Badge{"Må avgjøres", Warning}}}},
		Demands: []DemandRow{
			{Name: Link{"Lønns- og arbeidsvilkår", "../../krav/lonn/index.html"}, Applies: true, Why: "Gjelder: tjeneste over 2,2 mill. kr", State: Badge{"Avvist", Danger}, Last: Date{"2026-03-14", "14.03.2026"}, Due: Date{"2026-10-01", "01.10.2026"}, Overdue: true},
			{Name: Link{"Utvidet skatteattest", "../../krav/x/index.html"}, Applies: true, Why: "Gjelder alle leverandører", State: Badge{"Godkjent", OK}, Last: Date{"2026-10-01", "01.10.2026"}, Due: Date{"2027-04-01", "01.04.2027"}},
			{Name: Link{"Lærlinger", "../../krav/y/index.html"}, Why: "Gjelder ikke: faget har ikke mangel på læreplasser"}},
		RiskWhy: &RiskWhy{Conclusion: "Kritisk risiko (62,5 av 100).", Detail: "Konsekvens 3,6, sannsynlighet 2,8. 92 % av vekten har data.", Matrix: riskMatrix(true), Floors: []string{"Bekreftet brudd på lønn hever nivået til minst høy."}, FollowUp: "Krever månedlig oppfølging og skriftlig beslutning.", Model: Link{"Slik vurderer vi risiko", "../../risiko/index.html"},
			Consequence: []FactorRow{{"Årlig verdi", 3, "30", "16,0 mill. kr i året", true}, {"Kritikalitet", 4, "30", "Liv, helse eller lovpålagt plikt", true}}, Likelihood: []FactorRow{{"Prognose mot taket", 4, "20", "106 % ved siste dato", true}, {"Tegn hos leverandøren", 2, "5", "Mangler data, regnes som 2", false}}},
		Plan: deadlineList(), Inspections: inspectionRows(), Deviations: deviationRows(), Benefits: benefitRows(),
		Amendments: ContractAmendments{"To endringer på til sammen 3,6 % av opprinnelig verdi.", []AmendmentRow{{Date: Date{"2024-09-01", "01.09.2024"}, Title: "Nye objekter", Ground: "FOA § 28-1 (b)", Value: "2 400 000 kr", Signed: Date{"2024-09-03", "03.09.2024"}}}},
		Tree:       []ChainNode{{Name: Link{Text: "Nordvakt AS"}, Note: "Hovedleverandør", Under: []ChainNode{{Name: Link{Text: "Vestvakt AS"}, Hours: "3 100 timer"}}}},
		Chain:      []ChainRow{{Tier: 1, Name: Link{"Nordvakt AS", "../../leverandorer/313000028/index.html"}, OrgNo: "313 000 028", Work: "Vakthold", Hours: "41 200"}, {Tier: 2, Name: Link{"Vestvakt AS", ""}, OrgNo: "313 000 036", Work: "Alarmutrykning", Hours: "3 100"}},
		Documents:  []Document{{Title: Link{"Signert rammeavtale", "https://arkiv.example.no/1"}, Type: "Signert kontrakt", Date: Date{"2023-04-21", "21.04.2023"}, Note: "Sak 2023/10482-31 i arkivet", Hash: "9f2c11d0"}, {Title: Link{"Kontrollrapport, mars 2026", ""}, Type: "Rapport", Note: "Unntatt offentlighet, offl. § 13"}},
		Details:    []Fact{{Label: "Prosedyre", Value: "Åpen anbudskonkurranse"}, {Label: "Tilbud", Value: "4"}}, Custom: []Fact{{Label: "Beredskapsavtale", Value: "Ja"}},
		Log: []LogItem{{Date{"2026-09-14", "14.09.2026"}, "Møte", "Statusmøte om overtid.", "Kari Nordmann"}}, Notes: "<p>Se også <strong>beredskapsplanen</strong>.</p>", Findings: findingRows(), Changes: overview().Changes, ChangesMore: Link{"Alle 27 endringer", "endringer/index.html"},
	}
}

func inspectionRows() []InspectionRow {
	return []InspectionRow{{Date: Date{"2026-03-14", "14.03.2026"}, Contract: Link{"Vektertjenester", "../kontrakter/vekter-2023/index.html"}, Area: "Vakthold", Theme: "Lønns- og arbeidsvilkår", Kind: "Uanmeldt kontroll", Result: Badge{"Alvorlige avvik", Danger}, Findings: "2 funn, 1 åpent", Note: "Manglende overtidstillegg for fire ansatte."},
		{Date: Date{"2026-01-20", "20.01.2026"}, Theme: "Miljø", Kind: "Dokumentkontroll", Result: Badge{"Uten avvik", OK}, Findings: "Ingen funn"}}
}

func deviationRows() []DeviationRow {
	return []DeviationRow{{Title: "Manglende overtidstillegg", Contract: Link{"Vektertjenester", "../kontrakter/vekter-2023/index.html"}, Severity: Badge{"Alvorlig", Warning}, Status: Badge{"Åpent", Danger}, Reported: Date{"2026-03-16", "16.03.2026"}, Age: "229 dager", Due: Date{"2026-05-15", "15.05.2026"}, Late: "80 dager over fristen", Owner: "Kari Nordmann", Action: "Etterbetaling gjenstår for to ansatte."}}
}

func benefitRows() []BenefitRow {
	return []BenefitRow{{Title: "Lavere timepris enn forrige avtale", Kind: "Lavere pris", Class: "Budsjettvirkning", Planned: "3,2 mill. kr", Realised: "2,9 mill. kr", Confirmed: "2,1 mill. kr", Share: "91 % av planen", Evidence: "B: fakturadata", State: Badge{"Realisert", OK}}}
}

func findingRows() []FindingRow {
	return []FindingRow{{Rule: Link{"FV112", "../../regler/fv112/index.html"}, Severity: Badge{"advarsel", Warning}, Text: "Kontrakten har ingen plan for oppfølging.", Hint: "Kritisk risiko krever månedlig oppfølging.", Place: Link{"contracts/agreements/vekter-2023/contract.toml:14:12", ""}}}
}

func areaRows() []InspectionArea {
	return []InspectionArea{{"Vektertjenester", "Lønns- og arbeidsvilkår", Count{Text: "6", Href: "kontroller/index.html#alle", Rows: 6}, Count{Text: "2"}}, {"Byggeplass", "Lønns- og arbeidsvilkår, lærlinger, miljø", Count{Text: "21"}, Count{Text: "2"}}, {"Avfallsinnhenting", "Miljø", Count{Text: "5"}, Count{Text: "0"}}}
}

func riskPage(contracts ContractTable) RiskPage {
	return RiskPage{Lead: "Hvor risikoen er, og hva som har endret seg.", Conclusion: "67 av 852 kontrakter har kritisk risiko.", Matrix: riskMatrix(false), Highest: contracts,
		Movements: []Movement{{Link{"Vektertjenester", "../kontrakter/vekter-2023/index.html"}, *band("high", "43,8"), *band("critical", "62,5"), "fordi prognosen passerte taket"}},
		Trends:    trendsView(),
		Model: RiskModel{Name: "Modellen fra 1. januar 2026", Words: "Risiko er konsekvens ganger sannsynlighet. Hvert forhold gir 0 til 4 poeng, vektet.",
			Consequence: []ModelFactor{{"Årlig verdi, mill. kr", "30", [5]string{"under 0,5", "under 2,5", "under 10", "under 50", "50 eller mer"}}}, Likelihood: []ModelFactor{{"Prognose mot taket", "20", [5]string{"under 70 %", "under 85 %", "under 95 %", "under 105 %", "105 % eller mer"}}},
			Bands:  []ModelBand{{*band("low", ""), "0–19", "Skrivebordskontroll hvert år", "1"}, {*band("critical", ""), "60–100", "Månedlig og skriftlig beslutning", "20"}},
			Floors: []ModelFloor{{"Forbruk over øvre avtaleverdi", *band("critical", "")}}}}
}

func planned() Figure {
	c := chart.Chart{Title: "Planlagte og realiserte gevinster etter år, mill. kr", Kind: chart.Grouped, Narrow: true, Labels: []chart.Label{{Text: "2024"}, {Text: "2025"}, {Text: "2026"}},
		Series: []chart.Series{{Name: "Planlagt", Tone: chart.ToneMuted, Values: values("%.1f", 3.2, 4.1, 4.3)}, {Name: "Realisert", Values: values("%.1f", 2.9, 3.6, 3.3)}}}
	return draw("planned", "", "Realisert ligger under planen hvert år.", c, Table{})
}

// section is a list as a part of a page.
func section(f Frame) List {
	v := list(f)
	v.ID, v.Words, v.Kind, v.Columns, v.Sheet = "alle", "inspections.rows", "", nil, nil
	return v
}
