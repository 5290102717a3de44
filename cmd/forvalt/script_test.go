package main

import (
	"context"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/forvalt/forvalt/internal/cuttest"
	"github.com/forvalt/forvalt/site"
)

// day is that of all tests.
func day() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }

// TestMain lets the test program be forvalt itself, on the day of the tests, for the scripts
// and for tests that need a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"forvalt": func() {
			if err := cuttest.Here(); err != nil {
				panic(err)
			}
			os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, day))
		},
	})
}

// TestScript runs the scripts of testdata/script: what commands say, the code that they end
// with, and the files that they write. Beside the commands of testscript a script has
//
//	exits CODE PROGRAM …    the program ends with the code, and lacks no words
//	copytree DIR TO         a copy of a folder
//	cmptree DIR OTHER       the folders hold the same files
func TestScript(t *testing.T) {
	folder := func(dir string) string {
		abs, err := filepath.Abs(dir)
		if err != nil {
			t.Fatal(err)
		}
		return abs
	}
	env := map[string]string{
		"LANG": "nb_NO.UTF-8", "SAMPLE": folder(sample), "NOTICES": folder("testdata/notices"),
		"CONTRACT": "agreements/renhold-2025-aaaa-con-1/contract.toml", // of the notices
	}
	testscript.Run(t, testscript.Params{
		Dir:             "testdata/script",
		ContinueOnError: true,
		Setup: func(e *testscript.Env) error {
			for name, value := range env {
				e.Setenv(name, value)
			}
			return nil
		},
		Condition: func(c string) (bool, error) { return c == "assets" && site.Built(), nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": func(ts *testscript.TestScript, _ bool, args []string) {
				code := 0
				if err := ts.Exec(args[1], args[2:]...); err != nil {
					var ended *exec.ExitError
					if !errors.As(err, &ended) {
						ts.Fatalf("%v", err)
					}
					code = ended.ExitCode()
				}
				if strconv.Itoa(code) != args[0] {
					ts.Fatalf("exit %d, want %s", code, args[0])
				}
				if strings.Contains(ts.ReadFile("stdout")+ts.ReadFile("stderr"), "⟦") {
					ts.Fatalf("words are missing")
				}
			},
			"copytree": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
			},
			"cmptree": func(ts *testscript.TestScript, _ bool, args []string) {
				if names := differing(tree(t, ts.MkAbs(args[0])), tree(t, ts.MkAbs(args[1]))); len(names) > 0 {
					ts.Fatalf("%s and %s differ in %v", args[0], args[1], names)
				}
			},
		},
	})
}

// differing names the files that are not in both trees, or not with the same bytes.
func differing(a, b map[string]string) []string {
	names := map[string]bool{}
	for _, pair := range [][2]map[string]string{{a, b}, {b, a}} {
		for name, text := range pair[0] {
			if other, there := pair[1][name]; !there || other != text {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
