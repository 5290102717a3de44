package measure_test

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

func TestByDay(t *testing.T) {
	type item struct {
		id  string
		day date.Date
	}
	var ids []string
	for _, i := range measure.ByDay([]item{{"none", date.Date{}}, {"b", date.MustParse("2026-03-01")}, {"a", date.MustParse("2026-01-01")}, {"c", date.MustParse("2026-03-01")}},
		func(i *item) date.Date { return i.day }) {
		ids = append(ids, i.id)
	}
	if got := strings.Join(ids, " "); got != "a b c none" {
		t.Errorf("%s", got)
	}
}
