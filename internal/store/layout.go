package store

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
)

// layout is how a struct of the model stands in a table, from its tags.
type layout struct {
	origin int // index of the embedded Origin; -1 for none
	fields []field
	byKey  map[string]field
	keys   []string
}

// field is how one field of the model stands in a file.
type field struct {
	key       string
	index     int
	enum      []string
	ref       string // kind of record that the text names
	keyed     string // a list written as a table: the item's field that takes the key
	required  bool
	maybe     bool // a contract.Maybe
	uniqueIDs bool // a list of tables whose ids must differ
}

// norwegian are words that people write for a key or a table, where the spelling does not
// lead to it.
var norwegian = map[string]string{
	"tittel": "title", "navn": "name", "beskrivelse": "description", "tilstand": "status", "slag": "kind", "kategori": "category",
	"avdeling": "department", "forvalter": "manager", "kontraktsforvalter": "manager", "leverandør": "suppliers", "leverandor": "suppliers",
	"leverandører": "suppliers", "verdi": "value", "anslag": "estimated", "maks": "maximum", "maksimum": "maximum", "øvre": "maximum",
	"valuta": "currency", "periode": "period", "slutt": "end", "varighet": "duration_months", "oppsigelse": "notice_months",
	"opsjoner": "options", "opsjon": "options", "endringer": "amendments", "krav": "requirements", "gevinster": "benefits",
	"plan": "plan", "dokumenter": "documents", "anskaffelse": "procurement", "kunngjort": "published", "tildelt": "awarded",
	"signert": "signed", "tilbud": "bids", "måneder": "months", "kilde": "source", "merknad": "note", "notat": "note",
	"ansvarlig": "responsible", "timer": "hours", "frist": "deadline", "lukket": "closed", "rapportert": "reported", "eier": "owner",
}

// meant is the key that an unknown one stands for: the nearest in spelling, or the same
// word in Norwegian; "" where nothing is near. Of several, one that is missing comes first.
func (l *layout) meant(key string, missing map[string]bool) string {
	if c := diag.Closest(key, slices.Collect(maps.Keys(missing))); c != "" {
		return c
	}
	if c := diag.Closest(key, l.keys); c != "" {
		return c
	}
	if c := norwegian[strings.ToLower(key)]; c != "" {
		if _, is := l.byKey[c]; is {
			return c
		}
	}
	return ""
}

var layouts sync.Map // reflect.Type → *layout

func layoutOf(t reflect.Type) *layout {
	if l, ok := layouts.Load(t); ok {
		return l.(*layout)
	}
	l := &layout{origin: -1, byKey: map[string]field{}}
	for i := range t.NumField() {
		sf := t.Field(i)
		if sf.Type == reflect.TypeFor[contract.Origin]() {
			l.origin = i
			continue
		}
		key := sf.Tag.Get("toml")
		if key == "" || key == "-" {
			continue
		}
		f := field{
			key:      key,
			index:    i,
			enum:     contract.Choices(sf.Type),
			ref:      sf.Tag.Get("ref"),
			keyed:    sf.Tag.Get("keyed"),
			required: sf.Tag.Get("required") == "true",
			maybe:    contract.IsMaybe(sf.Type),
		}
		if sf.Type.Kind() == reflect.Slice && sf.Type.Elem().Kind() == reflect.Struct && sf.Tag.Get("unique") != "-" {
			id, ok := sf.Type.Elem().FieldByName("ID")
			f.uniqueIDs = ok && id.Tag.Get("toml") == "id"
		}
		l.fields = append(l.fields, f)
		l.byKey[key] = f
		l.keys = append(l.keys, key)
	}
	got, _ := layouts.LoadOrStore(t, l)
	return got.(*layout)
}
