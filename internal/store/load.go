// Package store reads a folder of TOML and Markdown files into a portfolio, and
// writes records back as TOML.
//
// In goes an fs.FS (the working tree, a past commit, a test archive); out come the
// portfolio and every finding about its files, each at line and column. All faults of all
// files are found in one run, and the result does not depend on the order in which files
// come. Store judges form and references, not substance, which is left to package check. It
// writes nothing to disk: it makes bytes.
package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/slug"
	"github.com/forvalt/forvalt/internal/toml"
)

// Schema is the newest version of the data's layout that this program reads.
const Schema = 2

// Options of Load. The zero value reads a folder quietly.
type Options struct {
	Prefix   string                // put before the paths that findings show: "contracts"
	Progress func(done, total int) // called now and then while files are read
	Cache    *Cache                // of files that were read before; nil: none
}

// Load reads the whole folder. It always gives a portfolio, of what could be read.
func Load(ctx context.Context, fsys fs.FS, opt Options) (*contract.Portfolio, []diag.Finding) {
	l := &loader{fsys: fsys, opt: opt, misnamed: map[string][]string{}, badIDs: map[string]bool{}}
	if opt.Cache != nil {
		opt.Cache.begin()
		defer opt.Cache.end()
	}
	files := l.list()
	read := l.readAll(ctx, files)

	p := &contract.Portfolio{}
	ps := &parts{portfolio: p, contracts: map[string]*contract.Contract{}}
	var refs []reference
	for _, f := range read { // in the order of their paths
		l.findings = append(l.findings, f.findings...)
		refs = append(refs, f.refs...)
		if f.put != nil {
			f.put(ps)
		}
	}
	l.contracts(ps)
	p.Index()
	l.spend(p)
	if newer, is := l.settings(p); is {
		return p, []diag.Finding{newer} // nothing else about it can be trusted
	}
	missing := unread(read)
	for kind, ids := range l.misnamed {
		missing[kind] = append(missing[kind], ids...)
	}
	for id, c := range ps.contracts {
		if c.ID == "" { // a folder without contract.toml, already reported
			missing["contract"] = append(missing["contract"], id)
		}
	}
	p.Unread = len(missing)
	l.findings = append(l.findings, resolve(p, refs, missing)...)
	return p, diag.Sort(l.findings)
}

type loader struct {
	fsys     fs.FS
	opt      Options
	findings []diag.Finding
	misnamed map[string][]string // by kind, ids of records whose file has another name
	badIDs   map[string]bool     // files and folders whose name cannot be an id, reported
}

func (l *loader) place(p string) diag.Pos { return diag.Pos{File: path.Join(l.opt.Prefix, p)} }

func (l *loader) report(p, code string, args diag.Args) {
	l.findings = append(l.findings, diag.Finding{Code: code, Severity: severityOf(code), Pos: l.place(p), Args: args})
}

// list walks the folder and gives the files to read, sorted by path.
func (l *loader) list() []*file {
	var files []*file
	lower := map[string]string{} // lower-case path → path, to find ids that differ by case only
	err := fs.WalkDir(l.fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			l.report(p, "FV001", diag.Args{"path": p, "reason": reason(err)})
			if d != nil && d.IsDir() && p != "." {
				return fs.SkipDir
			}
			return nil
		case p == ".":
			return nil
		case d.Type()&fs.ModeSymlink != 0 && !l.linkIsFile(p):
			return nil
		case d.IsDir():
			return l.directory(p)
		case ignored(p):
			return nil
		}
		if other, taken := lower[strings.ToLower(p)]; taken {
			l.report(p, "FV015", diag.Args{"id": p, "other": other})
			return nil
		}
		lower[strings.ToLower(p)] = p
		if f := l.file(p); f != nil {
			f.content = contentOf(d)
			files = append(files, f)
		}
		return nil
	})
	if err != nil {
		l.report(".", "FV001", diag.Args{"path": ".", "reason": reason(err)})
	}
	slices.SortFunc(files, func(a, b *file) int { return strings.Compare(a.path, b.path) })
	return files
}

// directory skips hidden folders and reports a folder that stands where a file should.
func (l *loader) directory(p string) error {
	if base := path.Base(p); strings.HasPrefix(base, ".") || base == "__MACOSX" || base == "$RECYCLE.BIN" {
		return fs.SkipDir
	}
	if k, _ := classify(p); k != nil {
		l.report(p, "FV001", diag.Args{"path": p, "reason": "is-folder"})
		return fs.SkipDir
	}
	return nil
}

// linkIsFile follows a symbolic link; links out of the folder and to folders are refused.
func (l *loader) linkIsFile(p string) bool {
	info, err := fs.Stat(l.fsys, p)
	if err == nil && info.Mode().IsRegular() {
		return true
	}
	target, _ := fs.ReadLink(l.fsys, p)
	l.report(p, "FV011", diag.Args{"target": target})
	return false
}

func (l *loader) file(p string) *file {
	k, ids := classify(p)
	if k == nil {
		l.misplaced(p)
		return nil
	}
	for i, id := range ids {
		if !IsID(id) {
			l.badID(p, id, i)
			return nil
		}
	}
	return &file{path: p, ids: ids}
}

// misplaced reports a file that no data have the place of. Text that somebody may have meant as
// data is an error, for it would be missed; others only do not belong here.
func (l *loader) misplaced(p string) {
	if rest, ok := strings.CutSuffix(p, ".txt"); ok { // editors put it on, and file managers hide it
		if k, ids := classify(rest); k != nil {
			l.misname(rest, ids)
			l.report(p, "FV013", diag.Args{"path": p, "variant": "txt", "name": path.Base(rest)})
			return
		}
	}
	closest := closestPlace(p)
	if closest == "" && !strings.HasSuffix(p, ".toml") {
		l.report(p, "FV017", diag.Args{"path": p})
		return
	}
	if _, err := fs.Stat(l.fsys, closest); closest != "" && err == nil { // as a copy is
		l.report(p, "FV017", diag.Args{"path": p, "variant": "beside", "name": path.Base(closest)})
		return
	}
	if k, ids := classify(closest); k != nil && !strings.Contains(closest, "*") {
		l.misname(closest, ids)
	}
	l.report(p, "FV013", diag.Args{"path": p, "closest": closest})
}

// misname remembers that the record of a path has its file under another name.
func (l *loader) misname(p string, ids []string) {
	if kind := kindOf(p); kind != "" && len(ids) > 0 && (kind != "contract" || path.Base(p) == "contract.toml") {
		l.misnamed[kind] = append(l.misnamed[kind], ids...)
	}
}

// badID reports an id that cannot be one: once, at the first file, where it is a folder's name.
func (l *loader) badID(p, id string, part int) {
	dir := p
	if part == 0 && strings.HasPrefix(p, "agreements/") {
		dir = "agreements/" + id
		l.misnamed["contract"] = append(l.misnamed["contract"], id)
	}
	if l.badIDs[dir] {
		return
	}
	l.badIDs[dir] = true
	closest := slug.Of(id)
	if _, err := fs.Stat(l.fsys, strings.Replace(dir, id, closest, 1)); err == nil || !IsID(closest) {
		closest = "" // taken, or no id either
	}
	args := diag.Args{"id": clip(seen(id)), "closest": closest}
	if text, err := l.bytes(dir + "/contract.toml"); err == nil && dir != p {
		args[misnamedText] = string(text)
		p = dir + "/contract.toml"
	}
	l.report(p, "FV014", args)
}

// misnamedText is the argument that holds the text of contract.toml in a folder whose name is
// refused: by it the contract is known again (see Misnamed).
const misnamedText = "text"

// closestPlace suggests where a misplaced file may belong.
func closestPlace(p string) string {
	var patterns, named []string
	for _, k := range kinds {
		patterns = append(patterns, k.pattern)
		if is, _ := path.Match(path.Base(k.pattern), path.Base(p)); is && strings.Count(k.pattern, "/") == strings.Count(p, "/") {
			named = append(named, k.pattern)
		}
	}
	if i := strings.LastIndex(p, "/"); i >= 0 { // a misspelt name in the right folder
		for _, pat := range patterns {
			dir, base := path.Split(pat)
			if ids, ok := matches(strings.TrimSuffix(dir, "/"), p[:i]); ok {
				if c := diag.Closest(p[i+1:], []string{base}); c != "" {
					for _, id := range ids {
						dir = strings.Replace(dir, "*", id, 1)
					}
					return dir + base
				}
			}
		}
	}
	return diag.Closest(p, named) // the right name in a misspelt folder
}

// readAll reads and binds all files on all cores.
func (l *loader) readAll(ctx context.Context, files []*file) []*file {
	var done atomic.Int64
	var cores errgroup.Group
	cores.SetLimit(runtime.GOMAXPROCS(0))
	for i := range files {
		if ctx.Err() != nil {
			break
		}
		cores.Go(func() error {
			files[i] = l.readOnce(files[i])
			if n := int(done.Add(1)); l.opt.Progress != nil {
				l.opt.Progress(n, len(files))
			}
			return nil
		})
	}
	_ = cores.Wait() // what is wrong with a file is a finding
	return files
}

// read takes one file from bytes to values.
func (l *loader) read(f *file) {
	data, err := f.data, f.err
	if !f.fetched {
		data, err = l.bytes(f.path)
	}
	f.unreadable = err != nil
	f.src = toml.NewSource(path.Join(l.opt.Prefix, f.path), data)
	whole := func(code string, args diag.Args) {
		f.findings = append(f.findings, diag.Finding{Code: code, Severity: severityOf(code), Pos: diag.Pos{File: f.src.Path}, Args: args})
	}
	switch {
	case errors.Is(err, errTooLarge):
		whole("FV009", diag.Args{"limit": toml.MaxSize >> 20})
		return
	case err != nil:
		whole("FV001", diag.Args{"path": f.path, "reason": reason(err)})
		return
	}
	if !f.text() {
		return
	}
	if strings.HasSuffix(f.path, ".json") {
		return
	}
	k, _ := classify(f.path)
	f.bound(k.read)
}

// bound reads the values of a file, if it is TOML or has it, and words what is not. A file
// with such faults, or with more than are told, is read for its findings only: no record is
// made of a part.
func (f *file) bound(read func(*file)) {
	is := f.decodeWhole()
	if n := utf8.RuneCountInString(f.body); n > maxBody {
		f.findings = append(f.findings, f.src.Offset(0, 1).At("FV035", diag.Error, diag.Args{"key": path.Base(f.path), "n": n, "limit": maxBody}))
		f.body = ""
	}
	if is {
		read(f)
	}
	for _, se := range f.faults {
		f.findings = append(f.findings, f.syntax(se))
	}
	if len(f.faults) > 0 || f.more {
		f.put = nil
	}
	if f.more || len(f.faults) > 0 && f.table == nil {
		f.findings = append(f.findings, moreIn(f.src))
	}
}

// moreIn is the finding of a file that has more faults than are told.
func moreIn(src *diag.Source) diag.Finding {
	return diag.Finding{Code: "FV036", Severity: diag.Error, Pos: diag.Pos{File: src.Path}}
}

func (f *file) decodeWhole() bool {
	if strings.HasSuffix(f.path, ".md") {
		return f.frontMatter()
	}
	return f.decode(f.src.Data)
}

// text checks that the bytes are text that somebody can have meant.
func (f *file) text() bool {
	d := f.src.Data
	if !utf8.Valid(d) {
		bad := 0
		for i := 0; i < len(d); {
			r, n := utf8.DecodeRune(d[i:])
			if r == utf8.RuneError && n == 1 {
				bad = i
				break
			}
			i += n
		}
		f.findings = append(f.findings, f.src.Offset(bad, 1).At("FV002", diag.Error, nil))
		return false
	}
	if rest, has := bytes.CutPrefix(d, []byte("\uFEFF")); has {
		f.findings = append(f.findings, diag.Finding{Code: "FV003", Severity: diag.Warning, Pos: diag.Pos{File: f.src.Path, Line: 1, Col: 1}, Width: 1})
		d = rest
		f.src = toml.NewSource(f.src.Path, d)
	}
	if len(bytes.TrimSpace(d)) == 0 && !strings.HasSuffix(f.path, "notes.md") {
		f.findings = append(f.findings, diag.Finding{Code: "FV004", Severity: diag.Error, Pos: diag.Pos{File: f.src.Path, Line: 1, Col: 1}, Width: 1})
		return false
	}
	if at := longLine(d); at >= 0 && !strings.HasSuffix(f.path, ".json") {
		place := diag.Pos{File: f.src.Path, Line: bytes.Count(d[:at], []byte("\n")) + 1, Col: 1}
		f.findings = append(f.findings, diag.Finding{Code: "FV009", Severity: diag.Error, Pos: place, Width: 1, Args: diag.Args{"variant": "line", "limit": maxLine}})
		return false
	}
	for _, mark := range []string{"<<<<<<< ", ">>>>>>> "} {
		if i := lineStarting(d, mark); i >= 0 {
			f.findings = append(f.findings, f.src.Offset(i, 7).At("FV005", diag.Error, nil))
			return false
		}
	}
	return true
}

// longLine is the offset of the first line that is longer than maxLine; -1 for none.
func longLine(d []byte) int {
	for from := 0; len(d)-from > maxLine; {
		i := bytes.IndexByte(d[from:], '\n')
		if i < 0 || i > maxLine {
			return from
		}
		from += i + 1
	}
	return -1
}

func lineStarting(d []byte, mark string) int {
	if bytes.HasPrefix(d, []byte(mark)) {
		return 0
	}
	if i := bytes.Index(d, []byte("\n"+mark)); i >= 0 {
		return i + 1
	}
	return -1
}

// decode reads TOML. What is not TOML is left out, and kept in faults.
func (f *file) decode(data []byte) bool {
	m, rest, faults, err := toml.Salvage(data)
	f.table, f.faults = m, faults
	if err != nil { // toml.ErrDepth is the only one
		f.findings = append(f.findings, f.src.Offset(0, 1).At("FV010", diag.Error, diag.Args{"limit": toml.MaxDepth}))
		return false
	}
	if len(faults) > 0 {
		f.src = &diag.Source{Path: f.src.Path, Data: data, Locate: func([]byte) map[string]diag.Spans { return toml.Locate(rest) }}
		f.lost = lostWords(data, faults)
		for _, se := range faults {
			f.twice = append(f.twice, se.Duplicate)
		}
	}
	return m != nil
}

// keyLike is a word that stands where a key does.
var keyLike = regexp.MustCompile(`([\pL_]+)["\s]*[=:]|^["\s]*([\pL_]+)`)

// lostWords are the words in what could not be read that may be names of keys.
func lostWords(data []byte, faults []*toml.SyntaxError) []string {
	var out []string
	for _, se := range faults {
		text := plainSigns(string(bytes.ToValidUTF8(data[se.Lost.Start:min(se.Lost.End, se.Lost.Start+1000)], nil)))
		for _, m := range keyLike.FindAllStringSubmatch(text, -1) {
			word := m[1] + m[2]
			out = append(append(out, word), strings.Split(word, "_")...)
		}
	}
	return out
}

var errTooLarge = errors.New("too large")

func (l *loader) bytes(p string) ([]byte, error) {
	r, err := l.fsys.Open(p)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	info, err := r.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not-a-file")
	case info.Size() > toml.MaxSize:
		return nil, errTooLarge
	}
	buf := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	if _, err := buf.ReadFrom(io.LimitReader(r, toml.MaxSize+1)); err != nil {
		return nil, err
	}
	if buf.Len() > toml.MaxSize {
		return nil, errTooLarge
	}
	return buf.Bytes(), nil
}

// reason is why a file cannot be read: a word of the catalogue's [reason] for what people
// meet, else the system's own words.
func reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "not-there"
	case errors.Is(err, fs.ErrPermission):
		return "not-allowed"
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// frontMatter splits a Markdown file into the TOML between lines of +++ and the body.
func (f *file) frontMatter() bool {
	d := bytes.ReplaceAll(f.src.Data, []byte("\r\n"), []byte("\n"))
	f.table, f.line = map[string]any{}, 1
	rest, has := bytes.CutPrefix(d, []byte("+++\n"))
	if !has {
		f.body = string(d)
		return true
	}
	end := lineStarting(rest, "+++")
	if end < 0 {
		f.findings = append(f.findings, f.src.Offset(0, 3).At("FV032", diag.Error, nil))
		return false
	}
	// The front matter keeps its place in the file: its lines are counted with a blank first line.
	head := append([]byte("\n"), rest[:end]...)
	whole := f.src
	f.src = toml.NewSource(whole.Path, head)
	body := rest[end:]
	_, body, _ = bytes.Cut(body, []byte("\n"))
	f.body, f.line = string(body), bytes.Count(d[:len(d)-len(body)], []byte("\n"))+1
	return f.decode(head)
}

// contracts puts the contracts into the portfolio; a folder without contract.toml is a finding.
func (l *loader) contracts(ps *parts) {
	for id, c := range ps.contracts {
		if c.ID == "" {
			p := "agreements/" + id + "/contract.toml"
			if _, err := fs.Stat(l.fsys, p); errors.Is(err, fs.ErrNotExist) && !slices.Contains(l.misnamed["contract"], id) {
				l.report(p, "FV033", diag.Args{"id": id})
			}
			continue // there, but unreadable: already reported
		}
		inOrder(c)
		l.months(c)
		l.entries(c)
		ps.portfolio.Contracts = append(ps.portfolio.Contracts, c)
	}
}

// months reports months whose turnover two files of a contract give.
func (l *loader) months(c *contract.Contract) {
	if c.Turnover == nil {
		return
	}
	ms := c.Turnover.Months
	for i := 1; i < len(ms); i++ {
		if ms[i].Month == ms[i-1].Month {
			l.twice(ms[i].AtKey(""), ms[i-1].AtKey(""), ms[i].Month)
		}
	}
}

// entries reports an entry of the log whose id one of another file has.
func (l *loader) entries(c *contract.Contract) {
	first := map[string]contract.LogEntry{}
	for _, e := range c.Log {
		if o, taken := first[e.ID]; taken && e.ID != "" && o.Src != e.Src {
			fd := e.At("id").At("FV027", diag.Error, diag.Args{"list": "entries", "id": e.ID})
			fd.Related = []diag.Related{o.At("id").Related()}
			l.findings = append(l.findings, fd)
			continue
		}
		first[e.ID] = e
	}
}

// spend reports quarters that two files of the spend analysis give.
func (l *loader) spend(p *contract.Portfolio) {
	for i := 1; i < len(p.Spend); i++ {
		if a, b := p.Spend[i-1], p.Spend[i]; a.Quarter == b.Quarter && !b.Quarter.IsZero() {
			l.twice(b.At("quarter"), a.At("quarter"), b.Quarter)
		}
	}
}

// twice reports a period whose figures are given twice, and would be counted twice.
func (l *loader) twice(again, first diag.Place, period any) {
	fd := again.At("FV034", diag.Error, diag.Args{"period": period})
	fd.Related = []diag.Related{first.Related()}
	l.findings = append(l.findings, fd)
}

// inOrder sorts what several files of a contract may have given.
func inOrder(c *contract.Contract) {
	if c.Turnover != nil {
		slices.SortStableFunc(c.Turnover.Months, func(a, b contract.MonthTurnover) int { return a.Month.Compare(b.Month) })
	}
}

// settings reports a portfolio without portfolio.toml, and gives the one finding of a
// portfolio made for a newer program.
func (l *loader) settings(p *contract.Portfolio) (diag.Finding, bool) {
	if _, err := fs.Stat(l.fsys, "portfolio.toml"); errors.Is(err, fs.ErrNotExist) {
		l.report("portfolio.toml", "FV016", nil)
	}
	for _, d := range p.Settings.Departments { // their ids are folders of the site
		if d.ID != "" && !IsID(d.ID) {
			l.findings = append(l.findings, d.At("id").At("FV014", diag.Error, diag.Args{"id": d.ID}))
		}
	}
	if s := p.Settings; s.Schema > Schema {
		return s.At("schema").At("FV012", diag.Error, diag.Args{"schema": s.Schema, "known": Schema}), true
	}
	return diag.Finding{}, false
}
