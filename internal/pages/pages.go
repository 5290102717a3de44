// Package pages draws figures as a site: pages, their JSON twins, search data and open
// data.
//
// In go a portfolio, its figures, findings and what Git knows; out comes a stream of (path, bytes),
// made on all cores and never held as a whole. The packages below, one for each subject, decide
// what a page says and in which order; templates draw it, message words it, chart plots it. It
// computes no figure, judges nothing, and touches no disk, clock or network. What is internal must
// have been taken out before: see contract.PublicPart.
package pages

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/file"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/pages/feeds"
	"github.com/forvalt/forvalt/internal/pages/kit"
)

// Site gives every file of the site. A page that cannot be drawn ends the stream with
// its error. Paths are slash-separated, below the site's root, and unique.
func Site(ctx context.Context, p *contract.Portfolio, f *measure.Figures, findings []diag.Finding, opt kit.Options) iter.Seq2[file.File, error] {
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
func drawAll(parent context.Context, pages []kit.Page) iter.Seq2[file.File, error] {
	return func(yield func(file.File, error) bool) {
		reading, stop := context.WithCancel(parent)
		defer stop()
		out := make(chan file.File, runtime.GOMAXPROCS(0))
		cores, ctx := errgroup.WithContext(reading)
		cores.SetLimit(runtime.GOMAXPROCS(0))
		scratch := sync.Pool{New: func() any { return new(bytes.Buffer) }}
		var others sync.WaitGroup // pages that are being drawn, but the last
		var err error
		go func() {
			waited := false
			for _, p := range pages {
				if ctx.Err() != nil {
					break
				}
				switch {
				case !p.Last:
					others.Add(1)
				case !waited:
					others.Wait()
					waited = true
				}
				cores.Go(func() error {
					if !p.Last {
						defer others.Done()
					}
					b := scratch.Get().(*bytes.Buffer)
					b.Reset()
					if err := p.Draw(b); err != nil {
						return fmt.Errorf("drawing %s: %w", p.Path, err)
					}
					f := file.File{Path: p.Path, Data: bytes.Clone(b.Bytes())}
					if b.Cap() <= maxScratch {
						scratch.Put(b)
					}
					select {
					case out <- f:
						return nil
					case <-ctx.Done():
						return ctx.Err()
					}
				})
			}
			err = cores.Wait()
			close(out)
		}()
		for f := range out {
			if !yield(f, nil) {
				return
			}
		}
		if err = cmp.Or(parent.Err(), err); err != nil {
			yield(file.File{}, err)
		}
	}
}
