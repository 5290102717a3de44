package publish

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/forvalt/forvalt/internal/cuttest"
)

// TestMain lets the test binary be a build that stands still at a point of the route,
// so that it can be killed there.
func TestMain(m *testing.M) {
	dir, at := os.Getenv("PUBLISH_TEST_DIR"), os.Getenv("PUBLISH_TEST_AT")
	if dir == "" {
		os.Exit(m.Run())
	}
	if err := cuttest.Here(); err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	point, after, _ := strings.Cut(at, "/")
	n, _ := strconv.Atoi(after)
	var mu sync.Mutex
	_, err := Write(context.Background(), dir, stream(siteOf("new")), Options{step: func(now string) {
		mu.Lock()
		defer mu.Unlock()
		if now != point {
			return
		}
		if n--; n < 0 {
			fmt.Println("here")
			select {}
		}
	}})
	fmt.Println("done", err)
	if err != nil {
		os.Exit(1)
	}
}

// siteOf is a site of some folders in which a third of the files differ by version.
func siteOf(version string) map[string]string {
	files := map[string]string{}
	for i := range 60 {
		text := "same"
		if i%3 == 0 {
			text = version
		}
		files[fmt.Sprintf("d%d/f%d.html", i%5, i)] = text
	}
	files["only-"+version] = version
	return files
}

func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	for _, c := range []struct{ at, stands string }{
		{"file/0", "old"}, {"file/1", "old"}, {"file/30", "old"}, {"file/60", "old"},
		{"link/0", "old"}, {"link/30", "old"},
		{"seal", "old"}, {"swap", "old"}, {"between", "old"}, {"swapped", "new"},
	} {
		t.Run(c.at, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			write(t, dir, siteOf("old"))
			kill(t, dir, c.at)
			if c.at == "between" {
				if exists(dir) {
					t.Error("the folder is there between the renames")
				}
			} else if got := tree(t, dir); !maps.Equal(got, siteOf(c.stands)) {
				t.Errorf("the killed build left %d files, want those of the %s site", len(got), c.stands)
			}

			// A build that fails at once has repaired all the same.
			if _, err := Write(t.Context(), dir, stream(nil), Options{}); err == nil {
				t.Error("an empty stream is accepted")
			}
			if got := tree(t, dir); !maps.Equal(got, siteOf(c.stands)) {
				t.Errorf("repaired to %d files, want those of the %s site", len(got), c.stands)
			}
			alone(t, dir)

			// And from a second kill, a build that succeeds.
			kill(t, dir, "file/20")
			write(t, dir, siteOf("third"))
		})
	}
	t.Run("first build", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		kill(t, dir, "between")
		if exists(dir) {
			t.Error("a first build that was killed left a folder")
		}
		write(t, dir, siteOf("new"))
	})
	t.Run("folder made anew", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		write(t, dir, siteOf("old"))
		kill(t, dir, "between")
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		_, _ = Write(t.Context(), dir, stream(nil), Options{})
		if got := tree(t, dir); !maps.Equal(got, siteOf("old")) {
			t.Errorf("repaired to %d files", len(got))
		}
	})
	t.Run("foreign folder in its place", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		write(t, dir, siteOf("old"))
		kill(t, dir, "between")
		put(t, filepath.Join(dir, "mine"), "x")
		if _, err := Write(t.Context(), dir, stream(siteOf("new")), Options{}); err == nil {
			t.Error("a foreign folder is accepted")
		}
		if got := tree(t, filepath.Join(filepath.Dir(dir), ".public.forvalt-old")); !maps.Equal(got, siteOf("old")) {
			t.Errorf("of the last good site, %d files are left", len(got))
		}
	})
}

// kill starts a build in a process of its own and kills it at a point.
func kill(t *testing.T, dir, at string) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "PUBLISH_TEST_DIR="+dir, "PUBLISH_TEST_AT="+at)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	if line != "here\n" {
		t.Fatalf("the build at %q said %q", at, line)
	}
}
