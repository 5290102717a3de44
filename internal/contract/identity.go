package contract

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
