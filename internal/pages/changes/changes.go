// Package changes draws what was changed in the register, by commit.
//
// In go a kit.Site with the stories of contracts, already in words, and the log of commits;
// out come a page for each contract that has a story, and the entries that other pages show of
// it. It reads no history and compares nothing; the feed of changes is in package feeds.
package changes

import (
	"cmp"
	"strings"

	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/past/replay"
	"github.com/forvalt/forvalt/internal/past/shown"
	"github.com/forvalt/forvalt/templates"
)

// How much is shown: of the commits of a contract on its page of changes and on its own page,
// and of what one commit did in short. What is older is in Git.
const (
	storiesShown = 100
	latestShown  = 5
	linesShown   = 3
)

// Pages are the stories of contracts that have one.
func Pages(s *kit.Site) []kit.Page {
	var out []kit.Page
	for _, c := range s.F.Contracts {
		k := c.Contract
		if len(s.Opt.Stories.Of[k.ID]) == 0 {
			continue
		}
		at := address(s, k.ID)
		h := kit.Head{At: at, Title: s.Pr.Text("changes.history.title", message.Args{"title": k.Title}), Nav: "contracts", Source: k.Origin,
			Crumbs: append(s.Crumbs(at, "contracts"), s.ContractLink(at, k.ID))}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawChanges(f, view(s, c)) }))
	}
	return out
}

// address is that of a contract's page of changes.
func address(s *kit.Site, id string) string {
	return s.Address("contracts", id, s.Slug("changes"))
}

// Link leads from a contract's page to its story; empty where there is none.
func Link(s *kit.Site, at, id string) templates.Link {
	if len(s.Opt.Stories.Of[id]) == 0 {
		return templates.Link{}
	}
	return templates.Link{Text: s.Pr.Text("changes.history.link", nil), Href: s.Href(at, address(s, id))}
}

// view is the story of a contract, the latest commit first.
func view(s *kit.Site, c *measure.ContractFigures) templates.ChangesPage {
	all := s.Opt.Stories.Of[c.Contract.ID]
	v := templates.ChangesPage{Kicker: s.Pr.Text("changes.history.page", nil), Title: c.Contract.Title, Lead: s.Pr.Text("changes.history.lead", nil)}
	shown := kit.Shorter(all, storiesShown)
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
		e := templates.ChangeEntry{Who: st.Author, Subject: cmp.Or(st.Subject, short(st.Hash)), Lines: lines(s, st),
			Commit: commitLink(s, st.Hash)}
		if d, err := date.Parse(st.Day); err == nil {
			e.Date = s.DateLong(d)
		}
		v.Entries = append(v.Entries, e)
	}
	return v
}

// lines say what a commit did to a contract: that it was entered, renamed or taken out, and
// what was changed.
func lines(s *kit.Site, st *shown.Story) []templates.ChangeLine {
	var lines []wording.Line
	if st.Said == nil || st.What != replay.Changed {
		lines = []wording.Line{{Text: s.Pr.Text("changes.history."+string(st.What), nil)}}
	}
	if st.Said != nil {
		if st.Renamed {
			lines = append(lines, wording.Line{Text: st.Said.Head})
		}
		lines = append(lines, st.Said.Lines...)
	}
	return drawn(lines)
}

// drawn gives lines as the page shows them, with the lines below them.
func drawn(lines []wording.Line) []templates.ChangeLine {
	var out []templates.ChangeLine
	for _, l := range lines {
		out = append(out, templates.ChangeLine{Label: l.Label, Old: l.Old, New: l.New, Text: l.Text, Sub: drawn(l.Sub)})
	}
	return out
}

// Latest are a contract's latest changes in short; nil where none are known.
func Latest(s *kit.Site, id string) []templates.Change {
	all := s.Opt.Stories.Of[id]
	var out []templates.Change
	for i := range kit.Shorter(all, latestShown) {
		st := &all[i]
		ch := Row(s, "", shown.Change{Commit: st.Commit})
		lines := lines(s, st)
		if st.What != replay.Changed {
			lines = lines[:1] // that it was entered is enough here
		}
		ch.Detail = inShort(s, lines)
		out = append(out, ch)
	}
	return out
}

// inShort is the first lines, beside each other.
func inShort(s *kit.Site, lines []templates.ChangeLine) string {
	var parts []string
	for i, l := range lines {
		if i == linesShown {
			parts = append(parts, s.Pr.Text("changes.more", message.Args{"n": len(lines) - linesShown}))
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
			text += " (" + inShort(s, l.Sub) + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// Row is a commit as an entry of the log, with the first of the contracts that it touched.
func Row(s *kit.Site, from string, c shown.Change) templates.Change {
	out := templates.Change{Text: c.Subject, Who: c.Author, Commit: commitLink(s, c.Hash)}
	if d, err := date.Parse(c.Day); err == nil {
		out.Date = s.DateLong(d)
	}
	var ids []string
	for _, p := range c.Paths {
		if id := kit.ContractOf(p); id != "" && (len(ids) == 0 || ids[len(ids)-1] != id) {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		out.On = s.ContractLink(from, ids[0])
	}
	if len(ids) > 1 {
		out.Detail = s.Say("changes.more-contracts", message.Args{"n": len(ids) - 1})
	}
	return out
}

// commitLink leads to a commit where its repository can be seen.
func commitLink(s *kit.Site, hash string) templates.Link {
	return templates.Link{Text: short(hash), Href: s.Forge("commit", hash)}
}

// short is a commit's name as people write it.
func short(hash string) string { return hash[:min(7, len(hash))] }
