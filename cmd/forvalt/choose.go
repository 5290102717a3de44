package main

import (
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/slug"
)

// choice is a record that an argument may mean: by its id, or by a name that people know it by.
type choice struct {
	id    string
	names []string
}

func people(p *contract.Portfolio) []choice {
	var out []choice
	for _, n := range p.People {
		out = append(out, choice{n.ID, []string{n.Name}})
	}
	return out
}

func contracts(p *contract.Portfolio) []choice {
	var out []choice
	for _, c := range p.Contracts {
		out = append(out, choice{c.ID, []string{c.Title}})
	}
	return out
}

func departments(p *contract.Portfolio) []choice {
	var out []choice
	for i := range p.Settings.Departments {
		d := &p.Settings.Departments[i]
		out = append(out, choice{d.ID, []string{d.Name}})
	}
	return out
}

// person gives the id of the person whom an argument means; "" is nobody.
func (l *loaded) person(word string) (string, error) {
	return mustChoose(word, people(l.Portfolio), "no-person")
}

// department gives the id of the department that an argument means; "" is none.
func (l *loaded) department(word string) (string, error) {
	return mustChoose(word, departments(l.Portfolio), "no-department")
}

// contract gives the id of the contract that an argument means.
func (l *loaded) contract(word string) (string, error) {
	return mustChoose(word, contracts(l.Portfolio), "no-contract")
}

func mustChoose(word string, among []choice, key string) (string, error) {
	if word == "" {
		return "", nil
	}
	id, closest := choose(word, among)
	if id == "" {
		return "", misuse(key, message.Args{"id": word, "closest": closest})
	}
	return id, nil
}

// choose gives the id that an argument means: an id, or a name that only one record has. Else it
// gives the id of the record that was perhaps meant.
func choose(word string, among []choice) (id, closest string) {
	var named []string
	for _, c := range among {
		if c.id == word {
			return word, ""
		}
		for _, name := range c.names {
			if strings.EqualFold(name, word) {
				named = append(named, c.id)
				break
			}
		}
	}
	if len(named) == 1 {
		return named[0], ""
	}
	return "", nearest(word, among)
}

// nearest is the id of the record that is spelt most like a word: as a whole, or else in how one
// of the words of its id or names begins.
func nearest(word string, among []choice) string {
	var ids []string
	for _, c := range among {
		ids = append(ids, c.id)
	}
	word = slug.Of(word)
	if id := diag.Closest(word, ids); id != "" && common(word, id) > 0 { // few mistype the first letter
		return id
	}
	best, least := "", max(3, (2*len(word)+2)/3)
	for _, c := range among {
		for _, name := range append([]string{c.id}, c.names...) {
			for _, part := range strings.Split(slug.Of(name), "-") {
				if n := common(word, part); n >= least {
					best, least = c.id, n // of contracts named alike the last
				}
			}
		}
	}
	return best
}

// common is how many bytes two words begin with alike.
func common(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}
