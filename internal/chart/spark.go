package chart

import (
	"fmt"
	"strings"
)

// Spark draws a small line of values without axes, to stand beside a number that says
// the same in words; screen readers pass it by. Missing values break the line. Fewer
// than two values give nothing.
func Spark(values []Value) string {
	const width, height, edge = 82.0, 28.0, 4.0
	low, high, known := 0.0, 0.0, 0
	for _, v := range values {
		if v.Missing {
			continue
		}
		if known == 0 || v.Number < low {
			low = v.Number
		}
		if known == 0 || v.Number > high {
			high = v.Number
		}
		known++
	}
	if known < 2 {
		return ""
	}
	point := func(i int) (x, y float64) {
		y = height / 2
		if high > low {
			y = edge + (height-2*edge)*(high-values[i].Number)/(high-low)
		}
		return edge + (width-2*edge)*float64(i)/float64(len(values)-1), y
	}
	var path strings.Builder
	move, last := true, 0
	for i, v := range values {
		if v.Missing {
			move = true
			continue
		}
		x, y := point(i)
		op := "L"
		if move {
			op = "M"
		}
		fmt.Fprintf(&path, "%s%s %s", op, num(x), num(y))
		move, last = false, i
	}
	x, y := point(last)
	return fmt.Sprintf(`<svg class="spark" viewBox="0 0 %g %g" width="%g" height="%g" aria-hidden="true" focusable="false"><path class="line" d="%s"/><circle class="end" cx="%s" cy="%s" r="3"/></svg>`,
		width, height, width, height, path.String(), num(x), num(y))
}
