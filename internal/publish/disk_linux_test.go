package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// small mounts a disk of 256 KiB, where the test may.
func small(t *testing.T) string {
	t.Helper()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=256k"); err != nil {
		t.Skip("no right to mount a small disk:", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	return disk
}

func TestDiskFull(t *testing.T) {
	dir := filepath.Join(small(t), "public")
	good := map[string]string{"index.html": "good"}
	write(t, dir, good)
	big := map[string]string{"index.html": "new", "a/big": strings.Repeat("x", 1<<20)}
	_, err := Write(t.Context(), dir, stream(big), Options{Workers: 1}) // of two, the other might meet the full disk first
	var where *fs.PathError
	if !errors.Is(err, syscall.ENOSPC) || !errors.As(err, &where) || !strings.HasSuffix(where.Path, "a/big") {
		t.Errorf("error %v", err)
	}
	if got := tree(t, dir); !maps.Equal(got, good) {
		t.Errorf("folder holds %v", got)
	}
	alone(t, dir)
}

// A mounted disk cannot be moved aside.
func TestMountPoint(t *testing.T) {
	dir := small(t)
	_, err := Write(t.Context(), dir, stream(map[string]string{"a": "1"}), Options{})
	if !errors.Is(err, syscall.EBUSY) || !strings.Contains(err.Error(), "choose a folder in it") {
		t.Errorf("error %v", err)
	}
	if got := tree(t, dir); len(got) > 0 {
		t.Errorf("folder holds %v", got)
	}
}

// Where another user's files may not be linked, unchanged files are copied and keep
// their time. Permission is only refused to users other than root, so links are made
// impossible by a folder of the old site that lies on another disk.
func TestWithoutLinks(t *testing.T) {
	disk := small(t)
	dir := filepath.Join(t.TempDir(), "public")
	files := map[string]string{"a/kept": "x", "b": "1"}
	write(t, dir, files)
	other := filepath.Join(dir, "a")
	if err := syscall.Mount(disk, other, "", syscall.MS_BIND, ""); err != nil {
		t.Skip("no right to mount:", err)
	}
	mounted := true
	defer func() {
		if mounted {
			_ = syscall.Unmount(other, syscall.MNT_DETACH)
		}
	}()
	put(t, filepath.Join(other, "kept"), "x")
	info, err := os.Stat(filepath.Join(other, "kept"))
	if err != nil {
		t.Fatal(err)
	}
	files["b"] = "2"
	stats, err := Write(t.Context(), dir, stream(files), Options{step: func(at string) {
		if at == "swap" {
			mounted = syscall.Unmount(other, syscall.MNT_DETACH) != nil
		}
	}})
	if err != nil || stats.Written != 1 || stats.Unchanged != 1 {
		t.Fatalf("stats %+v, error %v", stats, err)
	}
	after, err := os.Stat(filepath.Join(dir, "a", "kept"))
	if err != nil || !after.ModTime().Equal(info.ModTime()) {
		t.Errorf("time %v, was %v, error %v", after.ModTime(), info.ModTime(), err)
	}
}

// A disk on which each file or folder in turn is the first that does not fit: what stands stays,
// nothing else is left, and with room the build succeeds.
func TestDiskFullAtEveryFile(t *testing.T) {
	disk := small(t)
	dir := filepath.Join(disk, "public")
	grow := func(inodes int) {
		if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=4m,nr_inodes=%d", inodes)); err != nil {
			t.Skip("no right to mount:", err)
		}
	}
	good, failed := siteOf("old"), 0
	grow(1000)
	write(t, dir, good)
	for inodes := 70; ; inodes++ {
		var used syscall.Statfs_t
		if err := syscall.Statfs(disk, &used); err != nil {
			t.Fatal(err)
		}
		if uint64(inodes) < used.Files-used.Ffree {
			continue
		}
		grow(inodes)
		_, err := Write(t.Context(), dir, stream(siteOf("new")), Options{})
		alone(t, dir)
		if err == nil {
			break
		}
		if failed++; !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%d: %v", inodes, err)
		}
		if got := tree(t, dir); !maps.Equal(got, good) {
			t.Errorf("%d: %d files", inodes, len(got))
		}
		grow(1000)
	}
	if failed < 20 {
		t.Errorf("it failed %d times only", failed)
	}
	write(t, dir, siteOf("third"))
}
