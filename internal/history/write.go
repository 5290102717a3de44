package history

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
	"github.com/go-git/go-git/v5/plumbing/format/index"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// Writer makes a new repository with a history, all of whose objects lie in one pack.
// It writes nothing but the folder .git: the files of the last commit are the caller's.
type Writer struct {
	git    *git.Repository
	fs     billy.Filesystem
	branch string
	pack   *packWriter
	root   *folder
	head   plumbing.Hash
}

// Person who made a commit.
type Person struct{ Name, Email string }

// Create makes the repository in a folder that has none. Close must be called.
func Create(dir, branch string) (*Writer, error) {
	r, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{InitOptions: git.InitOptions{DefaultBranch: plumbing.NewBranchReferenceName(branch)}})
	if err != nil {
		return nil, fmt.Errorf("making the repository: %w", err)
	}
	store, ok := r.Storer.(*filesystem.Storage)
	if !ok {
		return nil, errors.New("making the repository: no folder for its objects")
	}
	w := &Writer{git: r, fs: store.Filesystem(), branch: branch, root: &folder{}}
	if w.pack, err = newPack(w.fs); err != nil {
		return nil, fmt.Errorf("making the repository: %w", err)
	}
	return w, nil
}

// Put gives a file its content, for the next commit.
func (w *Writer) Put(path string, data []byte) error {
	h, err := w.pack.add(plumbing.BlobObject, data)
	if err != nil {
		return err
	}
	w.root.put(path, h)
	return nil
}

// Remove takes a file or folder out of the next commit.
func (w *Writer) Remove(path string) { w.root.remove(path) }

// Commit writes what was put since the last commit, and reports whether anything had
// changed; without a change it makes no commit.
func (w *Writer) Commit(who Person, when time.Time, message string) (bool, error) {
	before := w.root.hash
	tree, err := w.root.write(w.pack)
	if err != nil || tree == before {
		return false, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "tree %s\n", tree)
	if !w.head.IsZero() {
		fmt.Fprintf(&b, "parent %s\n", w.head)
	}
	for _, role := range []string{"author", "committer"} {
		fmt.Fprintf(&b, "%s %s <%s> %d %s\n", role, who.Name, who.Email, when.Unix(), when.Format("-0700"))
	}
	fmt.Fprintf(&b, "\n%s\n", message)
	w.head, err = w.pack.add(plumbing.CommitObject, b.Bytes())
	return true, err
}

// Close ends the pack, and sets the branch and the index to the last commit.
func (w *Writer) Close() error {
	if err := w.pack.close(); err != nil {
		return fmt.Errorf("writing the repository: %w", err)
	}
	if w.head.IsZero() {
		return nil
	}
	idx := &index.Index{Version: 2}
	w.root.each("", func(p string, h plumbing.Hash) {
		idx.Entries = append(idx.Entries, &index.Entry{Name: p, Hash: h, Mode: filemode.Regular})
	})
	slices.SortFunc(idx.Entries, func(a, b *index.Entry) int { return strings.Compare(a.Name, b.Name) })
	err := w.git.Storer.SetIndex(idx)
	return errors.Join(err, w.git.Storer.SetReference(plumbing.NewHashReference(plumbing.NewBranchReferenceName(w.branch), w.head)))
}

// folder is a tree that is being written. Its entries are sorted as Git sorts them.
type folder struct {
	entries []child
	changed bool
	hash    plumbing.Hash
	raw     []byte // the object as last written
	depth   int    // length of the chain of deltas that it was written as
}

// child is a file, or a folder where sub is set.
type child struct {
	name   string
	hash   plumbing.Hash
	sub    *folder
	offset int // of the entry in raw; -1: new or changed
}

func (c child) sortName() string {
	if c.sub != nil {
		return c.name + "/"
	}
	return c.name
}

func (f *folder) find(sortName string) (int, bool) {
	return slices.BinarySearchFunc(f.entries, sortName, func(c child, n string) int { return strings.Compare(c.sortName(), n) })
}

func (f *folder) put(p string, h plumbing.Hash) {
	first, rest, deep := strings.Cut(p, "/")
	if !deep {
		i, ok := f.find(first)
		switch {
		case !ok:
			f.entries = slices.Insert(f.entries, i, child{name: first, hash: h, offset: -1})
		case f.entries[i].hash == h:
			return
		default:
			f.entries[i].hash, f.entries[i].offset = h, -1
		}
		f.changed = true
		return
	}
	i, ok := f.find(first + "/")
	if !ok {
		f.entries = slices.Insert(f.entries, i, child{name: first, sub: &folder{}, offset: -1})
	}
	f.entries[i].sub.put(rest, h)
	f.changed = f.changed || f.entries[i].sub.changed
}

func (f *folder) remove(p string) {
	first, rest, deep := strings.Cut(p, "/")
	i, ok := f.find(first + "/")
	if deep && ok {
		sub := f.entries[i].sub
		if sub.remove(rest); len(sub.entries) > 0 {
			f.changed = f.changed || sub.changed
			return
		}
	} else if !deep && !ok {
		i, ok = f.find(first)
	}
	if ok {
		f.entries = slices.Delete(f.entries, i, i+1)
		f.changed = true
	}
}

func (f *folder) each(dir string, visit func(string, plumbing.Hash)) {
	for _, c := range f.entries {
		if c.sub != nil {
			c.sub.each(dir+c.name+"/", visit)
		} else {
			visit(dir+c.name, c.hash)
		}
	}
}

const (
	smallTree = 2000 // bytes; smaller ones are not worth a delta
	maxDepth  = 12   // deltas on top of each other
)

// write writes the changed folders, large ones as a delta from what they were, so that a
// commit costs only what it changes.
func (f *folder) write(p *packWriter) (plumbing.Hash, error) {
	if !f.changed {
		return f.hash, nil
	}
	var raw, diff bytes.Buffer
	raw.Grow(len(f.raw) + 100)
	copied, copyFrom, fresh := 0, 0, []byte(nil)
	flush := func() {
		for at := copyFrom; copied > 0; {
			n := min(copied, 0xffff)
			copyOp(&diff, at, n)
			at, copied = at+n, copied-n
		}
		for len(fresh) > 0 {
			n := min(len(fresh), 127)
			diff.WriteByte(byte(n))
			diff.Write(fresh[:n])
			fresh = fresh[n:]
		}
	}
	for i := range f.entries {
		c := &f.entries[i]
		mode := "100644 "
		if c.sub != nil {
			mode = "40000 "
			h, err := c.sub.write(p)
			if err != nil {
				return h, err
			}
			if h != c.hash {
				c.hash, c.offset = h, -1
			}
		}
		n := len(mode) + len(c.name) + 1 + len(c.hash)
		at := raw.Len()
		raw.WriteString(mode)
		raw.WriteString(c.name)
		raw.WriteByte(0)
		raw.Write(c.hash[:])
		switch {
		case c.offset < 0:
			if copied > 0 {
				flush()
			}
			fresh = append(fresh, raw.Bytes()[at:]...)
		case copied > 0 && copyFrom+copied == c.offset:
			copied += n
		default:
			flush()
			copyFrom, copied = c.offset, n
		}
		c.offset = at
	}
	flush()
	var err error
	was := f.hash
	if len(f.raw) > smallTree && f.depth < maxDepth && diff.Len() < raw.Len()/2 {
		f.depth++
		f.hash, err = p.addDiff(plumbing.TreeObject, raw.Bytes(), was, len(f.raw), diff.Bytes())
	} else {
		f.depth = 0
		f.hash, err = p.add(plumbing.TreeObject, raw.Bytes())
	}
	f.raw, f.changed = raw.Bytes(), false
	return f.hash, err
}

// copyOp writes the instruction "copy n bytes from offset at".
func copyOp(b *bytes.Buffer, at, n int) {
	op, args := byte(0x80), []byte(nil)
	for i, v := range []int{at, at >> 8, at >> 16, at >> 24, n, n >> 8} {
		if v &= 0xff; v != 0 {
			op |= 1 << i
			args = append(args, byte(v))
		}
	}
	b.WriteByte(op)
	b.Write(args)
}

// packWriter writes objects into one pack, each once.
type packWriter struct {
	fs    billy.Filesystem
	file  billy.File
	name  string
	at    int64
	buf   bytes.Buffer
	zip   *zlib.Writer
	known map[plumbing.Hash]int64 // where each object begins
	index idxfile.Writer
}

func newPack(fs billy.Filesystem) (*packWriter, error) {
	file, err := fs.TempFile("objects/pack", "tmp_pack_")
	if err != nil {
		return nil, err
	}
	zip, err := zlib.NewWriterLevel(io.Discard, zlib.BestSpeed)
	if err != nil {
		return nil, err
	}
	p := &packWriter{fs: fs, file: file, name: file.Name(), zip: zip, known: map[plumbing.Hash]int64{}}
	return p, p.out(p.header(0))
}

func (p *packWriter) header(n int) []byte {
	return binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), uint32(n))
}

func (p *packWriter) out(data []byte) error {
	n, err := p.file.Write(data)
	p.at += int64(n)
	return err
}

// add writes an object, unless it is there.
func (p *packWriter) add(t plumbing.ObjectType, data []byte) (plumbing.Hash, error) {
	h := hashOf(t, data)
	if _, there := p.known[h]; there {
		return h, nil
	}
	return h, p.entry(h, byte(t), len(data), nil, data)
}

// addDiff writes an object as a delta from one that is already in the pack.
func (p *packWriter) addDiff(t plumbing.ObjectType, data []byte, from plumbing.Hash, size int, ops []byte) (plumbing.Hash, error) {
	h := hashOf(t, data)
	if _, there := p.known[h]; there {
		return h, nil
	}
	diff := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(size)), uint64(len(data)))
	diff = append(diff, ops...)
	back := p.at - p.known[from]
	distance := []byte{byte(back & 0x7f)}
	for back >>= 7; back > 0; back >>= 7 {
		back--
		distance = slices.Insert(distance, 0, byte(0x80|back&0x7f))
	}
	return h, p.entry(h, byte(plumbing.OFSDeltaObject), len(diff), distance, diff)
}

func (p *packWriter) entry(h plumbing.Hash, kind byte, size int, distance, data []byte) error {
	p.buf.Reset()
	first, rest := kind<<4|byte(size&0xf), size>>4
	for rest > 0 {
		p.buf.WriteByte(first | 0x80)
		first, rest = byte(rest&0x7f), rest>>7
	}
	p.buf.WriteByte(first)
	p.buf.Write(distance)
	p.zip.Reset(&p.buf)
	if _, err := p.zip.Write(data); err != nil {
		return err
	}
	if err := p.zip.Close(); err != nil {
		return err
	}
	p.known[h] = p.at
	p.index.Add(h, uint64(p.at), crc32.ChecksumIEEE(p.buf.Bytes()))
	return p.out(p.buf.Bytes())
}

// close writes the number of objects, the checksum and the index.
func (p *packWriter) close() (err error) {
	defer func() { err = errors.Join(err, p.file.Close()) }()
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := p.file.Write(p.header(len(p.known))); err != nil {
		return err
	}
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	sum := sha1.New()
	if _, err := io.Copy(sum, p.file); err != nil {
		return err
	}
	var check plumbing.Hash
	sum.Sum(check[:0])
	if _, err := p.file.Write(check[:]); err != nil {
		return err
	}
	if len(p.known) == 0 {
		return p.fs.Remove(p.name)
	}
	if err := p.index.OnFooter(check); err != nil {
		return err
	}
	idx, err := p.index.Index()
	if err != nil {
		return err
	}
	base := "objects/pack/pack-" + check.String()
	out, err := p.fs.Create(base + ".idx")
	if err != nil {
		return err
	}
	_, err = idxfile.NewEncoder(out).Encode(idx)
	return cmp.Or(errors.Join(err, out.Close()), p.fs.Rename(p.name, base+".pack"))
}
