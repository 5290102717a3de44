package measure

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
)

// Sentence puts a reason into words. It turns the arguments that a printer does not
// know (texts by language, reasons in reasons, lists of those) into text.
func Sentence(p *message.Printer, r Reason) string {
	if r.Key == "" {
		return ""
	}
	words := make(message.Args, len(r.Args))
	for name, v := range r.Args {
		words[name] = spoken(p, v)
	}
	return p.Text("figures."+r.Key, words)
}

func spoken(p *message.Printer, v any) any {
	switch v := v.(type) {
	case Reason:
		return Sentence(p, v)
	case contract.Text:
		return v.In(p.Lang())
	case []any:
		items := make([]string, 0, len(v))
		for _, item := range v {
			if s, ok := spoken(p, item).(string); ok {
				items = append(items, s)
			}
		}
		return p.List(items)
	}
	return v
}
