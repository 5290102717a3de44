// Package kittest makes small sites for the tests of pages.
//
// In go a day and contracts; out comes a kit.Site in bokmål, without history, findings or
// files. It draws nothing and compares nothing.
package kittest

import (
	"io/fs"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/site"
)

// Printer speaks a language of the program's own catalogue.
func Printer(t *testing.T, lang string) *message.Printer {
	t.Helper()
	texts, err := fs.Sub(site.FS, "messages")
	if err != nil {
		t.Fatal(err)
	}
	c, err := message.Load(texts)
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(lang)
}

// Site is a site of contracts as it is on a day, with one person, Kari Lie; the public
// profile has the public part.
func Site(t *testing.T, profile contract.Visibility, day string, contracts ...*contract.Contract) *kit.Site {
	t.Helper()
	p := (&contract.Portfolio{Contracts: contracts, People: []*contract.Person{{ID: "kari", Name: "Kari Lie"}}}).Index()
	if profile == contract.Public {
		p = p.PublicPart(date.MustParse(day))
	}
	return kit.New(p, figures.Of(p, date.MustParse(day)), nil, kit.Options{Printer: Printer(t, "nb"), Profile: profile}, nil)
}
