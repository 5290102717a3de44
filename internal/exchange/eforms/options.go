package eforms

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
)

// maxOptions bounds the options that one text can make.
const maxOptions = 20

// options reads the renewals (BT-57, BT-58) and options (BT-54) of a lot. A text becomes
// options with dates only where all of it is a plain count of months or years and the end of
// the contract is known; any other text is kept as a note, with a finding.
func (r *reader) options(c *contract.Contract, project *node) {
	ext := project.first("ContractExtension")
	most, _ := strconv.Atoi(ext.str("MaximumNumberNumeric"))
	end, fixed := lastDayOf(c.Period)
	var kept []string
	read := map[string]bool{}
	for _, path := range []string{"Renewal/Period/Description", "OptionsDescription"} {
		text := bounded(ext.local(path))
		if text == "" || read[text] {
			continue
		}
		read[text] = true
		months, each := extensions(text)
		renewal := path != "OptionsDescription"
		if renewal && each && most > 1 && most <= maxOptions {
			for len(months) < most { // BT-58 counts how often the renewal can be made
				months = append(months, months[0])
			}
		}
		if len(months) == 0 || !fixed || len(c.Options) > 0 || most > 0 && len(months) != most {
			if renewal && most > 1 && (each || len(months) == 0) {
				text = strconv.Itoa(most) + " × " + text
			}
			kept = append(kept, text)
			r.report(ext.first(path), "FV815", diag.Note, diag.Args{"text": shortened(text, 100)})
			continue
		}
		for i, n := range months {
			end = lastDay(end.AddDays(1), n)
			c.Options = append(c.Options, contract.Option{ID: "opsjon-" + strconv.Itoa(i+1), ExtendsTo: end, Status: contract.OptionOpen, Title: shortened(text, 100)})
		}
	}
	if most > 0 && len(read) == 0 {
		r.report(ext.first("MaximumNumberNumeric"), "FV822", diag.Note, diag.Args{"n": most})
	}
	if len(c.Options) > 0 { // words alone may as well mean a tacit renewal, or more to buy
		c.Period.Renewal = contract.RenewalOptions
	}
	c.Period.Note = strings.Join(kept, "\n")
}

// lastDayOf is the end of a period, as stated or by its start and duration.
func lastDayOf(p contract.Period) (date.Date, bool) {
	if p.End.IsZero() && p.DurationMonths.Set && !p.Start.IsZero() {
		return lastDay(p.Start, p.DurationMonths.V), true
	}
	return p.End, !p.End.IsZero()
}

// lastDay is the last day of n months that begin on a day.
func lastDay(from date.Date, n int) date.Date { return from.AddMonths(n).AddDays(-1) }

const (
	countWord = `(\d{1,2}|en|ett|et|ein|eitt|eit|to|tre|fire|one|two|three|four)`
	unitWord  = `(måneder|måned|månader|månad|mnd|år|months|month|years|year)`
	leadWord  = `(?:opsjon(?:er)?|forlengelser?|forlenging(?:ar)?|options?|renewals?|extensions?)`
	joinWord  = `(?: (?:på|om|med|for|av|of|by))?`
)

var (
	plainTerm = regexp.MustCompile(`^(?:` + leadWord + joinWord + ` )?(?:` + leadWord + joinWord + ` )?(?:` + countWord + ` ?(?:x|×|\*|ganger|gonger|times) ?)?` + countWord + `((?: ?\+ ?` + countWord + `)*) ?` + unitWord + `$`)
	plus      = regexp.MustCompile(countWord)
	spaces    = regexp.MustCompile(`\s+`)
)

// extensions reads a text that is nothing but a count of months or years: "2 måneder",
// "1 + 1 år", "2 x 12 måneder". It gives the months of each extension, and whether the text
// names one only (each), which a count elsewhere may repeat. "Up to" and all else give none.
func extensions(text string) (months []int, each bool) {
	m := plainTerm.FindStringSubmatch(strings.Trim(spaces.ReplaceAllString(strings.ToLower(text), " "), " ."))
	if m == nil {
		return nil, false
	}
	times, length, more, unit := m[1], m[2], m[3], m[len(m)-1]
	factor := 1
	if strings.HasPrefix(unit, "år") || strings.HasPrefix(unit, "year") {
		factor = 12
	}
	lengths := []string{length}
	for _, p := range strings.Split(more, "+")[1:] {
		lengths = append(lengths, plus.FindString(p))
	}
	for _, l := range lengths {
		n := count(l) * factor
		if n == 0 || n > 1200 {
			return nil, false
		}
		months = append(months, n)
	}
	if times != "" {
		n := count(times)
		if n == 0 || n > maxOptions || len(months) > 1 {
			return nil, false
		}
		for len(months) < n {
			months = append(months, months[0])
		}
		return months, false
	}
	return months, len(months) == 1
}

func count(word string) int {
	switch word {
	case "en", "ett", "et", "ein", "eitt", "eit", "one":
		return 1
	case "to", "two":
		return 2
	case "tre", "three":
		return 3
	case "fire", "four":
		return 4
	}
	n, _ := strconv.Atoi(word)
	return n
}
