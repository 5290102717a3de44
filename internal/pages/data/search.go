package data

import (
	"bytes"
	"sync"

	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/search"
	"github.com/forvalt/forvalt/templates"
)

// SearchPages are the page to search on and the index that it reads, in shards where the
// portfolio is large.
func SearchPages(s *kit.Site) []kit.Page {
	at := s.Address("search")
	h := kit.Head{At: at, Title: s.Say("frame.menu.search", nil), Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.SearchPage{List: templates.Link{Text: s.Say("frame.menu.contracts", nil), Href: s.Href(at, s.Address("contracts"))}}
		for _, tip := range []string{"words", "numbers", "shown"} {
			v.Tips = append(v.Tips, s.Say("search.tip-"+tip, nil))
		}
		return templates.DrawSearch(f, v)
	})}
	n := 1
	if len(s.F.Contracts) > kit.LongList {
		n = (len(s.F.Contracts) + perShard - 1) / perShard
	}
	index := sync.OnceValue(func() *search.Index {
		x := search.New(s.Pr.Lang(), docs(s), n)
		x.Words = said(s)
		return x
	})
	for i, name := range search.Files(n) { // last, for it has the figures that the other pages show
		out = append(out, kit.Page{Path: "assets/" + name, Last: true, Draw: func(b *bytes.Buffer) error {
			js, err := index().Script(i)
			b.Write(js)
			return err
		}})
	}
	return out
}

// perShard is about how many contracts a shard of a large search index has: few enough for the
// browser to read it without holding up the reader.
const perShard = 1000

// said are the words for kinds of hits and the sentences around them, which the script completes.
func said(s *kit.Site) map[string]string {
	out := map[string]string{}
	for _, k := range kindsSought {
		out[k.kind] = s.Say("search."+k.kind, nil)
	}
	for _, key := range []string{"all", "all-kinds", "count", "count-some", "none", "prompt", "some", "suggestions"} {
		out[key] = s.Say("search."+key, message.Args{"n": "{n}", "q": "{q}"})
	}
	return out
}
