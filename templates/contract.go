package templates

// parts are the sections of the page that are there, for "on this page".
func (v Contract) parts(f Frame) []Link {
	all := []struct {
		id, key string
		there   bool
	}{
		{"forbruk", "use", true},
		{"periode", "term", true},
		{"krav", "requirements", true},
		{"risiko", "risk", v.RiskWhy != nil},
		{"oppfolging", "follow-up", !v.HideFollowUp},
		{"kontroller", "inspections", true},
		{"avvik", "deviations", !v.HideDeviations},
		{"gevinster", "benefits", true},
		{"endringsavtaler", "amendments", len(v.Amendments.Rows) > 0},
		{"leverandorkjede", "chain", len(v.Chain) > 0},
		{"dokumenter", "documents", true},
		{"detaljer", "details", len(v.Details)+len(v.Custom) > 0},
		{"logg", "log", len(v.Log) > 0},
		{"notater", "notes", v.Notes != ""},
		{"funn", "findings", len(v.Findings) > 0},
		{"endringer", "changes", len(v.Changes) > 0 || v.ChangesMore.Href != ""},
	}
	var links []Link
	for _, p := range all {
		if p.id == "oppfolging" && v.Trends.ID != "" {
			links = append(links, Link{v.Trends.Title, "#" + v.Trends.ID})
		}
		if p.there {
			links = append(links, Link{f.text("contract." + p.key), "#" + p.id})
		}
	}
	for _, s := range v.Sections {
		links = append(links, Link{s.Title, "#" + s.ID})
	}
	return links
}

// applying are the requirements that apply (or may), or those that do not.
func applying(rows []DemandRow, yes bool) []DemandRow {
	var out []DemandRow
	for _, r := range rows {
		if (r.Applies != "no") == yes {
			out = append(out, r)
		}
	}
	return out
}
