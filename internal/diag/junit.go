package diag

import (
	"encoding/xml"
	"fmt"
	"io"
)

// The elements of a JUnit report, in the order that its schema wants.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Package    string      `xml:"package,attr"`
		ID         int         `xml:"id,attr"`
		Name       string      `xml:"name,attr"`
		Timestamp  string      `xml:"timestamp,attr"`
		Hostname   string      `xml:"hostname,attr"`
		Tests      int         `xml:"tests,attr"`
		Failures   int         `xml:"failures,attr"`
		Errors     int         `xml:"errors,attr"`
		Skipped    int         `xml:"skipped,attr"`
		Time       string      `xml:"time,attr"`
		Properties struct{}    `xml:"properties"`
		Cases      []junitCase `xml:"testcase"`
		Out        string      `xml:"system-out"`
		Err        string      `xml:"system-err"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		Classname string        `xml:"classname,attr"`
		Time      string        `xml:"time,attr"`
		Failure   *junitFailure `xml:"failure"`
		Skipped   *junitSkipped `xml:"skipped"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// junit writes a suite for every file with findings. An error is a failed case; a
// warning or note is a skipped one, which test views show without failing. If there is
// nothing to report, one case has passed, since many systems refuse an empty report.
func (r *report) junit() error {
	out := junitSuites{}
	index := map[string]int{}
	for _, f := range r.fs {
		i, ok := index[f.File]
		if !ok {
			i = len(out.Suites)
			index[f.File] = i
			out.Suites = append(out.Suites, r.suite(i, f.File))
		}
		s := &out.Suites[i]
		s.Cases = append(s.Cases, r.testcase(s.Name, f))
		s.Tests++
		if f.Severity == Error {
			s.Failures++
		} else {
			s.Skipped++
		}
	}
	if len(out.Suites) == 0 {
		s := r.suite(0, "")
		s.Tests, s.Cases = 1, []junitCase{{Name: "validate", Classname: s.Name, Time: "0"}}
		out.Suites = append(out.Suites, s)
	}
	out.Suites[len(out.Suites)-1].Out = visible(r.summary())

	if _, err := io.WriteString(r.w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(r.w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(r.w, "\n")
	return err
}

func (r *report) suite(id int, file string) junitSuite {
	day := r.opt.AsOf
	if day == "" {
		day = "1970-01-01"
	}
	name := visible(file)
	if name == "" {
		name = "forvalt"
	}
	return junitSuite{
		Package: "forvalt", ID: id, Name: name, Hostname: "localhost",
		Timestamp: day + "T00:00:00", Time: "0", Cases: []junitCase{},
	}
}

func (r *report) testcase(class string, f Finding) junitCase {
	c := junitCase{Name: visible(f.Code), Classname: class, Time: "0"}
	if f.Line > 0 {
		c.Name += fmt.Sprintf(" %d:%d", f.Line, f.Col)
	}
	if title := r.d.Title(f.Code); title != "" {
		c.Name += " " + visible(title)
	}
	message := visible(r.d.Message(f))
	source := f.Source
	if len(source) > snippetBytes {
		source = ""
	}
	text := ""
	for _, line := range []string{at(f.Pos), visible(source), visible(r.d.Hint(f))} {
		if line != "" {
			text += line + "\n"
		}
	}
	if f.Severity == Error {
		c.Failure = &junitFailure{message, visible(f.Code), text}
	} else {
		c.Skipped = &junitSkipped{message, text}
	}
	return c
}
