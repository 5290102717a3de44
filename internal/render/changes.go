package render

import (
	"cmp"
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/templates"
)

// maxStories on a page: what is older is in Git.
const maxStories = 100

// changePages are the stories of contracts that have one.
func (s *site) changePages() []kit.Page {
	if s.Public {
		return nil
	}
	var out []kit.Page
	for _, c := range s.F.Contracts {
		k := c.Contract
		if len(s.Opt.Stories.Of[k.ID]) == 0 {
			continue
		}
		at := s.changesAddress(k.ID)
		h := kit.Head{At: at, Title: s.Pr.Text("changes.history.title", message.Args{"title": k.Title}), Nav: "contracts", Source: k.Origin,
			Crumbs: append(s.Crumbs(at, "contracts"), s.ContractLink(at, k.ID))}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawChanges(f, s.changesView(c)) }))
	}
	return out
}

func (s *site) changesAddress(id string) string {
	return s.Address("contracts", id) + s.Slugs["changes"] + "/"
}

// changesLink leads from a contract's page to its story; empty where there is none.
func (s *site) changesLink(at, id string) templates.Link {
	if s.Public || len(s.Opt.Stories.Of[id]) == 0 {
		return templates.Link{}
	}
	return templates.Link{Text: s.Pr.Text("changes.history.link", nil), Href: s.Href(at, s.changesAddress(id))}
}

func (s *site) changesView(c *measure.ContractFigures) templates.ChangesPage {
	all := s.Opt.Stories.Of[c.Contract.ID]
	v := templates.ChangesPage{Kicker: s.Pr.Text("changes.history.page", nil), Title: c.Contract.Title, Lead: s.Pr.Text("changes.history.lead", nil)}
	shown := all[:min(len(all), maxStories)]
	var notes []string
	if len(shown) < len(all) {
		notes = append(notes, s.Pr.Text("changes.history.shown", message.Args{"n": len(shown)}))
	}
	if s.Opt.Stories.Cut {
		notes = append(notes, s.Pr.Text("changes.history.cut", nil))
	}
	v.Note = strings.Join(notes, " ")
	for i := range shown {
		st := &shown[i]
		e := templates.ChangeEntry{Who: st.Author, Subject: cmp.Or(st.Subject, st.Hash[:min(7, len(st.Hash))]), Lines: s.storyLines(st),
			Commit: templates.Link{Text: st.Hash[:min(7, len(st.Hash))], Href: s.Forge("commit", st.Hash)}}
		if d, err := date.Parse(st.Day); err == nil {
			e.Date = s.DateLong(d)
		}
		v.Entries = append(v.Entries, e)
	}
	return v
}

func (s *site) storyLines(st *past.Story) []templates.ChangeLine {
	var lines []change.Line
	if st.Said == nil || st.What != "changed" {
		lines = []change.Line{{Text: s.Pr.Text("changes.history."+st.What, nil)}}
	}
	if st.Said != nil {
		if st.Renamed {
			lines = append(lines, change.Line{Text: st.Said.Head})
		}
		lines = append(lines, st.Said.Lines...)
	}
	return drawnLines(lines)
}

func drawnLines(lines []change.Line) []templates.ChangeLine {
	var out []templates.ChangeLine
	for _, l := range lines {
		out = append(out, templates.ChangeLine{Label: l.Label, Old: l.Old, New: l.New, Text: l.Text, Sub: drawnLines(l.Sub)})
	}
	return out
}

// latestStories are a contract's latest changes in short; nil where none are known.
func (s *site) latestStories(id string) []templates.Change {
	all := s.Opt.Stories.Of[id]
	var out []templates.Change
	for i := range all[:min(len(all), 5)] {
		st := &all[i]
		ch := s.change("", past.Change{Commit: st.Commit})
		lines := s.storyLines(st)
		if st.What != "changed" {
			lines = lines[:1] // that it was entered is enough here
		}
		ch.Detail = s.inShort(lines)
		out = append(out, ch)
	}
	return out
}

// inShort is the first lines, beside each other.
func (s *site) inShort(lines []templates.ChangeLine) string {
	const most = 3
	var parts []string
	for i, l := range lines {
		if i == most {
			parts = append(parts, s.Pr.Text("changes.more", message.Args{"n": len(lines) - most}))
			break
		}
		text := l.Text
		switch {
		case l.Text == "":
			text = l.Label + ": " + l.Old + " → " + l.New
		case l.Label != "":
			text = l.Label + ": " + l.Text
		}
		if len(l.Sub) > 0 {
			text += " (" + s.inShort(l.Sub) + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}
