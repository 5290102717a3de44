// Package publish puts a stream of files on disk as one folder, all of it or none.
//
// In go a folder and a stream of (path, bytes); out comes the folder with exactly
// those files. It is built beside the old one, where what did not change is a hard
// link to the old file (a copy where the disk has no links), and takes its place by
// two renames:
//
//	.public.forvalt-new   being built; locked while a build runs
//	public                what readers see
//	.public.forvalt-old   what was there before, for the moment of the swap
//
// A build that fails, is cancelled or is killed leaves the last good folder; the next
// Write repairs a swap that was cut in two. A file with the same content keeps its
// time, so that mirrors and browsers need not fetch it again. A folder is ours if it
// is empty or holds the mark, which lists every file that we wrote; a folder with
// anything else in it is refused, and nothing that we did not write is ever deleted.
//
// Only the mark is forced to disk (fsync). A site can be made again from its
// repository, and a file cut short by a power failure is found by the next Write,
// which compares contents and not dates.
//
// Publish knows no format and makes no content. Of what people own it writes nothing: that
// is package place, and package history in .git.
package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/forvalt/forvalt/internal/file"
)

// Options of Write. The zero value is good.
type Options struct {
	// Workers write at the same time; 0 means as many as there are cores, and two at least.
	Workers int
	// Progress, if set, is told after every file how many are done and how many there
	// will be: an estimate from the last time until both are equal, at the end.
	Progress func(done, total int)

	step func(at string) // for tests: called at the named points of the route
}

// Stats say what Write did.
type Stats struct {
	Files     int   // in the folder now, without the mark
	Written   int   // new, or with changed content
	Unchanged int   // the others
	Removed   int   // were there before and are no longer
	Bytes     int64 // of all files
}

// Errors to tell apart. Errors of the system keep their path and cause.
var (
	ErrBusy  = errors.New("another build is writing the same folder")
	ErrEmpty = errors.New("there are no files to publish")
)

// ForeignError says that a folder holds what we did not write.
type ForeignError struct {
	Dir   string
	Paths []string // the first few, slash-separated; none where the folder has no mark at all
}

func (e *ForeignError) Error() string {
	if len(e.Paths) == 0 {
		return fmt.Sprintf("%s is not empty and was not made by forvalt", e.Dir)
	}
	return fmt.Sprintf("%s holds files that forvalt did not write: %s", e.Dir, strings.Join(e.Paths, ", "))
}

// PathError says why a file cannot have the path that it came with.
type PathError struct{ Path, Reason string }

func (e *PathError) Error() string { return fmt.Sprintf("path %q %s", e.Path, e.Reason) }

// Write makes dir hold exactly the files of the stream. The stream is pulled by one
// goroutine, the caller's, and its first error ends the work and is returned as it is.
// If the error is not nil, dir is as it was, except where the error says that the
// new site is in place and only the old one could not be removed.
func Write(ctx context.Context, dir string, files iter.Seq2[file.File, error], opt Options) (stats Stats, err error) {
	if opt.step == nil {
		opt.step = func(string) {}
	}
	s, err := open(dir, opt.step)
	if err != nil {
		return Stats{}, err
	}
	defer func() {
		if closing := s.close(); closing != nil {
			err = errors.Join(err, closing)
		}
	}()

	b := newBuild(s, opt)
	if err = b.fill(ctx, files); err != nil {
		return Stats{}, err
	}
	stats = b.stats()
	if stats.Files == 0 {
		return Stats{}, ErrEmpty
	}
	if stats.Written == 0 && stats.Removed == 0 {
		return stats, nil // what stands is what was asked for
	}
	if err := b.keep(ctx); err != nil {
		return Stats{}, err
	}
	if err := s.seal(b.names.sorted(false)); err != nil {
		return Stats{}, err
	}
	if err := ctx.Err(); err != nil {
		return Stats{}, err
	}
	return stats, s.swap()
}

// build fills the new folder: first with what differs from the published site, and
// only if something does, with the rest.
type build struct {
	*site
	opt   Options
	names *names

	written atomic.Int64
	bytes   atomic.Int64
	buffers sync.Pool // of *[64 << 10]byte, to compare contents

	mu      sync.Mutex
	kept    []string    // files that did not change, in the system's form
	noLinks atomic.Bool // the disk has none
}

func newBuild(s *site, opt Options) *build {
	if opt.Workers <= 0 {
		opt.Workers = max(2, runtime.GOMAXPROCS(0))
	}
	return &build{site: s, opt: opt, names: newNames(), buffers: sync.Pool{New: func() any { return new([64 << 10]byte) }}}
}

// fill pulls the stream and lets the workers write what comes.
func (b *build) fill(parent context.Context, files iter.Seq2[file.File, error]) error {
	workers, ctx := b.workers(parent)
	defer func() { _ = workers.Wait() }() // nobody writes any more, also when the stream fails or panics
	done := 0
	for f, err := range files {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			break // Wait says why
		}
		j, err := b.admit(f)
		if err != nil {
			return err
		}
		workers.Go(func() error { return b.put(j) })
		if done++; b.opt.Progress != nil {
			b.opt.Progress(done, max(len(b.old), done+1))
		}
	}
	if b.opt.Progress != nil && ctx.Err() == nil {
		b.opt.Progress(done, done)
	}
	err := workers.Wait()
	return cmp.Or(parent.Err(), err)
}

// keep gives the new folder the files that did not change.
func (b *build) keep(parent context.Context) error {
	for _, d := range b.names.sorted(true) {
		if err := b.folder(filepath.FromSlash(d)); err != nil {
			return err
		}
	}
	workers, ctx := b.workers(parent)
	for _, p := range b.kept {
		if ctx.Err() != nil {
			break
		}
		workers.Go(func() error { return b.link(p) })
	}
	err := workers.Wait()
	return cmp.Or(parent.Err(), err)
}

// workers are as many as were asked for; the context ends with the first error of one.
func (b *build) workers(ctx context.Context) (*errgroup.Group, context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(b.opt.Workers)
	return g, ctx
}

// stats sums up. Old files that did not come again are counted as removed.
func (b *build) stats() Stats {
	s := Stats{
		Files:     int(b.written.Load()) + len(b.kept),
		Written:   int(b.written.Load()),
		Unchanged: len(b.kept),
		Bytes:     b.bytes.Load(),
	}
	for p := range b.old {
		if !b.names.has(p) {
			s.Removed++
		}
	}
	return s
}
