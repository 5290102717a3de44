// Package search builds the full-text index that the site's search field reads.
//
// In go documents (a title, words, numbers); out come scripts that set window.forvaltIndex to the
// serialised form of MiniSearch 7 and to what a query is read by, so that the browser indexes
// nothing and pages opened from a disk can search too. Of many documents each script holds a
// shard, and the first names the others. It must agree with site/scripts/find.js, which states
// fields, tokens and terms. It reads no portfolio and decides nothing about who may see what:
// the caller gives what may be found.
package search

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Doc is one page to be found, or a part of one.
type Doc struct {
	ID    string   // unique: it decides the shard
	Kind  string   // as "contract"; its word is "search." and Kind in the catalogue
	Title string   // shown, and searched first
	Sub   string   // shown below the title
	Href  string   // from the site's root: "kontrakter/vekter-2023/", or with a fragment
	Text  string   // searched
	Past  bool     // of no use any more: it comes after others like it
	IDs   []string // numbers searched whole: case, organisation, CPV, document
}

// Index is documents that can be searched, dealt into shards.
type Index struct {
	Words    map[string]string // by key: what the script says of hits and of their kinds
	language string
	shards   [][]Doc
	words    map[string]bool // terms of all words that stand somewhere: compounds are made of them
}

// New gathers documents in a language (nb, nn, en) for an index of n shards.
func New(language string, docs []Doc, n int) *Index {
	x, terms := &Index{language: language, shards: split(docs, n), words: map[string]bool{}}, newTerms(language)
	for _, d := range docs {
		for _, token := range tokens(d.Title + " " + d.Text) {
			x.words[terms.of(token)] = true
		}
	}
	return x
}

// Files are the names of the scripts of n shards, the first of which names the others.
func Files(n int) []string {
	out := []string{"search-index.js"}
	for i := 2; i <= n; i++ {
		out = append(out, fmt.Sprintf("search-index-%02d.js", i))
	}
	return out
}

// Script is the file of a shard. The same documents in the same order give the same bytes.
func (x *Index) Script(shard int) ([]byte, error) {
	before, v, after := "(window.forvaltShards??=[]).push(", any(x.serialise(shard)), ");\n"
	if shard == 0 {
		terms := newTerms(x.language)
		before, after = "window.forvaltIndex=", ";\n"
		v = struct {
			Index     any               `json:"index"`
			Language  string            `json:"language"`
			Words     map[string]string `json:"words,omitempty"`
			Spellings [][2]string       `json:"spellings"`
			Endings   [][2]string       `json:"endings"`
			Asking    []string          `json:"asking"`
			More      []string          `json:"more,omitempty"`
		}{v, x.language, x.Words, terms.spellings, terms.endings, terms.asking, Files(len(x.shards))[1:]}
	}
	data, err := json.Marshal(v) // escapes < and U+2028
	return slices.Concat([]byte(before), data, []byte(after)), err
}

// split deals documents into n shards by their ids: every shard has its share of each kind, so
// that what is common and what is rare is much the same in all, and scores can be compared; and
// a document stays where it is when others come or go.
func split(docs []Doc, n int) [][]Doc {
	out := make([][]Doc, n)
	for _, d := range docs {
		h := fnv.New32a()
		h.Write([]byte(d.ID))
		i := int(h.Sum32() % uint32(n))
		out[i] = append(out[i], d)
	}
	return out
}

// The fields of the index, in the order of find.js.
const (
	title = iota
	text
	ids
	fields
)

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
	Past  bool   `json:"past,omitempty"`
}

// postings tells for each field in which documents a term stands, and how often.
type postings [fields]map[int]int

func (x *Index) serialise(shard int) serialised {
	docs := x.shards[shard]
	b := builder{words: x.words, terms: newTerms(x.language), found: map[string]*postings{}, parts: map[string][]string{}}
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
		out.DocumentIDs[key] = key // nobody asks for it
		out.FieldLength[key] = length
		out.StoredFields[key] = stored{d.Title, d.Kind, d.Href, d.Sub, d.Past}
	}
	for f := range out.AverageFieldLength {
		out.AverageFieldLength[f] /= float64(max(len(docs), 1))
	}
	out.Index = b.index()
	return out
}

// builder gathers the terms of a shard's documents.
type builder struct {
	words map[string]bool
	terms terms
	found map[string]*postings // by term
	parts map[string][]string  // of words, that were looked for before
}

// add indexes a document, and tells how many different tokens each field has.
func (b *builder) add(doc int, d Doc) [fields]int {
	numbers := tokens(strings.Join(d.IDs, " "))
	for _, id := range d.IDs {
		numbers = append(numbers, whole(id))
	}
	var length [fields]int
	for f, list := range [fields][]string{title: tokens(d.Title), text: tokens(d.Text), ids: numbers} {
		different := map[string]bool{}
		for _, token := range list {
			different[token] = true
			b.count(doc, f, b.terms.of(token))
			if f == ids {
				continue
			}
			for _, part := range b.partsOf(token) {
				b.count(doc, text, part)
			}
		}
		length[f] = len(different)
	}
	return length
}

// The shortest parts that a compound is split into, in letters.
const shortestStart, shortestEnd = 3, 5

// partsOf are the terms of the words that a compound ends in and that stand alone elsewhere, as
// "tjenester" of "vektertjenester". Its start needs none: the search finds words by their start.
func (b *builder) partsOf(token string) []string {
	parts, known := b.parts[token]
	if known {
		return parts
	}
	letters := []rune(token)
	for i := shortestStart; i <= len(letters)-shortestEnd; i++ {
		if part := b.terms.of(string(letters[i:])); b.words[part] && len([]rune(part)) > shortestStart {
			parts = append(parts, part)
		}
	}
	b.parts[token] = parts
	return parts
}

func (b *builder) count(doc, field int, term string) {
	p := b.found[term]
	if p == nil {
		p = new(postings)
		b.found[term] = p
	}
	if p[field] == nil {
		p[field] = map[int]int{}
	}
	p[field][doc]++
}

// index is the terms in order, each with its postings by field.
func (b *builder) index() [][2]any {
	out := make([][2]any, 0, len(b.found))
	for _, t := range slices.Sorted(maps.Keys(b.found)) {
		by := map[string]map[int]int{}
		for f, docs := range b.found[t] {
			if docs != nil {
				by[strconv.Itoa(f)] = docs
			}
		}
		out = append(out, [2]any{t, by})
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
