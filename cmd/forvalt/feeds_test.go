package main

import (
	"encoding/xml"
	"io"
	"path"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
)

// Every calendar is read back by the library; ids are unique in it and stay when the day
// of the build changes.
func TestCalendars(t *testing.T) {
	files, later := buildSite(t), buildSite(t, "--as-of", "2026-11-08")
	all := uids(t, files["kalender/kalender.ics"])
	if len(all) < 50 {
		t.Fatalf("only %d events in the calendar of all", len(all))
	}
	stayed := 0
	for id := range uids(t, later["kalender/kalender.ics"]) {
		if all[id] != "" {
			stayed++
		}
	}
	if stayed < len(all)*9/10 {
		t.Errorf("only %d of %d ids stayed a week later", stayed, len(all))
	}
	n, byManager := 0, 0
	for p, data := range files {
		if path.Ext(p) != ".ics" {
			continue
		}
		n++
		for id, about := range uids(t, data) {
			if all[id] == "" && about != "Dokumentasjon" { // the evidence of a day is another in each
				t.Errorf("%s has %s, which the calendar of all has not", p, id)
			}
			if strings.HasPrefix(p, "forvaltere/") {
				byManager++
			}
		}
		if !strings.Contains(files[path.Dir(p)+"/index.html"], `href="kalender.ics"`) {
			t.Errorf("the page beside %s does not link to it", p)
		}
	}
	if n < 1+8+8+10 || byManager == 0 {
		t.Errorf("%d calendars, %d events of managers", n, byManager)
	}
}

// uids are the events of a calendar, each with its category.
func uids(t *testing.T, data string) map[string]string {
	t.Helper()
	c, err := ics.ParseCalendar(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range c.Events() {
		if out[e.Id()] != "" {
			t.Errorf("%s is there twice", e.Id())
		}
		out[e.Id()] = e.GetProperty(ics.ComponentPropertyCategories).Value
	}
	return out
}

// Feeds that need an address are there when it is given, and XML is well formed.
func TestFeeds(t *testing.T) {
	for _, f := range []string{"sitemap.xml", "opensearch.xml", "robots.txt"} {
		if buildSite(t)[f] != "" {
			t.Errorf("%s is there without an address", f)
		}
	}
	files := buildSite(t, "--profile", "public", "--base-url", basedAt)
	for p, data := range files {
		if path.Ext(p) == ".xml" {
			wellFormed(t, p, data)
		}
	}
	var m struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(files["sitemap.xml"]), &m); err != nil {
		t.Fatal(err)
	}
	pages := 0
	for p := range files {
		if strings.HasSuffix(p, "index.html") {
			pages++
		}
	}
	if len(m.URLs) != pages-1 { // the page of search results is not listed
		t.Errorf("%d addresses for %d pages", len(m.URLs), pages)
	}
	for _, u := range m.URLs {
		rest, ok := strings.CutPrefix(u.Loc, basedAt)
		if _, there := files[rest+"index.html"]; !ok || !there {
			t.Errorf("the sitemap has %s, which is not there", u.Loc)
		}
	}
	if !strings.Contains(files["opensearch.xml"], basedAt+"sok/?q={searchTerms}") || !strings.Contains(files["index.html"], `rel="search"`) {
		t.Error("the search is not described")
	}
	if !strings.Contains(files["robots.txt"], "Sitemap: "+basedAt+"sitemap.xml") {
		t.Errorf("robots.txt: %s", files["robots.txt"])
	}
	if !strings.Contains(files["kalender/index.html"], "webcal://kontrakter.example.no/fjordvik/kalender/kalender.ics") {
		t.Error("the calendar has no address to subscribe to")
	}
	for p := range files {
		if p == "atom.xml" || strings.HasPrefix(p, "forvaltere/") {
			t.Errorf("the public site has %s", p)
		}
	}
}

func TestAtomOfChanges(t *testing.T) {
	files := buildSite(t)
	data := files["atom.xml"]
	if data == "" {
		t.Skip("no history here")
	}
	wellFormed(t, "atom.xml", data)
	var f struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Links   []struct {
				Rel  string `xml:"rel,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(data), &f); err != nil || len(f.Entries) == 0 {
		t.Fatalf("%v, %d entries", err, len(f.Entries))
	}
	seen := map[string]bool{}
	for _, e := range f.Entries {
		if seen[e.ID] || e.Title == "" || len(e.Updated) != len("2026-11-01T00:00:00Z") || len(e.Links) == 0 {
			t.Errorf("entry %+v", e)
		}
		seen[e.ID] = true
		for _, l := range e.Links {
			if l.Rel == "related" && files[l.Href+"index.html"] == "" {
				t.Errorf("%s leads to %s, which is not there", e.ID, l.Href)
			}
		}
	}
}

func wellFormed(t *testing.T, name, data string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(data))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}
