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
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, now: now}
	root := a.command()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return a.exitCode(root.ExecuteContext(ctx))
}
