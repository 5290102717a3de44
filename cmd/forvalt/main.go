// Forvalt turns a folder of TOML files in Git into a validated contract portfolio, its
// risk and benefit figures, and a searchable static site.
//
// This package is the shell: it alone reads flags and clock, and opens the data folder. A
// command joins the packages below internal/, which do the work and write what is printed.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/forvalt/forvalt/internal/plain"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now)
	stop()
	os.Exit(code)
}

// Exit codes of every command.
const (
	exitOK       = 0
	exitFindings = 1 // findings, or a refused operation
	exitUsage    = 2 // wrong use
)

func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, now func() time.Time) int {
	out := &output{Writer: stdout}
	a := &app{stdin: stdin, document: out, screen: stderr, now: now, colours: terminal(stdout), errColours: terminal(stderr)}
	a.stdout, a.stderr = plain.NewWriter(out, a.colours), plain.NewWriter(stderr, a.errColours)
	root := a.command()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(out) // help and completion: nothing of data
	root.SetErr(a.stderr)
	code := a.exitCode(root.ExecuteContext(ctx))
	if code == exitOK && out.err != nil {
		return a.exitCode(out.err)
	}
	return code
}

// output is standard output. It remembers that something could not be written, so that a
// command that ends well has said all that it had to say.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}
