package render

import (
	"fmt"
)

func pad(n int) string { return fmt.Sprintf("%06d", n) }
