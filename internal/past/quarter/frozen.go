package quarter

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/report"
)

// FrozenError is a frozen report that cannot be used. Err is report.ErrNewer for one that a
// newer program wrote.
type FrozenError struct {
	Path   string // as findings name files
	Err    error
	Unread bool // not even its bytes could be read
}

func (e *FrozenError) Error() string { return e.Path + ": " + e.Err.Error() }
func (e *FrozenError) Unwrap() error { return e.Err }

const frozenFiles = "reports/*.json"

// FrozenName is where the frozen report of a quarter lies below the data folder.
func FrozenName(q date.Quarter) string { return "reports/" + q.String() + ".json" }

// frozen reads the profile's side of a frozen report; nil where the quarter is not frozen, and
// an *EmptyError where it is and no contract was public.
func (r *Reports) frozen(q date.Quarter) (*report.Report, error) {
	today := &r.archive.Today
	name := FrozenName(q)
	data, err := readBounded(today.Files, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, &FrozenError{today.Prefix + "/" + name, err, true}
	}
	f, err := report.Decode(data, q)
	if err != nil {
		return nil, &FrozenError{today.Prefix + "/" + name, err, false}
	}
	switch {
	case !r.opt.Public:
		return f.Internal, nil
	case f.Public == nil:
		return nil, &EmptyError{q, true}
	}
	return f.Public, nil
}

// Findings has one finding for each frozen report that cannot be used.
func Findings(f *past.Folder) []diag.Finding {
	var out []diag.Finding
	for _, name := range frozenNames(f) {
		data, err := readBounded(f.Files, name)
		if err == nil {
			q, _ := quarterOf(name) // zero if the name is no quarter's: no report matches it
			_, err = report.Decode(data, q)
		}
		if err != nil {
			out = append(out, diag.Finding{Code: "FV039", Severity: diag.Error, Pos: diag.Pos{File: f.Prefix + "/" + name, Line: 1, Col: 1}, Width: 1, Args: diag.Args{"reason": err.Error()}})
		}
	}
	return out
}

// listed are the quarters whose reports the site shows, newest first.
func listed(f *past.Folder) []date.Quarter {
	out := f.AsOf.AddDays(1).QuartersBefore(4)
	add := func(q date.Quarter) {
		if !q.IsZero() && !q.Last().After(f.AsOf) && !slices.Contains(out, q) {
			out = append(out, q)
		}
	}
	for _, c := range f.Commentary {
		q, _ := date.ParseQuarter(c.ID)
		add(q)
	}
	for _, r := range f.Reports {
		add(r.Quarter)
	}
	for _, name := range frozenNames(f) {
		q, _ := quarterOf(name)
		add(q)
	}
	slices.SortFunc(out, func(p, q date.Quarter) int { return q.Compare(p) })
	return out
}

func frozenNames(f *past.Folder) []string {
	names, _ := fs.Glob(f.Files, frozenFiles) // the only error is a bad pattern
	return names
}

func quarterOf(name string) (date.Quarter, error) {
	return date.ParseQuarter(strings.TrimSuffix(path.Base(name), ".json"))
}

// maxFrozen bounds a frozen report: 852 contracts make a third of a megabyte.
const maxFrozen = 64 << 20 // bytes

func readBounded(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFrozen+1))
	if err == nil && len(data) > maxFrozen {
		err = fmt.Errorf("larger than %d MB", maxFrozen>>20)
	}
	return data, err
}
