package store

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/toml"
)

// Cache remembers what files became, so that a file with the same path and content is
// read and parsed once, however many trees it stands in. The portfolios that come out
// share its records: nothing may change a record after Load (nothing does; Load copies
// what it puts together or sorts). It keeps what the latest Load used and forgets the
// rest, so that memory follows one tree, not all of history. Loads that share a cache
// come one after the other, with the same Prefix.
type Cache struct {
	mu          sync.Mutex
	files, used map[cacheKey]*file
	parsed      int
}

type cacheKey struct{ path, content string }

// Parsed counts the files that were parsed, over all loads.
func (c *Cache) Parsed() int { return c.parsed }

// identified is a directory entry that knows the name of its file's content, as Git
// names blobs: those of a past tree do.
type identified interface{ ContentID() string }

func contentOf(d fs.DirEntry) string {
	if i, ok := d.(identified); ok {
		return i.ContentID()
	}
	return ""
}

// find gives the file of a key, and notes that it is used.
func (c *Cache) find(k cacheKey) *file {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.files[k]
	if f != nil {
		c.used[k] = f
	}
	return f
}

func (c *Cache) put(k cacheKey, f *file) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.used[k] = f
	c.parsed++
}

// File is a data file that was read.
type File struct{ f *file }

// Read gives the file at a path below the data folder: from the cache if it knows the
// content, else parsed from the bytes that fetch gives; nil if no record has such a path.
// The cache does not keep it; see Hold. Read may be called concurrently, but not while a
// Load with the same cache runs. Prefix is as in Options.
func (c *Cache) Read(prefix, p, content string, fetch func() ([]byte, error)) *File {
	if c != nil {
		if f := c.files[cacheKey{p, content}]; f != nil && content != "" {
			return &File{f}
		}
	}
	if ignored(p) || strings.Contains("/"+p, "/.") {
		return nil
	}
	k, ids := classify(p)
	if k == nil || slices.ContainsFunc(ids, func(id string) bool { return !IsID(id) }) {
		return nil
	}
	l, f := &loader{opt: Options{Prefix: prefix}}, &file{path: p, ids: ids}
	f.content, f.fetched = content, true
	if f.data, f.err = fetch(); f.err == nil && len(f.data) > toml.MaxSize {
		f.err = errTooLarge
	}
	l.read(f)
	f.table, f.data, f.faults = nil, nil, nil
	return &File{f}
}

// Hold keeps files for the next Load.
func (c *Cache) Hold(f *File) {
	if f.f.content == "" || f.f.unreadable {
		return
	}
	if c.files == nil {
		c.files = map[cacheKey]*file{}
	}
	c.files[cacheKey{f.f.path, f.f.content}] = f.f
}

// Contract builds a contract from the files of one folder, in the order of their paths; nil
// if they are not a contract. unread reports that one of them could not be read at all.
func Contract(files []*File) (c *contract.Contract, unread bool) {
	ps := &parts{portfolio: &contract.Portfolio{}, contracts: map[string]*contract.Contract{}}
	for _, f := range files {
		if f.f.put == nil {
			unread = true
			continue
		}
		f.f.put(ps)
	}
	for _, c := range ps.contracts {
		if c.ID != "" {
			inOrder(c)
			return c, unread
		}
	}
	return nil, unread
}

func (c *Cache) begin() { c.used = make(map[cacheKey]*file, len(c.files)) }
func (c *Cache) end()   { c.files, c.used = c.used, nil }

// nameOf is Git's name of a blob.
func nameOf(data []byte) string {
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// readOnce gives a file as it was read before, or reads it.
func (l *loader) readOnce(f *file) *file {
	c := l.opt.Cache
	if c == nil {
		l.read(f)
		return f
	}
	k := cacheKey{f.path, f.content}
	if k.content == "" { // not known on disk: the bytes are read, but parsed only if they are new
		f.data, f.err = l.bytes(f.path)
		f.fetched = true
		if f.err != nil {
			l.read(f)
			return f
		}
		k.content = nameOf(f.data)
	}
	if known := c.find(k); known != nil {
		return known
	}
	l.read(f)
	f.table, f.data, f.faults = nil, nil, nil // the result is enough
	if !f.unreadable {
		c.put(k, f)
	}
	return f
}
