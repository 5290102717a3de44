package contract

import (
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/diag"
)

// CheckDigit is the last digit of an organisation number with these eight digits, by modulus
// 11 with the weights 3 2 7 6 5 4 3 2 (Brønnøysundregistrene); ok is false where eight digits
// have none, or are not digits.
func CheckDigit(eight string) (digit byte, ok bool) {
	if len(eight) != 8 {
		return 0, false
	}
	sum := 0
	for i, w := range []int{3, 2, 7, 6, 5, 4, 3, 2} {
		if eight[i] < '0' || eight[i] > '9' {
			return 0, false
		}
		sum += int(eight[i]-'0') * w
	}
	check := (11 - sum%11) % 11
	return '0' + byte(check), check < 10
}

// ValidOrganisation tells whether an id is nine digits that end in their check digit.
func ValidOrganisation(id string) bool {
	if len(id) != 9 {
		return false
	}
	digit, ok := CheckDigit(id[:8])
	return ok && digit == id[8]
}

// NearestID is the id that somebody most likely meant by one that is not there; "" where none is
// near. Of organisation numbers, which are near to each other by chance, it is one that is written with
// spaces, or the only one that differs by a digit, or by two that have changed places, from a number
// that cannot be one. A number that can is another organisation's.
func NearestID(written string, ids []string) string {
	if strings.Trim(written, "0123456789 ") != "" {
		return diag.Closest(written, ids)
	}
	written = strings.ReplaceAll(written, " ", "")
	if slices.Contains(ids, written) || ValidOrganisation(written) {
		ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id != written })
	} else {
		ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !ValidOrganisation(id) || !slipped(written, id) })
	}
	if len(ids) != 1 {
		return ""
	}
	return ids[0]
}

// slipped reports whether two numbers differ by one digit, or by two neighbours that have
// changed places.
func slipped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	var at []int
	for i := range len(a) {
		if a[i] != b[i] {
			at = append(at, i)
		}
	}
	return len(at) == 1 || len(at) == 2 && at[1] == at[0]+1 && a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]]
}
