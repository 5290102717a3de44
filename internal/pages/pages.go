// Package pages draws figures as a site: pages, their JSON twins, search data and open
// data.
//
// In go a portfolio, its figures, findings and what Git knows; out comes a stream of
// (path, bytes), made on all cores and never held as a whole. The packages below, one for
// each subject, decide what a page says and in which order; templates draw it, message words it, chart plots it.
// It computes no figure, judges nothing, and touches no disk, clock or network. What
// is internal must be gone before: see contract.PublicPart.
package pages

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/pages/feeds"
	"github.com/forvalt/forvalt/internal/pages/kit"
)

// Site gives every file of the site. A page that cannot be drawn ends the stream with
// its error. Paths are slash-separated, below the site's root, and unique.
func Site(ctx context.Context, p *contract.Portfolio, f *measure.Figures, findings []diag.Finding, opt kit.Options) iter.Seq2[kit.File, error] {
	s := kit.New(p, f, findings, opt, kinds)
	pages := s.Pages()
	pages = append(pages, feeds.Sitemaps(s, pages)...)
	for _, a := range opt.Assets {
		pages = append(pages, kit.Page{Path: a.Path, Draw: func(b *bytes.Buffer) error { b.Write(a.Data); return nil }})
	}
	return drawAll(ctx, pages)
}

// maxScratch is how large a buffer may be that is used again, in bytes.
const maxScratch = 1 << 20

// drawAll draws pages on all cores and gives them as they are ready.
func drawAll(ctx context.Context, pages []kit.Page) iter.Seq2[kit.File, error] {
	type drawn struct {
		file kit.File
		err  error
	}
	return func(yield func(kit.File, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		out := make(chan drawn, runtime.GOMAXPROCS(0))
		var next atomic.Int64
		var wg sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			wg.Go(func() {
				var b bytes.Buffer // grows to the largest page; what is given on is a copy of the right size
				for {
					i := int(next.Add(1)) - 1
					if i >= len(pages) {
						return
					}
					if b.Reset(); b.Cap() > maxScratch {
						b = bytes.Buffer{}
					}
					err := pages[i].Draw(&b)
					if err != nil {
						err = fmt.Errorf("drawing %s: %w", pages[i].Path, err)
					}
					select {
					case out <- drawn{kit.File{Path: pages[i].Path, Data: bytes.Clone(b.Bytes())}, err}:
					case <-ctx.Done():
						return
					}
				}
			})
		}
		go func() { wg.Wait(); close(out) }()
		for d := range out {
			if !yield(d.file, d.err) || d.err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(kit.File{}, err)
		}
	}
}
