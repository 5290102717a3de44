package check

import "github.com/forvalt/forvalt/internal/diag"

// Rules is the table. Codes are permanent; 001–049 are found while loading.
var Rules = []Rule{
	{Code: "FV001", Severity: diag.Error, Group: "files"},
	{Code: "FV002", Severity: diag.Error, Group: "files"},
	{Code: "FV003", Severity: diag.Warning, Group: "files"},
	{Code: "FV004", Severity: diag.Error, Group: "files"},
	{Code: "FV005", Severity: diag.Error, Group: "files"},
	{Code: "FV006", Severity: diag.Error, Group: "files", Example: Example{"title = “Vektertjenester”", `title = "Vektertjenester"`}},
	{Code: "FV007", Severity: diag.Error, Group: "files", Example: Example{"bids =", "bids = 4"}},
	{Code: "FV008", Severity: diag.Error, Group: "files", Example: Example{"kind = \"contract\"\nkind = \"framework\"", `kind = "framework"`}},
	{Code: "FV009", Severity: diag.Error, Group: "files"},
	{Code: "FV010", Severity: diag.Error, Group: "files"},
	{Code: "FV011", Severity: diag.Error, Group: "files"},
	{Code: "FV012", Severity: diag.Error, Group: "files", Example: Example{"schema = 2", "schema = 1"}},
	{Code: "FV013", Severity: diag.Error, Group: "files"},
	{Code: "FV014", Severity: diag.Error, Group: "files"},
	{Code: "FV015", Severity: diag.Error, Group: "files"},
	{Code: "FV016", Severity: diag.Error, Group: "files"},
	{Code: "FV020", Severity: diag.Error, Group: "values", Example: Example{`managr = "kari-lie"`, `manager = "kari-lie"`}},
	{Code: "FV021", Severity: diag.Error, Group: "values", Example: Example{"title = 7", `title = "Vektertjenester"`}},
	{Code: "FV022", Severity: diag.Error, Group: "values", Example: Example{`kind = "framwork"`, `kind = "framework"`}},
	{Code: "FV023", Severity: diag.Error, Group: "values", Example: Example{`start = "1.5.2026"`, "start = 2026-05-01"}},
	{Code: "FV024", Severity: diag.Error, Group: "values", Example: Example{"maximum = 1000.505", "maximum = 1000.50"}},
	{Code: "FV025", Severity: diag.Error, Group: "values"},
	{Code: "FV026", Severity: diag.Error, Group: "values", Example: Example{"kind = \"contract\"", "title = \"Vektertjenester\"\nstatus = \"active\"\nkind = \"contract\""}},
	{Code: "FV027", Severity: diag.Error, Group: "values"},
	{Code: "FV028", Severity: diag.Error, Group: "values", Example: Example{"[months]\n2025-13 = 1000", "[months]\n2025-12 = 1000"}},
	{Code: "FV031", Severity: diag.Error, Group: "references", Example: Example{`suppliers = ["313000029"]`, `suppliers = ["313000028"]`}},
	{Code: "FV032", Severity: diag.Error, Group: "files", Example: Example{"+++\ntitle = \"Rutine\"\n\nTekst", "+++\ntitle = \"Rutine\"\n+++\n\nTekst"}},
	{Code: "FV033", Severity: diag.Error, Group: "files"},

	{Code: "FV101", Severity: diag.Error, Group: "dates", Contract: endBeforeStart, Example: Example{"[period]\nstart = 2026-05-01\nend = 2025-04-30", "[period]\nstart = 2026-05-01\nend = 2028-04-30"}},
	{Code: "FV102", Severity: diag.Error, Group: "dates", Contract: optionOrder, Example: Example{"[period]\nstart = 2024-05-01\nend = 2026-04-30\n[[options]]\nid = \"ett\"\nextends_to = 2026-04-30", "[period]\nstart = 2024-05-01\nend = 2026-04-30\n[[options]]\nid = \"ett\"\nextends_to = 2027-04-30"}},
	{Code: "FV103", Severity: diag.Error, Group: "dates", Contract: optionDecidedLate, Example: Example{"[period]\nstart = 2024-05-01\nend = 2026-04-30\n[[options]]\nid = \"ett\"\nextends_to = 2027-04-30\ndecide_by = 2026-06-01", "[period]\nstart = 2024-05-01\nend = 2026-04-30\n[[options]]\nid = \"ett\"\nextends_to = 2027-04-30\ndecide_by = 2026-01-31"}},
	{Code: "FV104", Severity: diag.Error, Group: "dates", Contract: amendmentOutside, Example: Example{"[period]\nstart = 2024-05-01\nend = 2027-04-30\n[[amendments]]\nid = \"a\"\ndate = 2023-01-01\ntitle = \"Nye objekter\"", "[period]\nstart = 2024-05-01\nend = 2027-04-30\n[[amendments]]\nid = \"a\"\ndate = 2025-01-01\ntitle = \"Nye objekter\""}},
	{Code: "FV105", Severity: diag.Warning, Group: "dates", Dated: true, Contract: activeButOver, Example: Example{"[period]\nstart = 2020-05-01\nend = 2022-04-30", "[period]\nstart = 2024-05-01\nend = 2028-04-30"}},
	{Code: "FV106", Severity: diag.Warning, Group: "dates", Contract: turnoverOutside},
	{Code: "FV107", Severity: diag.Warning, Group: "dates", Contract: exercisedWithoutDate, Example: Example{"[period]\nstart = 2024-05-01\nend = 2026-04-30\n[[options]]\nid = \"ett\"\nextends_to = 2027-04-30\nstatus = \"exercised\"", "[period]\nstart = 2024-05-01\nend = 2026-04-30\n[[options]]\nid = \"ett\"\nextends_to = 2027-04-30\nstatus = \"exercised\"\ndecided = 2026-01-12"}},

	{Code: "FV201", Severity: diag.Warning, Group: "follow-up", Dated: true, Contract: noManager},
	{Code: "FV202", Severity: diag.Warning, Group: "follow-up", Contract: missingData},
	{Code: "FV203", Severity: diag.Warning, Group: "follow-up", Dated: true, Contract: openHandover, Example: Example{"[[handover.items]]\nid = \"prisliste\"\nwhat = \"Prisliste\"", "[[handover.items]]\nid = \"prisliste\"\nwhat = \"Prisliste\"\ndone = 2024-04-20"}},

	{Code: "FV301", Severity: diag.Error, Group: "money", Contract: maximumBelowEstimate, Example: Example{"[value]\nestimated = 60_000_000\nmaximum = 40_000_000", "[value]\nestimated = 40_000_000\nmaximum = 60_000_000"}},
	{Code: "FV302", Severity: diag.Warning, Group: "money", Contract: noMaximum},
	{Code: "FV303", Severity: diag.Warning, Group: "money", Dated: true, Contract: overMaximum},
	{Code: "FV304", Severity: diag.Warning, Group: "money", Contract: longFramework, Example: Example{"[period]\nstart = 2024-05-01\nend = 2030-04-30", "[period]\nstart = 2024-05-01\nend = 2028-04-30"}},

	{Code: "FV401", Severity: diag.Warning, Group: "requirements", Contract: notApplyingWithoutReason, Example: Example{"[[requirements]]\nid = \"pay\"\napplies = false", "[[requirements]]\nid = \"pay\"\napplies = false\nreason = \"Ingen arbeidstakere i Norge\""}},

	{Code: "FV501", Severity: diag.Error, Group: "identity", Whole: organisationNumbers},
	{Code: "FV502", Severity: diag.Error, Group: "identity", Contract: cpvShape, Example: Example{`cpv = ["7971"]`, `cpv = ["79713000"]`}},

	{Code: "FV701", Severity: diag.Error, Group: "settings", Whole: expressions},
	{Code: "FV702", Severity: diag.Error, Group: "settings", Whole: weights},
	{Code: "FV703", Severity: diag.Error, Group: "settings", Whole: thresholds},
	{Code: "FV704", Severity: diag.Error, Group: "settings", Contract: customFields},

	// Found by the import of eForms notices.
	{Code: "FV801", Severity: diag.Error, Group: "import"},
	{Code: "FV802", Severity: diag.Error, Group: "import"},
	{Code: "FV803", Severity: diag.Error, Group: "import"},
	{Code: "FV804", Severity: diag.Note, Group: "import"},
	{Code: "FV805", Severity: diag.Note, Group: "import"},
	{Code: "FV806", Severity: diag.Warning, Group: "import"},
	{Code: "FV807", Severity: diag.Warning, Group: "import"},
	{Code: "FV808", Severity: diag.Error, Group: "import"},
	{Code: "FV809", Severity: diag.Warning, Group: "import"},
	{Code: "FV810", Severity: diag.Warning, Group: "import"},
	{Code: "FV811", Severity: diag.Warning, Group: "import"},
	{Code: "FV812", Severity: diag.Warning, Group: "import"},
}
