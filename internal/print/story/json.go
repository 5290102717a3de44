package story

import (
	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/past/replay"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/print/changes"
)

// The shapes of `history --format json`; docs/diff.md describes them.
type (
	historyOut struct {
		Schema     int            `json:"schema"`
		ID         string         `json:"id"`
		Title      string         `json:"title"`
		Cut        bool           `json:"cut"`
		Commits    []stepOut      `json:"commits"`
		Managers   []managerOut   `json:"managers"`
		Values     []valueOut     `json:"values"`
		Amendments []amendmentOut `json:"amendments"`
		Risk       []riskAtOut    `json:"risk"`
	}
	stepOut struct {
		Commit  string          `json:"commit"`
		Date    date.Date       `json:"date"`
		Author  string          `json:"author"`
		Subject string          `json:"subject"`
		What    replay.Effect   `json:"what"`
		Change  *changes.Change `json:"change"`
	}
	managerOut struct {
		From date.Date `json:"from"`
		ID   string    `json:"id"`
	}
	valueOut struct {
		From      date.Date `json:"from"`
		Estimated any       `json:"estimated"`
		Maximum   any       `json:"maximum"`
	}
	amendmentOut struct {
		Date   date.Date  `json:"date"`
		Title  string     `json:"title"`
		Value  any        `json:"value"`
		Ground string     `json:"ground"`
		Signed *signedOut `json:"signed,omitempty"`
	}
	signedOut struct {
		State    contract.SignedState `json:"state"`
		By       string               `json:"by"`
		Key      string               `json:"key"`
		Commit   string               `json:"commit"`
		Demanded bool                 `json:"demanded"`
	}
	riskAtOut struct {
		Quarter string       `json:"quarter"`
		Score   print.Number `json:"score"`
		Band    string       `json:"band"`
	}
)

// JSON is the story for programs.
func (h *Story) JSON() any {
	out := historyOut{Schema: 1, ID: h.ID, Title: h.Title, Cut: h.Cut, Commits: []stepOut{}, Managers: []managerOut{}, Values: []valueOut{},
		Amendments: []amendmentOut{}, Risk: []riskAtOut{}}
	for i := range h.Steps {
		s := &h.Steps[i]
		so := stepOut{Commit: s.Hash, Date: s.Day, Author: s.Author, Subject: s.Subject, What: s.What}
		if s.Change != nil {
			so.Change = &changes.Changes(h.say(), []change.Change{*s.Change})[0]
		}
		out.Commits = append(out.Commits, so)
	}
	for _, m := range h.Managers {
		out.Managers = append(out.Managers, managerOut{m.Day, m.Value.ID})
	}
	for _, v := range h.Values {
		out.Values = append(out.Values, valueOut{v.Day, v.Value.Estimated.Any(), v.Value.Maximum.Any()})
	}
	for _, m := range h.Amendments {
		ao := amendmentOut{Date: m.Date, Title: m.Title, Value: m.Value.Any(), Ground: string(m.Ground)}
		if x, ok := h.Signed[m.Path]; ok {
			ao.Signed = &signedOut{x.State, x.By, x.Key, x.Commit, x.Demanded}
		}
		out.Amendments = append(out.Amendments, ao)
	}
	for _, r := range h.Risk {
		out.Risk = append(out.Risk, riskAtOut{r.Quarter.String(), print.Rounded(r.Score, 2), string(r.Band)})
	}
	return out
}
