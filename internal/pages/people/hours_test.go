package people

import (
	"context"
	"os"
	"strconv"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/workload"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/store"
)

// The hours of the table are those that the sentence above it sums: also of those whose capacity
// is not known, and of contracts without a manager.
func TestHoursAddUp(t *testing.T) {
	p, _ := store.Load(context.Background(), os.DirFS("../../../contracts"), store.Options{})
	f := figures.Of(p, date.Of(2026, 11, 1))
	s := kit.New(p, f, nil, kit.Options{Printer: kittest.Printer(t, "nb")}, nil)
	sum, all := 0, workload.SumAll(f)
	const need = 3 // the column
	for _, row := range everybody(s, "forvaltere/", peopleOf(s, "")).Rows {
		n, err := strconv.Atoi(row[need].Value.Text + row[need].Text)
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if all.Nobody == 0 || all.UnknownHours == 0 {
		t.Fatal("the sample has no hours of nobody, or of unknown capacity")
	}
	if sum != all.Need {
		t.Errorf("the table has %d hours, the sentence %d", sum, all.Need)
	}
}
