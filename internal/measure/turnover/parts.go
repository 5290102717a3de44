package turnover

import (
	"iter"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

// Part is what was bought in a month from one supplier of a contract, or from several of
// which it is not known what each sold.
type Part struct {
	Of       *contract.Contract // in whose file it stands: the contract, or one under it
	Supplier string             // id; "" where the file does not divide the month
	Month    date.Month
	Amount   money.Amount // in the currency of the contract that was asked about
}

// Parts divides what was bought on a contract, its call-offs' included, between those who
// sold it. The parts of a month add up to what Bought has for it.
func Parts(w *measure.World, c *contract.Contract) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		leftOut := 0
		for _, k := range booksOf(w, c, &leftOut) {
			for i := range k.months {
				if !k.parts(&k.months[i], yield) {
					return
				}
			}
		}
	}
}

// parts divides a month of a book. What stands up to each supplier is converted, so that
// the parts add up to the month as it is converted.
func (k *book) parts(m *contract.MonthTurnover, yield func(Part) bool) bool {
	part := Part{Of: k.of, Month: m.Month}
	var sum, told money.Amount
	for _, s := range m.BySupplier {
		sum += s.Amount
		part.Supplier, part.Amount = s.Supplier, k.converted(sum)-told
		told += part.Amount
		if !yield(part) {
			return false
		}
	}
	part.Supplier, part.Amount = k.of.SoleSupplier(), k.converted(m.Total)-told
	return part.Amount == 0 && len(m.BySupplier) > 0 || yield(part)
}
