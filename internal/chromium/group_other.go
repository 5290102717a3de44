//go:build !unix

package chromium

import "os/exec"

// ownGroup does nothing where there are no process groups: the browser ends its own
// children when it is killed.
func ownGroup(*exec.Cmd) {}

func endGroup(*exec.Cmd) {}
