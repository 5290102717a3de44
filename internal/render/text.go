package render

import (
	"fmt"
	"strings"
)

// join puts the words that there are between spaces.
func join(words []string) string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

func pad(n int) string { return fmt.Sprintf("%06d", n) }
