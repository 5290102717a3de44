// Package render draws figures as a site: pages, their JSON twins, search data and
// open data.
//
// In go a portfolio, its figures, findings and what Git knows; out comes a stream of
// (path, bytes), made on all cores and never held as a whole. Render decides what a
// page says and in which order; templates draw it, message words it, chart plots it.
// It computes no figure, judges nothing, and touches no disk, clock or network. What
// is internal must be gone before: see contract.PublicPart.
package render

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
	"github.com/forvalt/forvalt/internal/message"
)

// Options of a site.
type Options struct {
	Profile   string           // contract.Internal or contract.Public
	Printer   *message.Printer // the site's language
	BaseURL   string           // absolute address of the site; "" leaves out feeds that need one
	FileLinks bool             // links end in index.html
	Version   string           // of the program, for the footer and the data files
	Log       Log
	Stories   Stories
	Signed    []contract.Signed              // what Git says of amendments and option decisions; the internal profile only
	Reports   []QuarterReport                // newest first
	Trend     Trend                          // zero: none are shown
	Assets    []file.File                    // styles, scripts, fonts and icons, as they are
	Rules     []Rule                         // of the check, for their pages
	Calendar  func(Calendar) []byte          // writes a calendar as a file; nil: no calendars
	Workbook  func(Workbook) ([]byte, error) // writes a table as a workbook; nil: none
	Book      func(Document) ([]byte, error) // writes a report as a workbook; nil: none
}

// Rule of the check, as its page needs it. Its words are in the catalogue under Key.
type Rule struct {
	Code, Severity, Group, Key string
	Bad, Good                  string // examples
}

// page is one file of the site, drawn when its turn comes.
type page struct {
	path string
	draw func(*bytes.Buffer) error
}

// Site gives every file of the site. A page that cannot be drawn ends the stream with
// its error. Paths are slash-separated, below the site's root, and unique.
func Site(ctx context.Context, p *contract.Portfolio, f *measure.Figures, findings []diag.Finding, opt Options) iter.Seq2[file.File, error] {
	s := newSite(p, f, findings, opt)
	var pages []page
	for _, section := range sections {
		pages = append(pages, section(s)...)
	}
	pages = append(pages, s.sitemaps(pages)...)
	for _, a := range opt.Assets {
		pages = append(pages, page{a.Path, func(b *bytes.Buffer) error { b.Write(a.Data); return nil }})
	}
	return drawAll(ctx, pages)
}

// maxScratch is how large a buffer may be that is used again, in bytes.
const maxScratch = 1 << 20

// drawAll draws pages on all cores and gives them as they are ready.
func drawAll(parent context.Context, pages []page) iter.Seq2[file.File, error] {
	return func(yield func(file.File, error) bool) {
		reading, stop := context.WithCancel(parent)
		defer stop()
		out := make(chan file.File, runtime.GOMAXPROCS(0))
		cores, ctx := errgroup.WithContext(reading)
		cores.SetLimit(runtime.GOMAXPROCS(0))
		scratch := sync.Pool{New: func() any { return new(bytes.Buffer) }}
		var err error
		go func() {
			for _, p := range pages {
				if ctx.Err() != nil {
					break
				}
				cores.Go(func() error {
					b := scratch.Get().(*bytes.Buffer)
					b.Reset()
					if err := p.draw(b); err != nil {
						return fmt.Errorf("drawing %s: %w", p.path, err)
					}
					f := file.File{Path: p.path, Data: bytes.Clone(b.Bytes())}
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
