package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata" // Windows and small containers have no time zones of their own

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/site"
)

// app is the program as it was called: its streams, its clock and its global flags.
type app struct {
	stdin               io.Reader
	stdout, stderr      io.Writer // what people read: it passes plain.Writer
	document            io.Writer // standard output for what is a file: its format has rules of its own
	screen              io.Writer // standard error for what draws over itself
	colours, errColours bool      // stdout, stderr are terminals
	now                 func() time.Time

	data    string
	named   func() bool // whether --data was given
	asOf    string
	lang    string
	noColor bool
}

// failure is an error for the person who ran the program: a message of the area "cli"
// and the exit code that goes with it.
type failure struct {
	code int
	key  string
	args message.Args
}

func (f *failure) Error() string { return f.key + " " + fmt.Sprint(f.args) }

func refuse(key string, args message.Args) error { return &failure{exitFindings, key, args} }
func misuse(key string, args message.Args) error { return &failure{exitUsage, key, args} }

// errFindings ends a command that has already printed why.
var errFindings = errors.New("findings")

func (a *app) exitCode(err error) int {
	var f *failure
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.As(err, &f):
		fmt.Fprintln(a.stderr, "forvalt: "+words(a.printer(nil), f))
		if strings.HasPrefix(f.key, "usage-") {
			fmt.Fprintln(a.stderr, a.printer(nil).Text("cli.errors.see-help", nil))
		}
		return f.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.stderr, "forvalt: "+a.printer(nil).Text("cli.errors.interrupted", nil))
		return exitFindings
	default: // the system's words
		fmt.Fprintln(a.stderr, "forvalt: "+plain.Line(err.Error()))
		return exitFindings
	}
}

func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:           "forvalt",
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.data, "data", usualFolder, "")
	a.named = func() bool { return flags.Changed("data") }
	flags.StringVar(&a.asOf, "as-of", "", "")
	flags.StringVar(&a.lang, "lang", "", "")
	flags.BoolVar(&a.noColor, "no-color", false, "")
	root.SetVersionTemplate("{{.Version}}\n")
	root.Args, root.RunE = subcommand, func(c *cobra.Command, _ []string) error { return c.Help() }
	for _, make := range commands {
		root.AddCommand(make(a))
	}
	a.speak(root)
	return root
}

// commands of the program. A new command is one file and one row here.
var commands = []func(*app) *cobra.Command{
	initCommand, validateCommand, fmtCommand, explainCommand, schemaCommand, buildCommand, riskCommand, dueCommand, diffCommand, historyCommand, importCommand, reportCommand, versionCommand,
}

// catalogue is the program's own, read once; a program whose catalogue does not load
// cannot run.
var catalogue = sync.OnceValue(func() *message.Catalogue {
	messages, err := fs.Sub(site.FS, "messages")
	if err == nil {
		var cat *message.Catalogue
		if cat, err = message.Load(messages); err == nil {
			return cat
		}
	}
	panic(fmt.Sprintf("the program's message catalogue: %v", err))
})

// printer speaks the language that was asked for, else the portfolio's, else the environment's.
func (a *app) printer(p *contract.Portfolio) *message.Printer {
	lang := a.lang
	if lang == "" && p != nil {
		lang = string(p.Settings.Site.Language)
	}
	if lang == "" {
		lang = languageOf(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	}
	return catalogue().Printer(lang)
}

// languageOf reads the environment's language; Norwegian bokmål where it says nothing that we speak.
func languageOf(env ...string) string {
	for _, e := range env {
		switch {
		case strings.HasPrefix(e, "nn"):
			return "nn"
		case strings.HasPrefix(e, "en"):
			return "en"
		case e != "":
			return "nb"
		}
	}
	return "nb"
}

// loaded is the data folder with what commands need to report on it.
type loaded struct {
	past.Folder
	Printer *message.Printer
	Count   int // of files read
}

// folder opens the data folder; links out of it do not open.
func (a *app) folder() (*os.Root, error) {
	switch a.lang {
	case "", "nb", "nn", "en":
	default:
		return nil, misuse("bad-language", message.Args{"value": a.lang})
	}
	if err := a.locate(); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(a.data)
	if err != nil {
		return nil, misuse("no-data", message.Args{"path": a.data})
	}
	return root, nil
}

// load reads the data folder and determines the as-of date.
func (a *app) load(ctx context.Context) (*loaded, error) {
	root, err := a.folder()
	if err != nil {
		return nil, err
	}
	var count atomic.Int64
	show := a.progress("reading")
	cache := &store.Cache{}
	p, findings := store.Load(ctx, root.FS(), store.Options{Prefix: a.prefix(), Cache: cache, Progress: func(done, total int) {
		count.Store(int64(total))
		if show != nil {
			show(done, total)
		}
	}})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	asOf, err := a.date(p)
	if err != nil {
		return nil, err
	}
	findings = append(findings, unknownZone(p)...)
	return &loaded{
		Folder: past.Folder{Snapshot: past.Snapshot{Portfolio: p, Findings: findings}, Dir: a.data, Files: root.FS(), Prefix: a.prefix(),
			AsOf: asOf, Zone: zoneOf(p), Cache: cache},
		Printer: a.printer(p), Count: int(count.Load()),
	}, nil
}

// tellLacking says that what a command is about to tell may lack something, because of files with
// errors. A contract that cannot be read has no deadline and no risk.
func (a *app) tellLacking(l *loaded) {
	first, files := "", map[string]bool{}
	for _, f := range l.Findings {
		if f.Severity == diag.Error {
			first = cmp.Or(first, f.File)
			files[f.File] = true
		}
	}
	if len(files) > 0 {
		fmt.Fprintln(a.stderr, l.Printer.Text("cli.data.lacking", message.Args{"n": len(files), "path": plain.Line(a.here()(first))}))
	}
}

// archive opens what Git knows of the data folder. It must be closed.
func (a *app) archive(l *loaded) *past.Archive {
	archive := past.Open(l.Folder, past.Options{Printer: l.Printer, Stamp: programStamp(), Why: func(err error) string { return why(l.Printer, err) }})
	if hidden, _ := archive.Hidden(); len(hidden) > 0 { // whoever reads history meets the error
		fmt.Fprintln(a.stderr, l.Printer.Text("cli.build.hidden", message.Args{"n": len(hidden), "path": plain.Line(hidden[0])}))
	}
	return archive
}

// date is the as-of date: the flag's, else the one that a sample stands still at, else today.
func (a *app) date(p *contract.Portfolio) (date.Date, error) {
	if a.asOf != "" {
		d, err := date.Parse(a.asOf)
		if err != nil {
			return d, misuse("bad-date", message.Args{"value": a.asOf})
		}
		return d, nil
	}
	if d := p.Settings.Site.AsOf; !d.IsZero() {
		return d, nil
	}
	return date.FromTime(a.now().In(zoneOf(p))), nil
}

// homeZone is the time zone of a portfolio that names none.
const homeZone = "Europe/Oslo"

// zoneOf is the portfolio's time zone; Norway's where it names none, or none that exists
// (see unknownZone).
func zoneOf(p *contract.Portfolio) *time.Location {
	if zone, ok := zoneNamed(p.Settings.Defaults.Timezone); ok {
		return zone
	}
	zone, _ := zoneNamed(homeZone)
	return zone
}

func zoneNamed(name string) (*time.Location, bool) {
	if name == "" || name == "Local" { // the machine's own: not the same everywhere
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

// unknownZone is the finding of a time zone that does not exist; none where all is well.
func unknownZone(p *contract.Portfolio) []diag.Finding {
	d := &p.Settings.Defaults
	if _, ok := zoneNamed(d.Timezone); ok || d.Timezone == "" {
		return nil
	}
	return []diag.Finding{d.At("timezone").At("FV022", diag.Error, diag.Args{
		"key": "timezone", "value": d.Timezone, "choices": homeZone + ", Europe/London, UTC", "closest": diag.Closest(d.Timezone, []string{homeZone}),
	})}
}

// terminal reports whether a stream is one that a person looks at.
func terminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// color reports whether colours are wanted on a stream that is a terminal, or is none.
func (a *app) color(terminal bool) bool { return terminal && !a.noColor && os.Getenv("NO_COLOR") == "" }

// progress shows how far long work has come, on a terminal only.
func (a *app) progress(key string) func(done, total int) {
	if !a.errColours {
		return nil
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(a.screen),
		progressbar.OptionSetDescription(a.printer(nil).Text("cli.progress."+key, nil)),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionShowCount())
	return func(done, total int) {
		bar.ChangeMax(total)
		_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop
		if done == total {
			_ = bar.Finish()
		}
	}
}
