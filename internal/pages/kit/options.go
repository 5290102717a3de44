package kit

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/file"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past/shown"
	"github.com/forvalt/forvalt/internal/report/document"
	"github.com/forvalt/forvalt/internal/table"
	"github.com/forvalt/forvalt/internal/trend"
)

// Calendar is deadlines to subscribe to; Options.Calendar writes it as a file.
type Calendar struct {
	Name, Description string
	AsOf              date.Date
	Events            []Event
}

// Event is one deadline of a calendar; URL is absolute or "".
type Event struct {
	UID, Summary, Description, Category, URL string
	Date                                     date.Date
	Priority                                 int   // 1 the highest
	Alarms                                   []int // days before
	Cancelled                                bool
}

// Options are what a site is made with besides its data. Pages write no foreign format: calendars and workbooks are functions
// here, which the shell fills in.
type Options struct {
	Profile   contract.Visibility
	Printer   *message.Printer // the site's language
	BaseURL   string           // absolute address of the site; "" leaves out feeds that need one
	FileLinks bool             // links end in index.html
	Version   string           // of the program, for the footer and the data files
	Log       shown.Log
	Stories   shown.Stories
	Signed    []contract.Signed                                // what Git says of amendments and option decisions; the internal profile only
	Reports   []shown.Report                                   // newest first
	Quarters  []trend.Point                                    // that have ended, oldest first: for what was bought in them and what benefits came
	Trend     shown.Trend                                      // zero: none are shown
	Assets    []file.File                                      // styles, scripts, fonts and icons, as they are
	Rules     []Rule                                           // of the check, for their pages
	Calendar  func(Calendar) []byte                            // writes a calendar as a file; nil: no calendars
	Workbook  func(name string, t table.Table) ([]byte, error) // writes a table as a workbook; nil: none
	Book      func(document.Document) ([]byte, error)          // writes a report as a workbook; nil: none
}

// Rule is a rule of the check, as its page needs it. Its words are in the catalogue under Key.
type Rule struct {
	Code, Group, Key string
	Severity         diag.Severity
	Bad, Good        string // examples
}
