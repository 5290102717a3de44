package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
)

// Share is an argument that is shown as percent with so many decimals.
type Share struct {
	Rat    *big.Rat
	Digits int
}

// printer speaks a language: what message.Printer offers.
type printer[A ~map[string]any] interface {
	Lang() string
	Text(key string, args A) string
	Percent(share *big.Rat, digits int) string
	List(words []string) string
}

// Sentence puts a reason into words. It turns the arguments that a printer does not
// know (shares, texts by language, reasons in reasons, lists of those) into text.
func Sentence[A ~map[string]any](p printer[A], r Reason) string {
	if r.Key == "" {
		return ""
	}
	words := make(A, len(r.Args))
	for name, v := range r.Args {
		words[name] = spoken(p, v)
	}
	return p.Text("figures."+r.Key, words)
}

func spoken[A ~map[string]any](p printer[A], v any) any {
	switch v := v.(type) {
	case Reason:
		return Sentence(p, v)
	case Share:
		return p.Percent(v.Rat, v.Digits)
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
