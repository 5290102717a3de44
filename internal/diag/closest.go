package diag

import "slices"

// Closest is the candidate that a misspelt word most likely meant, or "" where none is
// near: at most a third of the letters, and one, may differ. Ties go to the first in order.
func Closest(word string, candidates []string) string {
	best, limit := "", len([]rune(word))/3+1
	sorted := slices.Sorted(slices.Values(candidates))
	for _, c := range sorted {
		if d := distance(word, c, limit); d <= limit {
			best, limit = c, d-1
		}
	}
	return best
}

// distance is the Levenshtein distance, or limit+1 where it is larger than limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > limit || -d > limit || len(x) > 200 {
		return limit + 1
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(y)]
}
