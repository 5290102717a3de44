package term

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// signedBadge says who signed an item of a contract in Git, or that nobody did, where the
// portfolio has signers or wants signatures.
func signedBadge(s *kit.Site, id string, o contract.Origin) templates.Badge {
	for _, x := range s.SignedOf[id] {
		if x.Path != o.Path {
			continue
		}
		b := templates.Badge{Text: s.Pr.Text("signing."+string(x.State), message.Args{"by": x.By})}
		switch {
		case x.State == contract.SignedVerified:
			b.Tone = templates.OK
		case x.Fails():
			b.Tone = templates.Danger
		case x.Demanded || x.By != "" || x.State == contract.SignedBad || x.State == contract.SignedUnknownKey:
			b.Tone = templates.Warning
		}
		return b
	}
	return templates.Badge{}
}

// stepSigned is the badge of the option that a step of the period came by.
func stepSigned(s *kit.Site, c *contract.Contract, st *measure.Step) templates.Badge {
	if st.Kind != measure.StepOption || st.Index < 0 || st.Index >= len(c.Options) {
		return templates.Badge{}
	}
	return signedBadge(s, c.ID, c.Options[st.Index].Origin)
}
