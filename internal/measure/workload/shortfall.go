package workload

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// Shortfall is what a contract manager will not get done in the quarter of the as-of
// date. It follows Of: the hours of the band for each contract that the person
// manages, and of the plan items due that the person is responsible for, on whoever's
// contract.
type Shortfall struct {
	Person   string // id; "" for contracts without a manager, which nobody follows up
	Need     int    // hours: Of.Need
	Capacity int    // hours; 0 for nobody
	Outside  []Undone
}

// Undone is the follow-up of one contract that falls outside the hours there are.
type Undone struct {
	Contract *measure.ContractFigures
	Hours    int // that it needs from the person
	Missing  int // of those, hours that the person does not have: less than Hours for the contract that is begun
}

// Shortfalls says, for everyone whose need exceeds a known capacity, which contracts'
// follow-up is left undone when the work is done by risk: highest score first, then by id,
// until the hours are spent. Contracts without a score come last. The people stand in the
// order of Of.
func Shortfalls(f *measure.Figures) []Shortfall {
	tasks := make(map[string][]Undone, len(f.Workload))
	hours := bandHours(f.Model)
	for _, cf := range f.Contracts {
		if cf.Followed() {
			hoursOf(f.World, cf, hours, func(person string, hours int) {
				tasks[person] = append(tasks[person], Undone{cf, hours, 0})
			})
		}
	}
	var out []Shortfall
	for i := range f.Workload {
		w := &f.Workload[i]
		if s := shortfall(w, tasks[w.Person]); len(s.Outside) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// hoursOf gives how many hours a contract needs in the quarter, and from whom.
func hoursOf(w *measure.World, cf *measure.ContractFigures, hours map[contract.BandID]int, need func(person string, hours int)) {
	manager := ""
	if cf.Manager != nil {
		manager = cf.Manager.ID
	}
	var mine measure.Workload
	if cf.Risk != nil {
		mine.Follow = hours[cf.Risk.Band]
	}
	others := map[string]*measure.Workload{}
	var order []string
	planHours(w, cf, &mine, func(person string) *measure.Workload {
		if person == manager || w.Person(person) == nil {
			return &mine
		}
		if others[person] == nil {
			others[person] = &measure.Workload{}
			order = append(order, person)
		}
		return others[person]
	})
	if n := mine.Need(); n > 0 {
		need(manager, n)
	}
	for _, person := range order {
		if n := others[person].Plan; n > 0 {
			need(person, n)
		}
	}
}

// shortfall works through a person's tasks.
func shortfall(w *measure.Workload, tasks []Undone) Shortfall {
	s := Shortfall{Person: w.Person, Need: w.Need(), Capacity: w.Capacity.V}
	if w.Person != "" && !w.Capacity.Set {
		return s
	}
	slices.SortStableFunc(tasks, func(a, b Undone) int {
		return cmp.Or(byRisk(a.Contract, b.Contract), cmp.Compare(a.Contract.Contract.ID, b.Contract.Contract.ID))
	})
	left := s.Capacity
	for _, t := range tasks {
		if t.Missing = t.Hours - max(left, 0); t.Missing > 0 {
			s.Outside = append(s.Outside, t)
		}
		left -= t.Hours
	}
	return s
}

// byRisk puts the gravest first, and contracts without a score last.
func byRisk(a, b *measure.ContractFigures) int {
	switch {
	case a.Risk == nil && b.Risk == nil:
		return 0
	case a.Risk == nil:
		return 1
	case b.Risk == nil:
		return -1
	}
	return b.Risk.Order().Cmp(a.Risk.Order())
}
