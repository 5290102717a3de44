package guidance

import (
	"maps"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/templates"
)

// severity of a finding as a badge.
func severity(s *kit.Site, sev diag.Severity) templates.Badge {
	b := templates.Badge{Text: prose.UpperFirst(s.Word("severity", sev.String()))}
	if sev != diag.Note {
		b.Tone = templates.Warning
	}
	return b
}

// findingArgs are a finding's facts, with the reason in words where it is one of ours.
func findingArgs(s *kit.Site, f diag.Finding) message.Args {
	args := message.Args(f.Args)
	if why, _ := args["reason"].(string); s.Pr.Has("findings.reason." + why) {
		args = maps.Clone(args)
		args["reason"] = s.Pr.Text("findings.reason."+why, nil)
	}
	return args
}

// FindingRow shows a finding of the check.
func FindingRow(s *kit.Site, at string, f diag.Finding) templates.FindingRow {
	row := templates.FindingRow{Rule: templates.Link{Text: f.Code, Href: s.Href(at, s.Address("rules", strings.ToLower(f.Code)))}, Severity: severity(s, f.Severity),
		Text: prose.UpperFirst(s.Pr.Text("findings."+f.Code+".message", findingArgs(s, f))), Hint: s.Pr.Text("findings."+f.Code+".mend", nil)}
	place := f.File
	if f.Line > 0 {
		place += ":" + strconv.Itoa(f.Line)
	}
	row.Place = templates.Link{Text: place, Href: s.ForgeLine(f.File, f.Line)}
	return row
}

// RulePages are the list of rules and a page for each, with what it found.
func RulePages(s *kit.Site) []kit.Page {
	at := s.Address("rules")
	h := kit.Head{At: at, Title: s.Say("frame.menu.rules", nil), Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RuleList{HideCounts: !s.ShowsFiles(), Lead: s.Say("rules.lead", message.Args{"n": len(s.Opt.Rules)})}
		place := map[string]int{} // of a group among v.Groups
		for _, r := range s.Opt.Rules {
			k, ok := place[r.Group]
			if !ok {
				k = len(v.Groups)
				place[r.Group], v.Groups = k, append(v.Groups, templates.RuleGroup{Title: s.Say("rules.group-"+r.Group, nil)})
			}
			item := templates.RuleItem{Code: templates.Link{Text: r.Code, Href: s.Href(at, s.Address("rules", strings.ToLower(r.Code)))}, Title: s.Pr.Text(r.Key+".title", nil), Severity: severity(s, r.Severity)}
			if n := len(s.ByRule[r.Code]); n > 0 {
				item.Count = strconv.Itoa(n)
			}
			v.Groups[k].Rules = append(v.Groups[k].Rules, item)
		}
		return templates.DrawRuleList(f, v)
	})}
	for _, r := range s.Opt.Rules {
		at := s.Address("rules", strings.ToLower(r.Code))
		h := kit.Head{At: at, Title: r.Code + ": " + s.Pr.Text(r.Key+".title", nil), Crumbs: s.Crumbs(at, "rules")}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component {
			v := templates.Rule{Code: r.Code, Title: s.Pr.Text(r.Key+".title", nil), Severity: severity(s, r.Severity), Why: s.Pr.Text(r.Key+".why", nil), How: s.Pr.Text(r.Key+".mend", nil), Wrong: r.Bad, Right: r.Good, HideFindings: !s.ShowsFiles()}
			for _, fd := range s.ByRule[r.Code] {
				v.Findings = append(v.Findings, FindingRow(s, at, fd))
			}
			return templates.DrawRule(f, v)
		}))
	}
	return out
}
