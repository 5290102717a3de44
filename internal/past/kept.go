package past

import (
	"crypto/sha256"
	"fmt"
)

// KeptName names a result by its kind and by all that it depends on besides the program; ""
// where none are kept.
func (a *Archive) KeptName(kind string, on ...string) string {
	if a.Stamp == "" {
		return ""
	}
	return fmt.Sprintf("%s-%x", kind, sha256.Sum256(fmt.Appendf(nil, "%q", append([]string{a.Stamp}, on...))))
}

// Kept gives a result that an earlier run of the same program kept.
func (a *Archive) Kept(name string) ([]byte, bool) {
	if name == "" || a.repo == nil {
		return nil, false
	}
	return a.repo.Kept(name)
}

// Keep keeps a result for later runs. If the repository cannot be written to, they compute
// it again.
func (a *Archive) Keep(name string, data []byte) {
	if name != "" && a.repo != nil {
		_ = a.repo.Keep(name, data)
	}
}
