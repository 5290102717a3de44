//go:build !linux

package cuttest

import "errors"

// Possible reports whether this system can cut programs.
const Possible = false

func cut(How, uint64) error { return errors.New("this system cuts no programs") }
