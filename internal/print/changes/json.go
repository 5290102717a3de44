package changes

import (
	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/date"
)

// The shapes of `diff --format json`; docs/diff.md describes them.
type (
	diffOut struct {
		Schema     int         `json:"schema"`
		Base       revisionOut `json:"base"`
		Head       revisionOut `json:"head"`
		AsOf       date.Date   `json:"as_of"`
		Changes    []Change    `json:"changes"`
		Formatting []string    `json:"formatting"`
		Skipped    []string    `json:"skipped"`
		Totals     []effectOut `json:"totals"`
	}
	revisionOut struct {
		Revision string  `json:"revision"` // "" for the working tree
		Commit   *string `json:"commit"`
	}
	// Change is a change of a record, or of an item in one.
	Change struct {
		Kind    change.Type `json:"kind"`
		ID      string      `json:"id"`
		Was     string      `json:"was,omitempty"`    // id before
		Folder  string      `json:"folder,omitempty"` // where a misnamed contract stands
		Other   string      `json:"other,omitempty"`  // contract that an item moved to or from
		Name    string      `json:"name"`
		Change  change.Verb `json:"change"`
		Fields  []fieldOut  `json:"fields"`
		Items   []Change    `json:"items"`
		Effects []effectOut `json:"effects"`
	}
	fieldOut struct {
		Path    string `json:"path"`
		Label   string `json:"label"`
		Lang    string `json:"lang,omitempty"`
		Old     any    `json:"old"`
		New     any    `json:"new"`
		Removed []any  `json:"removed,omitempty"`
		Added   []any  `json:"added,omitempty"`
	}
	effectOut struct {
		Kind    change.EffectKind `json:"kind"`
		Old     any               `json:"old"`
		New     any               `json:"new"`
		Text    string            `json:"text"`
		Alone   any               `json:"alone,omitempty"` // of a factor: what it alone does to the score
		Because []effectOut       `json:"because,omitempty"`
	}
)

// JSON is the comparison for programs.
func (d *Comparison) JSON() any {
	return diffOut{Schema: 1, Base: d.Base.out(), Head: d.Head.out(), AsOf: d.AsOf, Changes: Changes(d.say(), d.Changes),
		Formatting: list(d.Formatting), Skipped: list(d.Skipped), Totals: effectsOut(d.say(), d.Totals)}
}

func (r Revision) out() revisionOut {
	o := revisionOut{Revision: r.Name}
	if r.Commit.Hash != "" {
		o.Commit = &r.Commit.Hash
	}
	return o
}

// list is never null.
func list(s []string) []string { return append([]string{}, s...) }

// Changes are changes of records for programs; never nil.
func Changes(say wording.Speaker, cs []change.Change) []Change {
	out := []Change{}
	for i := range cs {
		c := &cs[i]
		o := Change{Kind: c.Type, ID: c.ID, Was: c.Was, Folder: c.Folder, Other: c.Other.ID, Name: say.Name(c), Change: c.Verb,
			Fields: []fieldOut{}, Items: Changes(say, c.Items), Effects: effectsOut(say, c.Effects)}
		for _, f := range c.Fields {
			fo := fieldOut{Path: f.Path, Label: say.Label(f), Lang: f.Lang, Old: change.Machine(f.Old), New: change.Machine(f.New)}
			for _, v := range f.Out {
				fo.Removed = append(fo.Removed, change.Machine(v))
			}
			for _, v := range f.In {
				fo.Added = append(fo.Added, change.Machine(v))
			}
			o.Fields = append(o.Fields, fo)
		}
		out = append(out, o)
	}
	return out
}

func effectsOut(say wording.Speaker, es []change.Effect) []effectOut {
	out := []effectOut{}
	for _, e := range es {
		o := effectOut{Kind: e.Kind, Old: change.Machine(e.Old), New: change.Machine(e.New), Text: say.Effect(e).Text}
		if e.Alone != nil {
			o.Alone = change.Machine(e.Alone)
		}
		if len(e.Because) > 0 {
			o.Because = effectsOut(say, e.Because)
		}
		out = append(out, o)
	}
	return out
}
