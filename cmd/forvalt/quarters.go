package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

// quarters gives the portfolio as reports tell of it:
//
//   - a quarter that is frozen (reports/<quarter>.json): as it was reported;
//   - one that reports/<quarter>.toml pins to a revision: of that;
//   - one whose books have not closed (report.Closes): of the data as they lie in the
//     folder, for it is what is being reported now;
//   - any other: of the data as they were when its books closed, and where Git cannot
//     tell, of those that lie in the folder, which the report then says.
//
// So two reports that stand beside each other agree: what one calls the quarter before
// comes by the same rule as the other's own figures.
type quarters struct {
	a       *app
	l       *loaded
	public  bool
	repo    *history.Repo
	broken  error // history that is there and cannot be read
	why     string
	commits map[date.Quarter]history.Commit
	made    map[date.Quarter]*quarter
}

// quarter is the portfolio at a quarter's end.
type quarter struct {
	portfolio *contract.Portfolio
	figures   *measure.Figures
	source    report.Source
}

// quartersOf opens what is needed for reports of some quarters. It must be closed.
func (a *app) quartersOf(ctx context.Context, l *loaded, public bool, list ...date.Quarter) (*quarters, error) {
	t := &quarters{a: a, l: l, public: public, commits: map[date.Quarter]history.Commit{}, made: map[date.Quarter]*quarter{}}
	repo, err := history.Open(a.data)
	if err != nil {
		return t, t.without(err)
	}
	t.repo = repo
	var ends []date.Quarter
	var closed []time.Time
	for _, q := range list {
		ends = append(ends, q, q.Add(-1))
	}
	for _, q := range ends {
		closed = append(closed, endOf(report.Closes(q), zoneOf(l.Portfolio)))
	}
	walked, err := repo.Walk(ctx, history.Questions{AsOf: closed})
	if err != nil {
		return t, t.without(err)
	}
	for i, q := range ends {
		t.commits[q] = walked.AsOf[i]
	}
	t.why = l.Printer.Text("report.why.before-history", nil)
	if walked.Cut {
		t.why = l.Printer.Text("report.why.cut", nil)
	}
	return t, ctx.Err()
}

// without notes why there is no history; that there is none is no error.
func (t *quarters) without(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	t.why = t.a.why(err, t.l)
	if !errors.Is(err, history.ErrNone) && !errors.Is(err, history.ErrNoCommit) {
		t.broken = err
	}
	return nil
}

func (t *quarters) close() {
	if t.repo != nil {
		_ = t.repo.Close() // it was only read
	}
}

// at gives the portfolio at the end of a quarter.
func (t *quarters) at(ctx context.Context, q date.Quarter) (*quarter, error) {
	if v, ok := t.made[q]; ok {
		return v, nil
	}
	v, err := t.load(ctx, q)
	if err != nil {
		return nil, err
	}
	if t.public {
		v.portfolio = v.portfolio.PublicPart()
		v.source.Unread = nil // names of files are names of contracts
	}
	v.figures = figures.Of(v.portfolio, q.Last())
	t.made[q] = v
	return v, ctx.Err()
}

func (t *quarters) load(ctx context.Context, q date.Quarter) (*quarter, error) {
	today := &quarter{portfolio: t.l.Portfolio, source: report.Source{Kind: "today", Unread: unread(t.l.Findings)}}
	for _, f := range t.l.Reports {
		if f.Quarter == q && f.Revision != "" {
			if t.repo == nil {
				return nil, refuse("pinned-no-git", message.Args{"quarter": q, "reason": t.why})
			}
			return t.of(ctx, f.Revision, report.Source{Kind: "named", Revision: f.Revision}, f.Model)
		}
	}
	if !report.Closes(q).Before(t.l.AsOf) {
		return today, nil
	}
	if t.broken != nil {
		return nil, gitFailure(t.broken, "HEAD")
	}
	if c := t.commits[q]; c.Hash != "" {
		return t.of(ctx, c.Hash, report.Source{Kind: "commit", Revision: c.Hash}, "")
	}
	today.source.Why = t.why
	return today, nil
}

// of loads a revision's portfolio; with a model, that is the one that judges it.
func (t *quarters) of(ctx context.Context, revision string, source report.Source, model string) (*quarter, error) {
	fsys, commit, err := t.repo.FS(revision)
	if err != nil {
		return nil, gitFailure(err, revision)
	}
	if t.public {
		source.Revision = commit.Hash // a tag may say anything
	}
	p, findings := store.Load(ctx, fsys, store.Options{Prefix: t.a.prefix(), Cache: t.l.Cache})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := history.Fault(fsys); err != nil {
		return nil, gitFailure(err, revision)
	}
	source.Unread = unread(findings)
	if model != "" {
		var keep []*contract.RiskModel
		for _, m := range p.Models {
			if m.ID == model || m.From.String() == model {
				keep = append(keep, m)
			}
		}
		if len(keep) == 0 {
			return nil, refuse("pinned-no-model", message.Args{"model": model, "revision": revision})
		}
		only := *p
		only.Models = keep
		p = only.Index()
	}
	return &quarter{portfolio: p, source: source}, nil
}

// report makes the report of a quarter, or reads the one that is frozen.
func (t *quarters) report(ctx context.Context, q date.Quarter) (r *report.Report, frozen bool, err error) {
	f, err := t.frozen(q)
	if err != nil {
		return nil, false, err
	}
	if f != nil {
		r = t.side(f)
		t.withhold(r)
		return r, true, nil
	}
	now, err := t.at(ctx, q)
	if err != nil {
		return nil, false, err
	}
	if !report.Any(now.figures) {
		return nil, false, refuse("nothing-to-report", message.Args{"quarter": q})
	}
	in := report.Input{Quarter: q, Portfolio: now.portfolio, Figures: now.figures, Public: t.public, Source: now.source, Lang: t.l.Printer.Lang(),
		Because: func(m trend.Movement) []string { return trend.Because(t.l.Printer, now.figures.Model, m) }}
	if f, err = t.frozen(q.Add(-1)); err != nil {
		return nil, false, err
	} else if f != nil {
		in.Frozen = &t.side(f).Status
	}
	before, err := t.at(ctx, q.Add(-1))
	if err != nil {
		return nil, false, err
	}
	if report.Any(before.figures) {
		in.Before, in.Past = before.figures, before.portfolio
	}
	r = report.Make(in)
	t.withhold(r)
	return r, false, nil
}

// withhold takes contracts that were public then, and are internal now, out of a public
// report.
func (t *quarters) withhold(r *report.Report) {
	if !t.public {
		return
	}
	inner := map[string]bool{} // by id, also of former ids
	for _, c := range t.l.Portfolio.Contracts {
		for _, id := range c.IDWas {
			inner[id] = c.Visibility != contract.Public
		}
	}
	for _, c := range t.l.Portfolio.Contracts {
		inner[c.ID] = c.Visibility != contract.Public
	}
	r.Withhold(func(id string) bool { return inner[id] })
}

func (t *quarters) side(f *report.Frozen) *report.Report {
	if t.public {
		return f.Public
	}
	return f.Internal
}

// frozen reads reports/<quarter>.json; nil where the quarter is not frozen.
func (t *quarters) frozen(q date.Quarter) (*report.Frozen, error) {
	name := frozenName(q)
	data, err := readBounded(t.l.Files, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, refuse("unreadable", message.Args{"path": t.a.prefix() + "/" + name, "reason": err.Error()})
	}
	f, err := report.Decode(data, q)
	if err != nil {
		key := "bad-frozen"
		if errors.Is(err, report.ErrNewer) {
			key = "newer-frozen"
		}
		return nil, refuse(key, message.Args{"path": t.a.prefix() + "/" + name, "reason": err.Error()})
	}
	return f, nil
}

// badFrozen are findings of frozen reports that cannot be read.
func (a *app) badFrozen(l *loaded) []diag.Finding {
	names, err := fs.Glob(l.Files, "reports/*.json")
	if err != nil {
		return nil // the pattern is our own
	}
	var out []diag.Finding
	for _, name := range names {
		data, err := readBounded(l.Files, name)
		if err == nil {
			q, _ := date.ParseQuarter(strings.TrimSuffix(path.Base(name), ".json")) // none: that of no report
			_, err = report.Decode(data, q)
		}
		if err != nil {
			out = append(out, diag.Finding{Code: "FV039", Severity: diag.Error, Pos: diag.Pos{File: a.prefix() + "/" + name, Line: 1, Col: 1}, Width: 1, Args: diag.Args{"reason": err.Error()}})
		}
	}
	return out
}

// maxFrozen bounds a frozen report: 852 contracts make a third of a megabyte.
const maxFrozen = 64 << 20

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

func frozenName(q date.Quarter) string { return "reports/" + q.String() + ".json" }
