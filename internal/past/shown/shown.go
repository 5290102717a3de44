// Package shown is what the site shows of the past.
//
// In go an archive and today's figures; out come the log of commits, the figures at the ends
// of quarters, and in words what commits did to each contract. It draws nothing.
package shown

import (
	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/past/replay"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/trend"
)

// Stories are the commits that touched each contract's folder, newest first; Cut says that
// there are older ones, not known.
type Stories struct {
	Of  map[string][]Story // by contract id
	Cut bool
}

// Story is what one commit did to a contract.
type Story struct {
	Commit
	What    replay.Effect
	Said    *change.Said // the change in words, if created or changed
	Renamed bool
}

// Log is what Git knows of the data, for pages.
type Log struct {
	Head    Commit
	Last    map[string]Commit // last change by file path, as positions name files
	Recent  []Change          // newest first
	Cut     bool              // older history is not here
	Dirty   []string          // files that differ from Head
	Missing string            // why there is no history; "" when there is
}

// Commit as pages show it.
type Commit struct {
	Hash, Author, Subject string
	Day                   string // 2026-10-31
}

// Change is a commit and the files it changed.
type Change struct {
	Commit
	Paths []string
}

// HashOnly is what the public profile may know: the commit's hash, nobody's name.
func (l Log) HashOnly() Log {
	return Log{Head: Commit{Hash: l.Head.Hash, Day: l.Head.Day}, Missing: l.Missing}
}

// Trend is the portfolio at the end of each quarter, for pages.
type Trend struct {
	Points  []trend.Point // oldest first; the last is today's
	Cut     bool          // the clone is shallow
	Oldest  Commit        // before it nothing is known
	Missing string        // why there is no history; "" when there is
}

// Report is what the site shows of the report of a quarter.
type Report struct {
	Quarter    date.Quarter
	Report     *report.Report // nil where it cannot be made
	Missing    string         // why
	Frozen     bool
	Commentary string // Markdown
}
