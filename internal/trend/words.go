package trend

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
)

// Because puts the causes of a movement into words, the three weightiest; model is the
// one that knows the floors' names.
func Because(pr *message.Printer, model *contract.RiskModel, m Movement) []string {
	var out []string
	say := func(key string, args message.Args) { out = append(out, pr.Text("trend."+key, args)) }
	if m.Model {
		say("new-model", nil)
	}
	for _, c := range m.Causes[:min(3, len(m.Causes))] {
		switch {
		case c.Holds:
			say("floor-holds", message.Args{"floor": c.Title.In(pr.Lang())})
		case c.Floor != "":
			say("floor-gone", message.Args{"floor": floorTitle(pr, model, c.Floor)})
		default:
			say("factor", message.Args{"factor": c.Factor.Title.In(pr.Lang()), "reason": firstSentence(measure.Sentence(pr, c.Reason)), "was": c.Was, "points": c.Points})
		}
	}
	if len(out) == 0 {
		say("over-the-edge", nil)
	}
	return out
}

// floorTitle is what a model calls a floor; its id where the model no longer has it.
func floorTitle(pr *message.Printer, model *contract.RiskModel, id string) string {
	if model != nil {
		for _, fl := range model.Floors {
			if fl.ID == id {
				return fl.Title.In(pr.Lang())
			}
		}
	}
	return id
}

// firstSentence is what stands before the first full stop that another sentence follows.
func firstSentence(text string) string {
	for i := 0; ; {
		n := strings.Index(text[i:], ". ")
		if n < 0 {
			return strings.TrimSuffix(text, ".")
		}
		i += n + 2
		if r, _ := utf8.DecodeRuneInString(text[i:]); unicode.IsUpper(r) {
			return text[:i-2]
		}
	}
}
