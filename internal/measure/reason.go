package measure

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
)

// Reason is a sentence to be: a message key, below the area "figures", and its
// arguments; Sentence makes the words.
// An argument is a string, int, date.Date, money.Amount, money.Decimal, *big.Rat
// (kroner), message.Share, contract.Text (words of the portfolio, by language), a Reason (a
// text of its own) or a []any or []string of those (a list of words). A text with
// plural forms has the argument n.
type Reason struct {
	Key  string
	Args message.Args
}

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
