package diag

import (
	"bufio"
	"fmt"
	"io"
)

// printers of findings, by format.
var printers = []struct {
	name  string
	write func(*report) error
}{
	{"text", (*report).text},
	{"json", (*report).json},
	{"github", (*report).github},
	{"gitlab", (*report).gitlab},
	{"sarif", (*report).sarif},
	{"junit", (*report).junit},
}

// Formats that Print knows.
func Formats() []string {
	var names []string
	for _, p := range printers {
		names = append(names, p.name)
	}
	return names
}

// Describer makes the words of findings.
type Describer interface {
	Message(Finding) string
	Hint(Finding) string                        // how to mend it; "" where there is no more to say
	Title(code string) string                   // of the rule, a few words
	Help(code string) (text, url string)        // what the rule wants and why; its page; either may be ""
	Summary(files, errors, warnings int) string // one line
	Folded(code string, n int) string           // one line: so many more of a rule are not shown
}

// Options of Print. The zero value is good.
type Options struct {
	Color   bool   // in text
	Width   int    // cells of a source line that text shows; 0 means 100
	Fold    int    // findings of one rule that text shows where there are many; 0: all
	Version string // of the program, in SARIF
	Lang    string // two letters: the language of the words, in SARIF
	AsOf    string // YYYY-MM-DD: JUnit wants a date; "" means 1970-01-01
}

// Print writes findings about a number of files in one of the Formats, in the order in
// which they come. The same arguments give the same bytes.
func Print(w io.Writer, format string, fs []Finding, files int, d Describer, opt Options) error {
	for _, p := range printers {
		if p.name != format {
			continue
		}
		b := bufio.NewWriter(w)
		if err := p.write(&report{b, fs, files, d, opt}); err != nil {
			return err
		}
		return b.Flush() // gives the first error of any write
	}
	return fmt.Errorf("there is no format %q", format)
}

// report is what every format gets.
type report struct {
	w     *bufio.Writer
	fs    []Finding
	files int
	d     Describer
	opt   Options
}

func (r *report) summary() string {
	return r.d.Summary(r.files, Count(r.fs, Error), Count(r.fs, Warning))
}
