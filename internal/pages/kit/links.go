package kit

import (
	"strings"

	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// ContractLink links to a contract's page, or shows the id where there is none.
func (s *Site) ContractLink(from, id string) templates.Link {
	if c := s.P.Contract(id); c != nil {
		return templates.Link{Text: c.Title, Href: s.Href(from, s.Address("contracts", id))}
	}
	return templates.Link{Text: id}
}

// SupplierLink links to a supplier's page, or shows the id where there is none.
func (s *Site) SupplierLink(from, id string) templates.Link {
	if v := s.P.Supplier(id); v != nil {
		return templates.Link{Text: v.Name, Href: s.Href(from, s.Address("suppliers", id))}
	}
	return templates.Link{Text: id}
}

// PersonLink links to a person's page; empty where there is none, and for the public.
func (s *Site) PersonLink(from, id string) templates.Link {
	v := s.P.Person(id)
	if v == nil {
		return templates.Link{}
	}
	return templates.Link{Text: v.Name, Href: s.Href(from, s.Address("people", id))}
}

// DepartmentLink links to a department's page, or shows the id where there is none.
func (s *Site) DepartmentLink(from, id string) templates.Link {
	if v := s.P.Department(id); v != nil {
		return templates.Link{Text: v.Name, Href: s.Href(from, s.Address("departments", id))}
	}
	return templates.Link{Text: id}
}

// CategoryLink links to a category's page, or shows the id where there is none.
func (s *Site) CategoryLink(from, id string) templates.Link {
	if v := s.P.Category(id); v != nil {
		return templates.Link{Text: v.Title, Href: s.Href(from, s.Address("categories", id))}
	}
	return templates.Link{Text: id}
}

// RequirementLink links to a requirement's page, or shows the id where there is none.
func (s *Site) RequirementLink(from, id string) templates.Link {
	if v := s.P.Requirement(id); v != nil {
		return templates.Link{Text: v.Title.In(s.Pr.Lang()), Href: s.Href(from, s.Address("requirements", id))}
	}
	return templates.Link{Text: id}
}

// Count is a number of rows of a list, a kind of pages, and leads to those rows: they are
// what the filters keep (see address.Book.Filter; "" is none). A test opens every such link.
func (s *Site) Count(n int, from, list string, filters ...string) templates.Count {
	c := templates.Count{Text: s.Pr.Number(int64(n)), Rows: n}
	if n > 0 {
		c.Href = s.Rows(from, list, filters...)
	}
	return c
}

// CountIn is Count in words of the catalogue; empty where there are none.
func (s *Site) CountIn(key string, n int, from, list string, filters ...string) templates.Count {
	c := s.Count(n, from, list, filters...)
	c.Text = s.Counted(key, n)
	return c
}

// Rows is the address of the rows of a list that some filters keep; "" where the profile has
// no such list.
func (s *Site) Rows(from, list string, filters ...string) string {
	href := s.Href(from, s.Address(list))
	if chosen := strings.Join(words.Present(filters), "&"); chosen != "" {
		href += "?" + chosen
	}
	for i := range s.kinds {
		switch k := &s.kinds[i]; {
		case k.Key != list:
		case k.Internal && s.public:
			return ""
		case k.List != "":
			href += "#" + s.Name(k.List)
		}
	}
	return href
}

// PersonName is a person's name; "" where there is none, and for the public.
func (s *Site) PersonName(id string) string {
	if v := s.P.Person(id); v != nil {
		return v.Name
	}
	return ""
}

// Responsible is who is to do what a person was given to do; "" where nobody is known, and for
// the public.
func (s *Site) Responsible(id string) string { return s.Reason(s.F.World.Responsible(id)) }

// SupplierNames is the first supplier, and how many more.
func (s *Site) SupplierNames(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	first := s.SupplierLink("", ids[0]).Text
	if len(ids) == 1 {
		return first
	}
	return s.Say("suppliers.more", message.Args{"first": first, "n": len(ids) - 1})
}

// Themes names the themes of an inspection: requirements by their title, others by their word.
func (s *Site) Themes(ids []string) string {
	var out []string
	for _, id := range ids {
		if r := s.P.Requirement(id); r != nil {
			out = append(out, r.Title.In(s.Pr.Lang()))
		} else {
			out = append(out, s.Word("group", id))
		}
	}
	return strings.Join(out, ", ")
}
