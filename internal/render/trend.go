package render

import "github.com/forvalt/forvalt/internal/trend"

// Trend is the portfolio at the end of each quarter, in render's own terms: the shell
// fills it.
type Trend struct {
	Points  []trend.Point // oldest first; the last is today's
	Cut     bool          // the clone is shallow
	Oldest  Commit        // before it nothing is known
	Missing string        // why there is no history; "" when there is
}
