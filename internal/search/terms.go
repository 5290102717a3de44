package search

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/norwegian"
)

// tokens are the words of a text, split where MiniSearch splits: at line ends, spaces and
// punctuation. Soft hyphens, which only guide line breaks, are left out.
func tokens(s string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(s, "\u00ad", ""), func(r rune) bool {
		return r == '\n' || r == '\r' || unicode.In(r, unicode.Z, unicode.P)
	})
}

// terms make of a word what the index knows it by, with a memory.
type terms struct {
	language  string
	spellings [][2]string
	endings   [][2]string
	asking    []string // words that only ask, in a query of more words
	stem      func(*snowballstem.Env) bool
	known     map[string]string
}

func newTerms(language string) terms {
	if language == "en" {
		return terms{language, [][2]string{}, [][2]string{}, strings.Fields(askingEnglish), english.Stem, map[string]string{}}
	}
	return terms{language, spellings, endings, strings.Fields(askingNorwegian), norwegian.Stem, map[string]string{}}
}

// of is the term of a word: in lower case, in one spelling, without its ending.
func (t terms) of(word string) string {
	term, ok := t.known[word]
	if !ok {
		term = strings.ToLower(word)
		for _, s := range t.spellings {
			term = strings.ReplaceAll(term, s[0], s[1])
		}
		for _, e := range t.endings {
			if start, has := strings.CutSuffix(term, e[0]); has {
				term = start + e[1]
				break
			}
		}
		env := snowballstem.NewEnv(term)
		t.stem(env)
		term = env.Current()
		t.known[word] = term
	}
	return term
}

// spellings are pieces of words that bokmål and nynorsk write differently, in the order in which
// they are replaced. Both spellings become one, in the index and in queries: that a few words which
// have nothing to do with each other become one too does no harm.
var spellings = [][2]string{
	{"kaup", "kjøp"}, {"køyr", "kjør"}, {"øyr", "ør"}, {"au", "ø"}, // innkaup, køyretøy, røyr, straum
	{"hv", "kv"}, {"høg", "høy"}, {"veg", "vei"}, {"skul", "skol"}, {"hald", "hold"}, {"tenest", "tjenest"},
	{"reinh", "renh"}, {"heim", "hjem"}, {"vatn", "vann"}, {"utslepp", "utslipp"}, {"tilbod", "tilbud"}, {"sjuk", "syk"},
	{"eigedom", "eiendom"}, {"leig", "lei"}, {"månad", "måned"}, {"mjølk", "melk"},
}

// endings are what the stemmer takes for parts of the word: those of people and things in -er and
// -ar (vektere, vekteren, vekterne), and -el where others have -l (møbel, møbler). The first that a
// word has is replaced.
var endings = [][2]string{{"bel", "bl"}, {"gel", "gl"}, {"erne", "er"}, {"eren", "er"}, {"ere", "er"}, {"arane", "ar"}, {"aren", "ar"}, {"arar", "ar"}}

// askingNorwegian are words of questions and the small words between them, in both forms of
// Norwegian, and what people write before a number.
const askingNorwegian = `hvem hva hvor hvorfor hvordan hvilke hvilken hvilket når kven kva kvar kor korfor kvifor korleis kva
er var har hadde blir bli ble vart fikk får gjelder gjeld finnes finst finn finne vis søk leverer leverar bruker brukar går kan skal må vil gjør gjer
jeg eg vi meg oss du dere dykk man en ein et eit ei den det de dei denne dette disse desse
på i og til av for fra frå med om ved som å at ut under hos mot etter mellom noen nokon noe noko alle
nr nummer no mva org orgnr organisasjonsnummer sak saksnr saksnummer`

const askingEnglish = `who what where when why how which whose is are was were has have had do does did can may must shall should
i we me us you one a an the this that these those of for from to in on at by with about and or as under any all
find show search no number`
