package store

import (
	"maps"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/diag"
)

// Keys and words of files are English. These are the Norwegian words that people write instead,
// where the spelling does not lead to what they meant.

// keyWords are words for keys and tables.
var keyWords = map[string]string{
	"tittel": "title", "navn": "name", "beskrivelse": "description", "tilstand": "status", "slag": "kind", "kategori": "category",
	"avdeling": "department", "forvalter": "manager", "kontraktsforvalter": "manager", "leverandør": "suppliers", "leverandor": "suppliers",
	"leverandører": "suppliers", "verdi": "value", "anslag": "estimated", "maks": "maximum", "maksimum": "maximum", "øvre": "maximum",
	"valuta": "currency", "periode": "period", "slutt": "end", "varighet": "duration_months", "oppsigelse": "notice_months",
	"opsjoner": "options", "opsjon": "options", "endringer": "amendments", "krav": "requirements", "gevinster": "benefits",
	"plan": "plan", "dokumenter": "documents", "anskaffelse": "procurement", "kunngjort": "published", "tildelt": "awarded",
	"signert": "signed", "tilbud": "bids", "måneder": "months", "kilde": "source", "merknad": "note", "notat": "note",
	"ansvarlig": "responsible", "timer": "hours", "frist": "deadline", "lukket": "closed", "rapportert": "reported", "eier": "owner",
}

// choiceWords are words for choices: of several, the one that the key admits is meant.
var choiceWords = map[string][]string{
	"aktiv": {"active"}, "aktivt": {"active"}, "løpende": {"active"}, "gjeldende": {"active"},
	"planlagt": {"planned"}, "planlagd": {"planned"}, "kommende": {"planned"},
	"utløpt": {"ended"}, "utgått": {"ended"}, "gått ut": {"ended"}, "ferdig": {"ended", "performed"}, "avsluttet": {"ended", "closed"}, "avslutta": {"ended", "closed"},
	"oppsagt": {"terminated"}, "hevet": {"terminated", "termination"}, "heving": {"termination"},
	"rammeavtale": {"framework"}, "ramme": {"framework"}, "kontrakt": {"contract"}, "avtale": {"contract"}, "avrop": {"call-off"},
	"innkjøpsordning": {"dps"}, "dynamisk innkjøpsordning": {"dps"},
	"varer": {"goods"}, "vare": {"goods"}, "tjenester": {"services"}, "tjeneste": {"services"}, "tenester": {"services"}, "teneste": {"services"},
	"bygg": {"works"}, "anlegg": {"works"}, "bygg og anlegg": {"works"}, "bygge- og anleggsarbeid": {"works"},
	"offentlig": {"public"}, "offentleg": {"public"}, "åpen": {"open", "public"}, "åpent": {"open"}, "open": {"open"}, "ope": {"open"}, "intern": {"internal"}, "internt": {"internal"}, "lukket": {"closed"}, "lukka": {"closed"},
	"begrenset": {"restricted"}, "forhandling": {"negotiated"}, "forhandlet": {"negotiated"}, "direkte": {"direct"}, "direktekjøp": {"direct"}, "minikonkurranse": {"mini-competition"}, "annet": {"other"}, "anna": {"other"},
	"ingen": {"none"}, "inga": {"none"}, "opsjon": {"options"}, "opsjoner": {"options"}, "opsjonar": {"options"}, "automatisk": {"tacit"}, "stilltiende": {"tacit"},
	"utløst": {"exercised"}, "utløyst": {"exercised"}, "brukt": {"exercised"}, "avslått": {"declined", "rejected"}, "ikke utløst": {"declined"}, "bortfalt": {"lapsed"},
	"godkjent": {"approved"}, "godkjend": {"approved"}, "mottatt": {"received"}, "motteke": {"received"}, "avvist": {"rejected"}, "mangler": {"missing"}, "manglar": {"missing"}, "ikke aktuelt": {"not-applicable"}, "ikkje aktuelt": {"not-applicable"},
	"kritisk": {"critical"}, "alvorlig": {"major"}, "alvorleg": {"major"}, "mindre": {"minor"},
	"gjennomført": {"performed"}, "møte": {"meeting"}, "kontroll": {"inspection"}, "brev": {"letter"}, "epost": {"e-mail"}, "telefon": {"call"}, "dagbot": {"penalty"},
	"måned": {"month"}, "månedlig": {"month"}, "månad": {"month"}, "kvartal": {"quarter"}, "kvartalsvis": {"quarter"}, "halvår": {"half-year"}, "år": {"year"}, "årlig": {"year"}, "årleg": {"year"}, "én gang": {"once"}, "en gang": {"once"},
	"realisert": {"realised"}, "bekreftet": {"confirmed"}, "stadfesta": {"confirmed"}, "avtalt": {"committed"},
	"tekst": {"text"}, "tall": {"number"}, "dato": {"date"}, "feil": {"error"}, "advarsel": {"warning"}, "merknad": {"note"}, "av": {"off"},
	"bokmål": {"nb"}, "norsk": {"nb"}, "nynorsk": {"nn"}, "engelsk": {"en"},
}

// meantChoice is the choice that a word stands for: the nearest in spelling, or the same
// word in Norwegian; "" where nothing is near.
func meantChoice(word string, choices []string) string {
	for _, c := range choiceWords[strings.ToLower(strings.TrimSpace(plainSigns(word)))] {
		if slices.Contains(choices, c) {
			return c
		}
	}
	return diag.Closest(strings.ToLower(word), choices)
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
	if c := keyWords[strings.ToLower(key)]; c != "" {
		if _, is := l.byKey[c]; is {
			return c
		}
	}
	return ""
}
