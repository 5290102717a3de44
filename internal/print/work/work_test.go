package work

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/store"
)

// What is written of the sample has a line for each deadline and person, in every language.
func TestOfTheSample(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := store.Load(t.Context(), os.DirFS("../../../contracts"), store.Options{})
	f := figures.Of(p, date.MustParse("2026-11-01"))
	due := deadlines.Due(f, "kari-lie", 365)
	if len(due) == 0 || len(due) >= len(deadlines.Due(f, "", 365)) {
		t.Fatalf("%d deadlines of one, %d of all", len(due), len(deadlines.Due(f, "", 365)))
	}
	for _, lang := range []string{"nb", "nn", "en"} {
		var deadlines, hours, none, out strings.Builder
		pr := cat.Printer(lang)
		for _, err := range []error{Deadlines(&deadlines, f.World, due, Asked{"kari-lie", 365, true}, pr), Deadlines(&none, f.World, nil, Asked{}, pr), Workload(&hours, f, p, pr),
			print.JSON(&out, DeadlinesJSON(f.World, due, pr)), print.JSON(&out, WorkloadJSON(f))} {
			if err != nil {
				t.Fatal(err)
			}
		}
		name := p.Person("kari-lie").Name
		if n := strings.Count(deadlines.String(), name+"\n"); n != len(due) {
			t.Errorf("%s: %d of %d deadlines end in the manager's name\n%s", lang, n, len(due), deadlines.String())
		}
		if strings.TrimSpace(none.String()) == "" || !strings.Contains(hours.String(), name) || strings.Count(out.String(), `"contract":`) < len(due) {
			t.Errorf("%s: %q\n%s\n%s", lang, none.String(), hours.String(), out.String())
		}
		if all := deadlines.String() + hours.String() + none.String() + out.String(); strings.Contains(all, "⟦") {
			t.Errorf("%s lacks words\n%s", lang, all)
		}
	}
}

// Where not all are asked for, there is a screen of lines, each heading has some, and what is left
// out is counted.
func TestDeadlinesOnAScreen(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := store.Load(t.Context(), os.DirFS("../../../contracts"), store.Options{})
	f := figures.Of(p, date.MustParse("2026-11-01"))
	for _, days := range []int{0, 30, 90, 365, 5000} {
		due := deadlines.Due(f, "", days)
		var b strings.Builder
		if err := Deadlines(&b, f.World, due, Asked{Days: days}, cat.Printer("en")); err != nil {
			t.Fatal(err)
		}
		shown, more := 0, 0
		for line := range strings.Lines(b.String()) {
			var n int
			if regexp.MustCompile(`^  \d{4}-`).MatchString(line) {
				shown++
			} else if _, err := fmt.Sscanf(line, "  … %d more", &n); err == nil {
				more += n
			}
		}
		if shown != min(len(due), 20) || shown+more != len(due) {
			t.Errorf("%d days: %d shown and %d more of %d\n%s", days, shown, more, len(due), b.String())
		}
	}
}
