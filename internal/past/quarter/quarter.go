// Package quarter gives the reports of quarters.
//
//   - A quarter that is frozen (reports/<quarter>.json): as it was reported;
//   - one that reports/<quarter>.toml pins to a revision: from that;
//   - one whose books have not closed (report.Closes): from the data as they are in the
//     folder, for that is what is being reported now;
//   - any other: from the data as they were when its books closed or, if Git does not have
//     them, from those in the folder, and then the report says so.
//
// So reports of neighbouring quarters agree: what one calls the quarter before is found by
// the same rule as the other's own figures. In go an archive and a profile; out come
// reports, or typed errors. It writes nothing and draws nothing.
package quarter

import (
	"context"
	"errors"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/gather"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

// Options of reports.
type Options struct {
	Public  bool                                               // of the portfolio's public part
	Because func(*contract.RiskModel, trend.Movement) []string // the reasons of a movement in words, by the model that was in force
}

// Report of a quarter.
type Report struct {
	*report.Report
	Frozen     bool
	Commentary string // of people, as Markdown; none in a public report
}

// Reports makes the reports of some quarters from one archive.
type Reports struct {
	archive  *past.Archive
	opt      Options
	broken   error  // why the history that is there cannot be read
	why      string // why nothing is known of a quarter: it is before history begins, or there is none
	commits  map[date.Quarter]history.Commit
	measured map[date.Quarter]*end
}

// end is the portfolio at a quarter's end.
type end struct {
	portfolio *contract.Portfolio
	figures   *measure.Figures
	revision  string // hash of the commit; "" of the folder
	source    report.Source
}

// PinError is a quarter that is pinned to a revision where there is no history.
type PinError struct {
	Quarter date.Quarter
	Why     string // in words
}

func (e *PinError) Error() string { return e.Quarter.String() + " is pinned: " + e.Why }

// ModelError is a risk model that a quarter is pinned to and its revision does not have.
type ModelError struct{ Model, Revision string }

func (e *ModelError) Error() string { return "no risk model " + e.Model + " at " + e.Revision }

// EmptyError is a quarter of which there is nothing to report.
type EmptyError struct{ Quarter date.Quarter }

func (e *EmptyError) Error() string { return "nothing to report of " + e.Quarter.String() }

// Of prepares the reports of some quarters. The only error is that of the context.
func Of(ctx context.Context, archive *past.Archive, opt Options, quarters ...date.Quarter) (*Reports, error) {
	r := &Reports{archive: archive, opt: opt, commits: map[date.Quarter]history.Commit{}, measured: map[date.Quarter]*end{}}
	var ends []date.Quarter
	var closed []time.Time
	for _, q := range quarters {
		ends = append(ends, q, q.Add(-1))
	}
	for _, q := range ends {
		closed = append(closed, report.Closes(q).EndIn(archive.Today.Zone))
	}
	walked, err := archive.Walk(ctx, history.Questions{AsOf: closed})
	if err != nil {
		r.why = archive.Why(err)
		if !errors.Is(err, history.ErrNone) && !errors.Is(err, history.ErrNoCommit) {
			r.broken = err
		}
		return r, ctx.Err()
	}
	for i, q := range ends {
		r.commits[q] = walked.AsOf[i]
	}
	r.why = archive.Printer.Text("report.why.before-history", nil)
	if walked.Cut {
		r.why = archive.Printer.Text("report.why.cut", nil)
	}
	return r, ctx.Err()
}

// Report makes the report of a quarter, or reads the one that is frozen. Errors are
// *EmptyError, *FrozenError, *PinError, *ModelError, and those of the archive.
func (r *Reports) Report(ctx context.Context, q date.Quarter) (*Report, error) {
	out := &Report{}
	f, err := r.frozen(q)
	if err != nil {
		return nil, err
	}
	if f != nil {
		out.Report, out.Frozen = f, true
	} else if out.Report, err = r.make(ctx, q); err != nil {
		return nil, err
	}
	if out.Public {
		r.withhold(out.Report)
	} else {
		out.Commentary = report.Commentary(r.archive.Today.Portfolio, q)
	}
	return out, nil
}

// make makes the report of a quarter that is not frozen.
func (r *Reports) make(ctx context.Context, q date.Quarter) (*report.Report, error) {
	now, err := r.at(ctx, q)
	if err != nil {
		return nil, err
	}
	if !gather.Any(now.figures) {
		return nil, &EmptyError{q}
	}
	in := gather.Input{Quarter: q, Portfolio: now.portfolio, Figures: now.figures, Source: now.source, Lang: r.archive.Printer.Lang(),
		Because: func(m trend.Movement) []string { return r.opt.Because(now.figures.Model, m) }}
	if f, err := r.frozen(q.Add(-1)); err != nil {
		return nil, err
	} else if f != nil {
		in.Frozen = &f.Status
	}
	before, err := r.at(ctx, q.Add(-1))
	if err != nil {
		return nil, err
	}
	if gather.Any(before.figures) {
		in.Before, in.Past = before.figures, before.portfolio
	}
	return gather.Report(in), nil
}

// at gives the portfolio at the end of a quarter.
func (r *Reports) at(ctx context.Context, q date.Quarter) (*end, error) {
	if e, ok := r.measured[q]; ok {
		return e, nil
	}
	e, err := r.load(ctx, q)
	if err != nil {
		return nil, err
	}
	if r.opt.Public {
		e.portfolio = e.portfolio.PublicPart()
		e.source.Unread = nil          // names of files are names of contracts
		e.source.Revision = e.revision // the name of a tag may not be for the public
	}
	e.figures = figures.Of(e.portfolio, q.Last())
	r.measured[q] = e
	return e, ctx.Err()
}

// load finds the portfolio by the rules that the comment of the package lists.
func (r *Reports) load(ctx context.Context, q date.Quarter) (*end, error) {
	today := &r.archive.Today
	inFolder := &end{portfolio: today.Portfolio, source: report.Source{Kind: report.SourceToday, Unread: store.Unread(today.Findings)}}
	for _, f := range today.Reports {
		if f.Quarter == q && f.Revision != "" {
			if r.archive.Missing() != nil {
				return nil, &PinError{q, r.why}
			}
			return r.of(ctx, f.Revision, report.Source{Kind: report.SourceNamed, Revision: f.Revision}, f.Model)
		}
	}
	if !report.Closes(q).Before(today.AsOf) {
		return inFolder, nil
	}
	if r.broken != nil {
		return nil, r.broken
	}
	if c := r.commits[q]; c.Hash != "" {
		return r.of(ctx, c.Hash, report.Source{Kind: report.SourceCommit, Revision: c.Hash}, "")
	}
	inFolder.source.Why = r.why
	return inFolder, nil
}

// of loads a revision's portfolio. If a model is named, that one judges it.
func (r *Reports) of(ctx context.Context, revision string, source report.Source, model string) (*end, error) {
	then, err := r.archive.At(ctx, revision)
	if err != nil {
		return nil, err
	}
	source.Unread = store.Unread(then.Findings)
	p := then.Portfolio
	if model != "" {
		var keep []*contract.RiskModel
		for _, m := range p.Models {
			if m.ID == model || m.From.String() == model {
				keep = append(keep, m)
			}
		}
		if len(keep) == 0 {
			return nil, &ModelError{model, revision}
		}
		only := *p
		only.Models = keep
		p = only.Index()
	}
	return &end{portfolio: p, revision: then.Commit.Hash, source: source}, nil
}

// withhold takes contracts that were public then, and are internal now, out of a public
// report.
func (r *Reports) withhold(of *report.Report) {
	contracts := r.archive.Today.Contracts
	inner := map[string]bool{} // by id, also of former ids
	for _, c := range contracts {
		for _, id := range c.IDWas {
			inner[id] = c.Visibility != contract.Public
		}
	}
	for _, c := range contracts {
		inner[c.ID] = c.Visibility != contract.Public
	}
	of.Withhold(func(id string) bool { return inner[id] })
}

// Freeze makes the internal and the public report of a quarter, to be kept beside the data
// so that they stay as they are when data and model change. A folder that is not committed
// is refused with a *past.DirtyError: a frozen report must be traceable. program is the
// version that the reports name.
func Freeze(ctx context.Context, archive *past.Archive, opt Options, q date.Quarter, program string) (*report.Frozen, error) {
	revision, err := archive.Committed()
	if err != nil {
		return nil, err
	}
	var sides [2]*report.Report
	for i, public := range []bool{false, true} {
		opt.Public = public
		reports, err := Of(ctx, archive, opt, q)
		if err != nil {
			return nil, err
		}
		one, err := reports.Report(ctx, q)
		if err != nil {
			return nil, err
		}
		sides[i] = one.Report
		sides[i].Source.Program = program
		if sides[i].Source.Kind == report.SourceToday {
			sides[i].Source.Revision = revision
		}
	}
	return &report.Frozen{Internal: sides[0], Public: sides[1]}, nil
}

// Dated is the report of a quarter on the site, or why there is none.
type Dated struct {
	Quarter date.Quarter
	*Report
	Err error
}

// Site gives the reports for the site, newest first: of the latest four quarters that have
// ended, of those that are frozen or pinned, and of those that people wrote about. One of
// which there is nothing to report is left out; one that cannot be made has an Err, for the
// rest of the site does not need it. The only error is that of the context.
func Site(ctx context.Context, archive *past.Archive, opt Options) ([]Dated, error) {
	quarters := listed(&archive.Today)
	reports, err := Of(ctx, archive, opt, quarters...)
	if err != nil {
		return nil, err
	}
	var out []Dated
	for _, q := range quarters {
		one, err := reports.Report(ctx, q)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		delete(reports.measured, q) // the next is of an older quarter
		var empty *EmptyError
		if !errors.As(err, &empty) {
			out = append(out, Dated{q, one, err})
		}
	}
	return out, nil
}
