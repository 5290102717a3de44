// Package quarter gives the reports of quarters.
//
// A quarter that is frozen (reports/<quarter>.json) is as it was reported; any other is made
// of the data that (*past.Archive).Cut finds for it. In a report of today's data that stand in
// for those of then, the report says so.
//
// So reports of neighbouring quarters agree: what one calls the quarter before is found by
// the same rule as the other's own figures. In go an archive and a profile; out come
// reports, or typed errors. It writes nothing and draws nothing.
package quarter

import (
	"context"
	"errors"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
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

// Reports makes the reports of quarters from one archive.
type Reports struct {
	archive  *past.Archive
	opt      Options
	measured map[date.Quarter]*end
}

// end is the portfolio at a quarter's end.
type end struct {
	portfolio *contract.Portfolio
	figures   *measure.Figures
	source    report.Source
}

// EmptyError is a quarter of which there is nothing to report, or nothing to the public.
type EmptyError struct {
	Quarter date.Quarter
	Public  bool
}

func (e *EmptyError) Error() string { return "nothing to report of " + e.Quarter.String() }

// Of prepares reports.
func Of(archive *past.Archive, opt Options) *Reports {
	return &Reports{archive: archive, opt: opt, measured: map[date.Quarter]*end{}}
}

// Report makes the report of a quarter, or reads the one that is frozen. Errors are
// *EmptyError, *FrozenError, and those of the archive.
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
		return nil, &EmptyError{q, r.opt.Public}
	}
	in := gather.Input{Quarter: q, Portfolio: now.portfolio, Figures: now.figures, Source: now.source, Lang: r.archive.Printer.Lang(),
		Because: func(m trend.Movement) []string { return r.opt.Because(now.figures.Model, m) }}
	var empty *EmptyError
	if f, err := r.frozen(q.Add(-1)); err != nil && !errors.As(err, &empty) {
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
	if in.Quarters, err = r.points(ctx, q); err != nil {
		return nil, err
	}
	return gather.Report(in), nil
}

// pointsShown is how many quarters a report looks back on.
const pointsShown = 12

// points are those of the quarters up to one that Git knows, oldest first. A quarter that
// cannot be read is not known: the report itself does not rest on it.
func (r *Reports) points(ctx context.Context, q date.Quarter) ([]trend.Point, error) {
	var out []trend.Point
	for _, before := range q.Last().AddDays(1).QuartersBefore(pointsShown) {
		if p, err := r.archive.Point(ctx, before, r.opt.Public); err == nil && p != nil {
			out = append(out, *p)
		}
	}
	return out, ctx.Err()
}

// at gives the portfolio at the end of a quarter.
func (r *Reports) at(ctx context.Context, q date.Quarter) (*end, error) {
	if e, ok := r.measured[q]; ok {
		return e, nil
	}
	cut, err := r.archive.Cut(ctx, q)
	if err != nil {
		return nil, err
	}
	data, err := r.archive.Take(ctx, cut)
	if err != nil {
		return nil, err
	}
	e := &end{portfolio: data.Portfolio, source: sourceOf(cut)}
	e.source.Unread = store.Unread(data.Findings)
	if r.opt.Public {
		e.portfolio = e.portfolio.PublicPart(q.Last())
		e.source.Unread = nil                // names of files are names of contracts
		e.source.Revision = data.Commit.Hash // the name of a tag may not be for the public
	}
	e.figures = figures.Of(e.portfolio, q.Last())
	r.measured[q] = e
	return e, ctx.Err()
}

// sourceOf says of which data a report is made.
func sourceOf(cut past.Cut) report.Source {
	s := report.Source{Kind: report.SourceCommit, Revision: cut.Revision, Why: cut.Why, Preliminary: cut.Preliminary}
	switch {
	case cut.Named:
		s.Kind = report.SourceNamed
	case cut.Revision == "":
		s.Kind = report.SourceToday
	}
	return s
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
		one, err := Of(archive, opt).Report(ctx, q)
		var empty *EmptyError
		if public && errors.As(err, &empty) {
			continue // no contract is public: there is nothing to keep of that side
		}
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
	reports := Of(archive, opt)
	var out []Dated
	for _, q := range listed(&archive.Today) {
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
