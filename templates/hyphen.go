package templates

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// softLength is how many letters a word has at least when it may be divided.
const softLength = 16

// joints are the first parts of the long compounds that headings and table heads are made of. Browsers
// have no Norwegian hyphenation (Chromium) or need no help (Firefox, Safari), so a short table
// of our own words does it; a word that begins otherwise is left alone.
var joints = []string{
	"tilgjengelighets", "menneskerettighets", "organisasjons", "dokumentasjons", "gjennomførings", "anskaffelses", "underleverandør",
	"databehandler", "sertifiserings", "kommunikasjons", "arbeidslivs", "rettighets", "oppfølgings", "rehabiliterings", "vedlikeholds",
	"rådgivnings", "konkurranse", "leverandør", "kontrakts", "rapporterings", "renovasjons", "prosjekterings", "transport", "kapasitets",
	"merverdi", "innkjøps", "kategori", "omsetnings", "forvaltnings", "sannsynlighets", "forbedrings", "institusjons", "barnehage",
	"velferds", "helse", "omsorgs", "avfalls", "arbeids", "rammeavtale", "avtale", "risiko", "tjeneste", "miljø", "personal", "opplærings",
	"utslipps", "bygge", "anleggs", "eiendoms", "brukerstyrt", "trygghets", "hjelpemiddel", "samfunns", "budsjett", "lærling",
}

// soft puts soft hyphens at the joints of long compounds, so that headings break well on a
// narrow screen. It is for text that is read, never for attributes, addresses or data.
func soft(text string) string {
	if utf8.RuneCountInString(text) < softLength {
		return text
	}
	var b strings.Builder
	word := 0 // where the current word begins
	flush := func(end int) {
		softWord(&b, text[word:end])
		word = end
	}
	for i, r := range text {
		if !unicode.IsLetter(r) {
			flush(i)
			b.WriteRune(r)
			word = i + utf8.RuneLen(r)
		}
	}
	flush(len(text))
	return b.String()
}

// softWord writes one word, divided after each known part while enough is left.
func softWord(b *strings.Builder, word string) {
	const enough = 4 // letters on the next line
	if utf8.RuneCountInString(word) < softLength {
		b.WriteString(word)
		return
	}
	for {
		longest, lower := "", strings.ToLower(word)
		for _, j := range joints {
			if len(j) > len(longest) && strings.HasPrefix(lower, j) {
				longest = j
			}
		}
		if longest == "" || len(lower) != len(word) || utf8.RuneCountInString(word[len(longest):]) < enough {
			b.WriteString(word)
			return
		}
		b.WriteString(word[:len(longest)] + "\u00AD")
		word = word[len(longest):]
	}
}
