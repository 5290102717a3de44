package publish

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/forvalt/forvalt/internal/file"
)

// pages are 5,000 files of 4 to 36 KiB in 1,250 folders; every hundredth depends on the version.
func pages(version uint64) []file.File {
	var out []file.File
	for i := range uint64(5000) {
		seed := uint64(0)
		if i%100 == 0 {
			seed = version
		}
		r := rand.New(rand.NewPCG(i, seed))
		data := make([]byte, 4<<10+int(i*7919%(32<<10)))
		for j := range data {
			data[j] = byte(r.Uint32())
		}
		out = append(out, file.File{Path: fmt.Sprintf("kontrakter/k%04d/f%d.html", i/4, i%4), Data: data})
	}
	return out
}

func each(files []file.File) iter.Seq2[file.File, error] {
	return func(yield func(file.File, error) bool) {
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	versions := [][]file.File{pages(1), pages(2)}
	run := func(name string, fresh bool, step int) {
		b.Run(name, func(b *testing.B) {
			root := b.TempDir()
			dir := filepath.Join(root, "public")
			if !fresh {
				if _, err := Write(b.Context(), dir, each(versions[step]), Options{}); err != nil {
					b.Fatal(err)
				}
			}
			var stats Stats
			for n := 0; b.Loop(); n++ {
				if fresh {
					dir = filepath.Join(root, fmt.Sprint("public", n))
				}
				var err error
				if stats, err = Write(b.Context(), dir, each(versions[n*step%2]), Options{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(stats.Written), "written")
			b.SetBytes(stats.Bytes)
		})
	}
	run("first", true, 0)
	run("unchanged", false, 0)
	run("1percent", false, 1)
}

// BenchmarkCompare tells why contents are read: a kept hash would still cost the hash
// of the new content, and would not see that a file was edited.
func BenchmarkCompare(b *testing.B) {
	files := pages(1)
	dir := filepath.Join(b.TempDir(), "public")
	if _, err := Write(b.Context(), dir, each(files), Options{}); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, markName))
	if err != nil {
		b.Fatal(err)
	}
	x := newBuild(&site{mode: info.Mode()}, Options{})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			for _, f := range files {
				if !x.same(filepath.Join(dir, f.Path), f.Data) {
					b.Fatal(f.Path)
				}
			}
		}
	})
	b.Run("hash", func(b *testing.B) {
		for b.Loop() {
			for _, f := range files {
				sha256.Sum256(f.Data)
			}
		}
	})
}
