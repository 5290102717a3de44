// Package cuttest cuts programs under test short where they write: the system lets no file grow
// past a number of bytes. A write past it kills the program, as a power failure or kill -9
// would, or fails, as on a full disk. Only tests use it.
package cuttest

import (
	"fmt"
	"os"
	"strings"
)

// How a program is cut.
type How string

const (
	Killed  How = "killed"  // it ends at once, with the bytes before the cut on disk
	Starved How = "starved" // each write past the cut fails
)

const variable = "FORVALT_TEST_CUT"

// Env is the environment of a program that is cut at a number of bytes.
func Env(how How, bytes int) []string {
	return append(os.Environ(), fmt.Sprintf("%s=%s:%d", variable, how, bytes))
}

// Here cuts the program that calls it as its environment says.
func Here() error {
	how, at, wanted := strings.Cut(os.Getenv(variable), ":")
	if !wanted {
		return nil
	}
	var bytes uint64
	if _, err := fmt.Sscan(at, &bytes); err != nil {
		return err
	}
	return cut(How(how), bytes)
}
