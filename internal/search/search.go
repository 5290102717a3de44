// Package search builds the full-text index that the site's search field reads.
//
// In go documents (a title, words, numbers); out comes search-index.js, a script that sets
// window.forvaltIndex to the serialised form of MiniSearch 7, so that the browser indexes
// nothing and pages opened from a disk can search too. Of many documents each script holds a
// shard, and the first names the others. It must agree with
// site/scripts/search.js, which states fields, tokens and terms. It reads no portfolio and
// decides nothing about who may see what: the caller gives what may be found.
package search

import (
	"encoding/json"
	"hash/fnv"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/norwegian"
)

// Doc is one page to be found.
type Doc struct {
	ID    string   // unique
	Kind  string   // contract, supplier, person, department, category, requirement, guidance, rule, page
	Title string   // shown, and searched first
	Sub   string   // shown below the title
	Href  string   // from the site's root: "kontrakter/vekter-2023/"
	Text  string   // searched
	IDs   []string // numbers searched whole: case, organisation, CPV, document
}

// The fields of the index, in the order of search.js.
const (
	title = iota
	text
	ids
	fields
)

// separators is MiniSearch's own: line ends, spaces, punctuation.
var separators = regexp.MustCompile(`[\n\r\p{Z}\p{P}]+`)

// serialised is MiniSearch's format, version 2.
type serialised struct {
	DocumentCount        int                    `json:"documentCount"`
	NextID               int                    `json:"nextId"`
	DocumentIDs          map[string]string      `json:"documentIds"`
	FieldIDs             map[string]int         `json:"fieldIds"`
	FieldLength          map[string][fields]int `json:"fieldLength"`
	AverageFieldLength   [fields]float64        `json:"averageFieldLength"`
	StoredFields         map[string]stored      `json:"storedFields"`
	DirtCount            int                    `json:"dirtCount"`
	Index                [][2]any               `json:"index"`
	SerializationVersion int                    `json:"serializationVersion"`
}

type stored struct {
	Title string `json:"title"`
	Kind  string `json:"kind"`
	Href  string `json:"href"`
	Sub   string `json:"sub,omitempty"`
}

// postings tells for each field in which documents a term stands, and how often.
type postings [fields]map[int]int

// Index is the script search-index.js for documents in a language (nb, nn, en). The same
// documents in the same order give the same bytes. More are the names of the scripts beside
// it that hold the other shards, if there are any.
func Index(language string, docs []Doc, more ...string) ([]byte, error) {
	data, err := json.Marshal(struct { // escapes < and U+2028
		Index    serialised `json:"index"`
		Language string     `json:"language"`
		More     []string   `json:"more,omitempty"`
	}{serialise(language, docs), language, more})
	return slices.Concat([]byte("window.forvaltIndex="), data, []byte(";\n")), err
}

// Shard is the script of a shard that is not the first.
func Shard(language string, docs []Doc) ([]byte, error) {
	data, err := json.Marshal(serialise(language, docs))
	return slices.Concat([]byte("(window.forvaltShards??=[]).push("), data, []byte(");\n")), err
}

// Split deals documents into n shards by their ids: every shard has its share of each kind, so
// that what is common and what is rare is much the same in all, and scores can be compared; and
// a document stays where it is when others come or go.
func Split(docs []Doc, n int) [][]Doc {
	out := make([][]Doc, n)
	for _, d := range docs {
		h := fnv.New32a()
		h.Write([]byte(d.ID))
		i := int(h.Sum32() % uint32(n))
		out[i] = append(out[i], d)
	}
	return out
}

func serialise(language string, docs []Doc) serialised {
	b := builder{stem: stemmer(language), terms: map[string]*postings{}}
	out := serialised{
		DocumentCount:        len(docs),
		NextID:               len(docs),
		DocumentIDs:          make(map[string]string, len(docs)),
		FieldIDs:             map[string]int{"title": title, "text": text, "ids": ids},
		FieldLength:          make(map[string][fields]int, len(docs)),
		StoredFields:         make(map[string]stored, len(docs)),
		SerializationVersion: 2,
	}
	for i, d := range docs {
		key := strconv.Itoa(i)
		length := b.add(i, d)
		for f, n := range length {
			out.AverageFieldLength[f] += float64(n)
		}
		out.DocumentIDs[key] = d.ID
		out.FieldLength[key] = length
		out.StoredFields[key] = stored{d.Title, d.Kind, d.Href, d.Sub}
	}
	for f := range out.AverageFieldLength {
		out.AverageFieldLength[f] /= float64(max(len(docs), 1))
	}
	out.Index = b.index()
	return out
}

// builder gathers the terms of all documents.
type builder struct {
	stem  func(string) string
	terms map[string]*postings
}

// add indexes a document, and tells how many different tokens each field has.
func (b *builder) add(doc int, d Doc) [fields]int {
	numbers := separators.Split(strings.Join(d.IDs, " "), -1)
	for _, id := range d.IDs {
		numbers = append(numbers, whole(id))
	}
	var length [fields]int
	for f, tokens := range [fields][]string{
		title: separators.Split(visible(d.Title), -1),
		text:  separators.Split(visible(d.Text), -1),
		ids:   numbers,
	} {
		different := map[string]bool{}
		for _, token := range tokens {
			if token == "" {
				continue
			}
			different[token] = true
			b.count(doc, f, b.stem(strings.ToLower(token)))
		}
		length[f] = len(different)
	}
	return length
}

func (b *builder) count(doc, field int, term string) {
	p := b.terms[term]
	if p == nil {
		p = new(postings)
		b.terms[term] = p
	}
	if p[field] == nil {
		p[field] = map[int]int{}
	}
	p[field][doc]++
}

// index is the terms in order, each with its postings by field.
func (b *builder) index() [][2]any {
	terms := slices.Sorted(maps.Keys(b.terms))
	out := make([][2]any, len(terms))
	for i, t := range terms {
		by := map[string]map[int]int{}
		for f, docs := range b.terms[t] {
			if docs != nil {
				by[strconv.Itoa(f)] = docs
			}
		}
		out[i] = [2]any{t, by}
	}
	return out
}

// whole is a number without what people write between its digits.
func whole(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, id)
}

// visible leaves out soft hyphens, which only guide line breaks.
func visible(s string) string { return strings.ReplaceAll(s, "\u00ad", "") }

// stemmer is the Snowball stemmer of a language, with a memory.
func stemmer(language string) func(string) string {
	stem := norwegian.Stem
	if language == "en" {
		stem = english.Stem
	}
	known := map[string]string{}
	return func(word string) string {
		s, ok := known[word]
		if !ok {
			env := snowballstem.NewEnv(word)
			stem(env)
			s = env.Current()
			known[word] = s
		}
		return s
	}
}
