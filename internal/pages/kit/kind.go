package kit

import (
	"github.com/forvalt/forvalt/internal/pages/address"
	"github.com/forvalt/forvalt/templates"
)

// Kind is a kind of page: a row of the table of kinds, whose order is that of the menu and
// of the foot. A kind that drew nothing is linked from neither.
type Kind struct {
	Key      string                   // in code
	Slugs    address.Slugs            // its folder, or its folder within another kind's; none: the root
	Sub      map[string]address.Slugs // other names in addresses, by key
	Name     string                   // its key in the catalogue, where it is not "frame.menu." and Key
	Menu     bool                     // it stands in the main menu
	Foot     Foot                     // the column of the foot that it stands in
	Files    []FootFile               // files beside its page that the foot names before it
	Internal bool                     // only the internal site has it
	List     string                   // key of the section that is its list, where its page has more
	Pages    func(*Site) []Page
}

// Foot is a column of the foot.
type Foot int

// The columns.
const (
	NotInFoot Foot = iota
	FootPages      // more pages
	FootData       // the data as files
	FootHelp       // about the site
)

// FootFile is a file that the foot names: its key in the catalogue, and its name.
type FootFile struct{ Name, File string }

// Pages are the pages of all kinds that the profile has.
func (s *Site) Pages() []Page {
	var out, last []Page
	for _, k := range s.kinds {
		if k.Internal && s.public {
			continue
		}
		if pages := k.Pages(s); len(pages) > 0 {
			s.drawn = append(s.drawn, k)
			for i := range pages {
				if pages[i].Last {
					last = append(last, pages[i])
					continue
				}
				pages[i].Draw = s.noting(k.Key, pages[i])
				out = append(out, pages[i])
			}
		}
	}
	out = append(out, last...)
	for _, p := range out {
		s.paths[p.Path] = true
	}
	return out
}

// Main are the pages of the menu and the foot but for the overview, by name and address from the
// root. It is asked by pages as they are drawn: until then it is not known which there are.
func (s *Site) Main() []templates.Link {
	var out []templates.Link
	for i := range s.drawn {
		if k := &s.drawn[i]; k.Key != "overview" && (k.Menu || k.Foot != NotInFoot) {
			out = append(out, templates.Link{Text: s.name(k), Href: s.Address(k.Key)})
		}
	}
	return out
}

// name is what a kind is called in menus.
func (s *Site) name(k *Kind) string {
	if k.Name != "" {
		return s.Say(k.Name, nil)
	}
	return s.Say("frame.menu."+k.Key, nil)
}

// slugs are the names of kinds, and of their parts, in addresses.
func slugs(kinds []Kind) map[string]address.Slugs {
	out := map[string]address.Slugs{}
	for _, k := range kinds {
		out[k.Key] = k.Slugs
		for key, sub := range k.Sub {
			out[key] = sub
		}
	}
	return out
}
