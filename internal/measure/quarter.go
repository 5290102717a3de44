package measure

import "github.com/forvalt/forvalt/internal/date"

// BooksClose is the day on which a quarter's books close: the last of the month after it,
// because turnover, evidence and logs of a quarter are recorded in the weeks that follow. What
// is recorded by the end of that day is what the quarter is measured from, on its own last day.
func BooksClose(q date.Quarter) date.Date {
	return q.Add(1).First().MonthOf().Last()
}
