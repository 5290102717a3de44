package publish

import (
	"errors"
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
