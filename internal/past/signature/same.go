package signature

import (
	"bytes"
	"maps"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/history"
)

// Keys of facts that tell which contract a file is.
const (
	isTitle  = "is/title"
	isNumber = "is/number"
)

// reappeared finds the contracts that were removed and stand in another folder that does not
// name them (id_was), by the path of the new one; at are the places of commits in the line.
func reappeared(at map[string]int, all map[string]*life) map[string]former {
	arrivals := map[string][]string{} // by what they may have in common with one that was removed
	paths := slices.Sorted(maps.Keys(all))
	for _, p := range paths {
		if l := all[p]; l.came != nil && l.first.says != nil {
			for _, key := range []string{l.came.Hash, l.first.says[isTitle], l.first.says[isNumber]} {
				arrivals[key] = append(arrivals[key], p)
			}
		}
	}
	out := map[string]former{}
	for _, old := range paths {
		was := all[old]
		if was.last.says == nil {
			continue
		}
		from := at[was.steps[len(was.steps)-1].Hash]
		best, most := "", 0
		for _, key := range []string{was.steps[0].Hash, was.last.says[isTitle], was.last.says[isNumber]} {
			for _, p := range arrivals[key] {
				if p == old || key == "" || out[p].Path != "" || at[all[p].came.Hash] >= from {
					continue
				}
				beside := at[all[p].came.Hash] > at[was.steps[0].Hash]
				if n := sameness(was, all[p], beside); n > most {
					best, most = p, n
				}
			}
		}
		if best != "" {
			out[best] = former{old, at[all[best].came.Hash]}
		}
	}
	return out
}

// sameness is how surely a contract that came is one that was removed; 0: it is another. The
// number decides; then the title, where both stood beside each other with the suppliers or more than
// half of the text; then, as in Git, that the same commit brought more than half of the text.
// A contract that begins when the removed one had ended, or that stood beside it to begin when
// it ends, is the next one.
func sameness(old, came *life, beside bool) int {
	is, was := came.first.says, old.last.says
	if end := old.end(); end != "" && is[termKey(contract.TermStart)] > end && (beside || end < old.versions[0].On.String()) {
		return 0
	}
	together := came.came.Hash == old.steps[0].Hash && came.came.Kind == history.Added
	title := is[isTitle] == was[isTitle]
	suppliers := is[termKey(contract.TermSuppliers)] == was[termKey(contract.TermSuppliers)]
	switch number := was[isNumber]; {
	case number != "" && is[isNumber] == number:
		return 3
	case number != "" && is[isNumber] != "" && !together:
		return 0
	case title && (suppliers || !beside):
		return 2
	}
	half := len(old.last.data) / 2
	if together && !title {
		half = max(half, len(came.first.data)/2)
	}
	if (title || together) && shared(old.last.data, came.first.data) > half {
		return 1
	}
	return 0
}

// end is the last of the ends that the file ever told; "" where it told none.
func (l *life) end() (end string) {
	for _, v := range l.versions {
		end = max(end, v.Says[termKey(contract.TermEnd)])
	}
	return end
}

// shared is how many bytes of a text stand, line by line, in another.
func shared(a, b []byte) (n int) {
	count := map[string]int{}
	for line := range bytes.Lines(a) {
		count[string(line)]++
	}
	for line := range bytes.Lines(b) {
		if count[string(line)] > 0 {
			count[string(line)]--
			n += len(line)
		}
	}
	return n
}
