package measure_test

import (
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/measure"
)

func TestGroupDue(t *testing.T) {
	var list []measure.Deadline
	for _, days := range []int{-400, -1, 0, 90, 91, 365, 366} {
		list = append(list, measure.Deadline{Days: days})
	}
	days := func(list []measure.Deadline) (out []int) {
		for _, d := range list {
			out = append(out, d.Days)
		}
		return out
	}
	g := measure.GroupDue(slices.Values(list))
	if !slices.Equal(days(g.Late), []int{-400, -1}) || !slices.Equal(days(g.Soon), []int{0, 90}) || !slices.Equal(days(g.Later), []int{91, 365}) {
		t.Errorf("late %v, soon %v, later %v", days(g.Late), days(g.Soon), days(g.Later))
	}
}
