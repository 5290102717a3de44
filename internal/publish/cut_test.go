package publish

import (
	"errors"
	"flag"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/cuttest"
)

var trials = flag.Bool("trials", false, "cut builds at every byte of all that they write")

// A build that is cut at any byte, killed or on a full disk, leaves what readers see as it
// was, and the next build succeeds. (The pages of this site are shorter than the mark, so that a
// cut past theirs is one of the mark.)
func TestCutAtEveryByte(t *testing.T) {
	if !cuttest.Possible || testing.Short() {
		t.Skip("starts processes, and cuts them on Linux only")
	}
	sealed := len(markHead + strings.Join(slices.Collect(maps.Keys(siteOf("new"))), "\n") + "\n")
	step := 97 // the short form meets each write at some bytes
	if *trials {
		step = 1
	}
	cuts, repairs := 0, 0
	for _, how := range []cuttest.How{cuttest.Killed, cuttest.Starved} {
		for at := 0; at <= sealed; at++ {
			if at > len(markHead) && at%step != 0 && at < sealed-1 {
				continue
			}
			dir := filepath.Join(t.TempDir(), "public")
			write(t, dir, siteOf("old"))
			c := exec.Command(os.Args[0])
			c.Env = append(cuttest.Env(how, at), "PUBLISH_TEST_DIR="+dir, "PUBLISH_TEST_AT=nowhere")
			said, err := c.CombinedOutput()
			var ended *exec.ExitError
			if at < sealed != errors.As(err, &ended) {
				t.Fatalf("%s at %d of %d: %v %s", how, at, sealed, err, said)
			}
			cuts++
			stands := "old"
			if at == sealed {
				stands = "new"
			}
			if got := tree(t, dir); !maps.Equal(got, siteOf(stands)) {
				t.Errorf("%s at %d: %d files, want those of the %s site", how, at, len(got), stands)
			}
			left, err := os.ReadDir(filepath.Dir(dir))
			if err != nil || how == cuttest.Starved && len(left) != 1 {
				t.Errorf("%s at %d: left behind %v, %v", how, at, left, err)
			}
			repairs += len(left) - 1
			write(t, dir, siteOf("third"))
		}
	}
	t.Logf("%d cuts, %d of them left a folder that the next build took over", cuts, repairs)
}
