package block

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// InspectionAddress is the page of one inspection: ids are unique in their contract.
func InspectionAddress(s *kit.Site, c *contract.Contract, i *contract.Inspection) string {
	return s.Address("inspections", c.ID, i.ID)
}

// MatterBadges show whether a deviation or a finding is closed, and how serious it is, or counts
// as: only what is open has the colours of danger.
func MatterBadges(s *kit.Site, severity contract.FindingSeverity, closed date.Date) (status, gravity templates.Badge) {
	counts, stated := matters.GravityOf(severity)
	gravity.Text = s.Word("finding-severity", string(counts))
	if !stated {
		gravity.Text = s.Say("deviations.severity-unstated", nil)
	}
	if !measure.StillOpen(closed, s.F.AsOf) {
		return templates.Badge{Text: s.Say("deviations.state-closed", message.Args{"date": closed}), Tone: templates.OK}, gravity
	}
	switch counts {
	case contract.SeverityCritical:
		gravity.Tone = templates.Danger
	case contract.SeverityMajor, "": // what is not stated counts as major
		gravity.Tone = templates.Warning
	}
	return templates.Badge{Text: s.Say("deviations.state-open", nil), Tone: templates.Danger}, gravity
}
