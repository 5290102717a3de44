package signature

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/toml"
)

// lives are the versions of contracts' files. They depend only on commits, so an earlier run
// of the same program may have kept them.
type lives struct {
	Of   map[string][]version // by path at the head, or the last that it had; newest first
	From map[string]former    // by path of a contract: the removed one that it is, though it does not say so
	Cut  bool                 // the clone is shallow: what came before the oldest is not known
}

// version is a contract's file after a commit; after one that removed it, or left it
// unreadable, it says nothing.
type version struct {
	Commit, Path string
	At           int       // place of the commit in the line, from the newest
	On           date.Date // the day on which the commit came in
	Says         facts     // its terms, amendments, decided options and corrections
}

// former is the file that a contract was in before its own came.
type former struct {
	Path string
	At   int // place of the commit by which its own came
}

// of are the versions of a contract, newest first; those under a name that it no longer admits
// to are among them. A new name that is not committed has none yet.
func (l *lives) of(c *contract.Contract) (out []version) {
	file := fileOfContract(c.ID)
	for i := 0; i < len(c.IDWas) && l.Of[file] == nil; i++ {
		file = fileOfContract(c.IDWas[i])
	}
	after := -1
	for file != "" {
		for _, v := range l.Of[file] {
			if v.At > after {
				out = append(out, v)
			}
		}
		file, after = l.From[file].Path, max(after, l.From[file].At)
	}
	slices.SortStableFunc(out, func(a, b version) int { return a.At - b.At })
	return out
}

// add adds the next older version; of several that say the same, the oldest is kept, since it
// brought what they say.
func (l *life) add(v version) {
	if n := len(l.versions); n > 0 && maps.Equal(l.versions[n-1].Says, v.Says) {
		l.versions[n-1] = v
		return
	}
	l.versions = append(l.versions, v)
}

// lives reads the versions of all contracts' files.
func (s *finder) lives(ctx context.Context) (out lives, err error) {
	head, err := s.archive.Head()
	if err != nil {
		return out, err
	}
	was := map[string][]string{} // earlier paths
	for _, c := range s.archive.Today.Contracts {
		for _, id := range c.IDWas {
			was[fileOfContract(c.ID)] = append(was[fileOfContract(c.ID)], fileOfContract(id))
		}
	}
	kept := s.archive.KeptName("signed", head.Hash, fmt.Sprint(was), s.archive.Today.Zone.String())
	if data, ok := s.archive.Kept(kept); ok && json.Unmarshal(data, &out) == nil {
		return out, nil
	}
	log, err := s.archive.Log(ctx)
	if err != nil {
		return out, err
	}
	s.days(log)
	at := map[string]int{}
	for i, c := range log.Line {
		at[c.Hash] = i
	}
	all, err := s.live(ctx, at, log.Stories(history.Files{Want: isContract, Was: func(p string) []string { return was[p] }}))
	if err != nil {
		return out, err
	}
	if err := s.oldest(ctx, log, all); err != nil {
		return out, err
	}
	out = lives{Of: map[string][]version{}, From: reappeared(at, all), Cut: log.Cut}
	for p, l := range all {
		out.Of[p] = l.versions
	}
	if data, err := json.Marshal(out); err == nil {
		s.archive.Keep(kept, data)
	}
	return out, nil
}

func isContract(p string) bool {
	return strings.HasPrefix(p, "agreements/") && path.Base(p) == "contract.toml"
}

// life is a contract's file as commits left it.
type life struct {
	steps       []history.Step // newest first
	versions    []version
	came        *history.Step // by which it came to where it is; nil where it was always there
	first, last text          // with which it came, and the last that it had before it was removed
}

// text is a version of a file that could be understood.
type text struct {
	data []byte
	says facts
}

// live reads what each step left; at are the places of commits in the line. A file is read once, on whichever core is free, and only
// the tables of it that are of interest are decoded: most commits leave those alone.
func (s *finder) live(ctx context.Context, at map[string]int, stories map[string][]history.Step) (map[string]*life, error) {
	out := map[string]*life{}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	var decoded sync.Map // facts by the tables' text
	for story, steps := range stories {
		l := &life{steps: steps}
		out[story] = l
		group.Go(func() error {
			var next text
			for i := range steps {
				st := &steps[i]
				v := version{Commit: st.Hash, Path: st.Path, At: at[st.Hash], On: s.day[st.Hash]}
				if st.Kind != history.Removed {
					data, err := s.archive.File(&st.Commit, st.File)
					if err = cmp.Or(ctx.Err(), err); err != nil {
						return err
					}
					tables := tablesOf(data)
					says, known := decoded.Load(string(tables))
					if !known {
						says = saidIn(st.Path, tables)
						decoded.Store(string(tables), says)
					}
					if v.Says = says.(facts); v.Says != nil {
						next = text{data, v.Says}
					}
				}
				if steps[0].Kind == history.Removed && l.last.says == nil {
					l.last = next
				}
				if l.came == nil && (st.Kind == history.Added || st.Kind == history.Renamed) {
					l.came, l.first = st, next
				}
				l.add(v)
			}
			return nil
		})
	}
	return out, group.Wait()
}

// oldest adds what the oldest commit of a history that was cut already had.
func (s *finder) oldest(ctx context.Context, log *history.Log, to map[string]*life) error {
	if !log.Cut {
		return nil
	}
	was := map[string]string{} // path at the head, by path then
	for _, c := range s.archive.Today.Contracts {
		if file := fileOfContract(c.ID); to[file] == nil {
			to[file] = &life{}
		}
	}
	var paths []string
	for file, l := range to {
		if p := oldestPath(l.steps, file); p != "" {
			was[p] = file
			paths = append(paths, p)
		}
	}
	found, err := s.read(ctx, log.Oldest.Hash, paths)
	for p, says := range found {
		to[was[p]].add(version{log.Oldest.Hash, p, len(log.Line), date.FromTime(log.Oldest.When.In(s.archive.Today.Zone)), says})
	}
	return err
}

// saidIn decodes the tables of a contract's file; nil where they cannot be understood.
func saidIn(p string, tables []byte) facts {
	f := (*store.Cache)(nil).Read("", p, "", func() ([]byte, error) { return tables, nil })
	if f == nil {
		return nil
	}
	c, _ := store.Contract([]*store.File{f})
	if c == nil {
		return nil
	}
	return factsOf(c)
}

// saying are the tables of which factsOf tells, besides the keys above the first table.
var saying = []string{"procurement", "value", "period", "options", "amendments", "corrections"}

// tablesOf is a contract's file without the tables that are of no interest here. Where a
// header is not written plainly, its table stays.
func tablesOf(data []byte) []byte {
	var out []byte
	keep, from, depth, lineStart := true, 0, 0, true
	cut := func(to int) {
		if keep {
			out = append(out, data[from:to]...)
		}
		from = to
	}
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '\n':
			lineStart = true
			continue
		case ' ', '\t', '\r':
			continue
		case '#':
			for i+1 < len(data) && data[i+1] != '\n' {
				i++
			}
		case '"', '\'':
			i = toml.SkipString(data, i)
		case '[':
			if lineStart && depth == 0 {
				cut(i)
				keep = !otherTable(data[i:])
			}
			depth++
		case '{':
			depth++
		case ']', '}':
			depth--
		}
		lineStart = false
	}
	cut(len(data))
	return out
}

// otherTable reports whether a header is that of a table of no interest.
func otherTable(header []byte) bool {
	name := strings.TrimLeft(string(header[:min(len(header), 40)]), "[")
	end := strings.IndexAny(name, ".]")
	if end < 0 || strings.Trim(name[:end], "abcdefghijklmnopqrstuvwxyz_") != "" {
		return false
	}
	return !slices.Contains(saying, name[:end])
}

// factsOf are the facts of a contract that a signature stands for, or that tell which
// contract it is.
func factsOf(c *contract.Contract) facts {
	f := facts{isTitle: c.Title, isNumber: c.Procurement.Number}
	for _, it := range contractFacts(c) {
		f[it.key] = it.says
	}
	for _, name := range slices.Concat(contract.Terms, contract.Marks) {
		f[termKey(name)] = termOf(c, name)
	}
	for _, x := range c.Corrections {
		f[correctionKey(x)] = x.By
	}
	maps.DeleteFunc(f, func(_, says string) bool { return says == "" })
	return f
}
