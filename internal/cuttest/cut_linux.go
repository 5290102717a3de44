package cuttest

import (
	"syscall"
	"unsafe"
)

// Possible reports whether this system can cut programs.
const Possible = true

// cut sets the largest size of a file. The system sends SIGXFSZ at a write past it, which Go
// ignores; its own answer to it is to kill.
func cut(how How, bytes uint64) error {
	if how == Killed {
		var answer [64]byte // a struct sigaction of zeros: SIG_DFL
		if _, _, err := syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(syscall.SIGXFSZ), uintptr(unsafe.Pointer(&answer)), 0, 8, 0, 0); err != 0 {
			return err
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}); err != nil {
			return err
		}
	}
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: bytes})
}
