package data

import (
	"cmp"

	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/table"
)

// packageFile describes the files for programs, as a data package: https://datapackage.org.
const packageFile = "datapackage.json"

type packageOut struct {
	Schema    string        `json:"$schema"`
	Name      string        `json:"name"`
	Title     string        `json:"title"`
	AsOf      string        `json:"as_of"`
	Profile   string        `json:"visibility"`
	Licences  []licenceOut  `json:"licenses,omitempty"`
	Resources []resourceOut `json:"resources"`
}

type licenceOut struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

type resourceOut struct {
	Name        string    `json:"name"`
	Path        string    `json:"path"`
	Title       string    `json:"title"`
	Description string    `json:"description"`
	Format      string    `json:"format"`
	MediaType   string    `json:"mediatype"`
	Encoding    string    `json:"encoding"`
	Schema      schemaOut `json:"schema"`
}

type schemaOut struct {
	Fields      []fieldOut   `json:"fields"`
	PrimaryKey  []string     `json:"primaryKey,omitempty"`
	ForeignKeys []foreignOut `json:"foreignKeys,omitempty"`
	Missing     []string     `json:"missingValues"`
}

type fieldOut struct {
	Name        string         `json:"name"`
	Type        string         `json:"type"`
	Title       string         `json:"title"`
	Description string         `json:"description,omitempty"`
	Unit        string         `json:"unit,omitempty"`
	Constraints *constraintOut `json:"constraints,omitempty"`
}

type constraintOut struct {
	Choices []string `json:"enum,omitempty"`
}

type foreignOut struct {
	Fields    []string     `json:"fields"`
	Reference referenceOut `json:"reference"`
}

type referenceOut struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

// packaged describes tables.
func packaged(s *kit.Site, tables []export) packageOut {
	set := s.P.Settings.Site
	out := packageOut{Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Name: "forvalt", Title: cmp.Or(set.Title, s.Say("frame.name", nil)), AsOf: s.F.AsOf.String(), Profile: string(s.Opt.Profile)}
	if set.Licence != "" {
		out.Licences = []licenceOut{{set.Licence, set.LicenceURL}}
	}
	for i := range tables {
		out.Resources = append(out.Resources, resource(&tables[i]))
	}
	return out
}

func resource(x *export) resourceOut {
	r := resourceOut{Name: x.name, Path: programs + x.name + ".csv", Title: x.title, Description: x.help, Format: "csv", MediaType: "text/csv", Encoding: "utf-8"}
	r.Schema = schemaOut{PrimaryKey: x.key, Missing: []string{""}}
	for _, c := range x.columns {
		f := fieldOut{Name: c.Key, Type: c.typeName(), Title: c.Head, Description: c.help, Unit: c.unit}
		if c.choices != nil {
			f.Constraints = &constraintOut{c.choices}
		}
		r.Schema.Fields = append(r.Schema.Fields, f)
		if c.ref != "" {
			r.Schema.ForeignKeys = append(r.Schema.ForeignKeys, foreignOut{[]string{c.Key}, referenceOut{c.ref, []string{"id"}}})
		}
	}
	return r
}

// typeName is the data package's name of a kind of values.
func (c column) typeName() string {
	switch c.Kind {
	case table.Date:
		return "date"
	case table.Amount, table.Number:
		return "number"
	case table.Count:
		return "integer"
	case table.Bool:
		return "boolean"
	}
	return "string"
}
