package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/store"
)

var benchDay = date.MustParse("2026-10-31")

var benchSizes = []struct{ contracts, quarters int }{{852, 12}, {10_000, 40}}

// benchRepo makes the demo's repository, without the files of its work tree.
func benchRepo(b *testing.B, n, quarters int) string {
	b.Helper()
	if n > 1000 && testing.Short() {
		b.Skip("large")
	}
	dir := b.TempDir()
	if err := writeHistory(context.Background(), dir, demo.Options{Contracts: n, Seed: 1, AsOf: benchDay}, quarters); err != nil {
		b.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "contracts"), 0o755); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkHistory makes a demo with its history.
func BenchmarkHistory(b *testing.B) {
	for _, s := range benchSizes {
		b.Run(fmt.Sprintf("%dx%d", s.contracts, s.quarters), func(b *testing.B) {
			for b.Loop() {
				benchRepo(b, s.contracts, s.quarters)
			}
		})
	}
}

// BenchmarkTrend walks history, loads the tree of every quarter's end and measures it;
// load alone; and the git program giving out the bytes of the same blobs. blobs/op are
// the different ones, files/op all files of all trees.
func BenchmarkTrend(b *testing.B) {
	for _, s := range benchSizes {
		name := fmt.Sprintf("%dx%d", s.contracts, s.quarters)
		b.Run(name, func(b *testing.B) {
			dir := benchRepo(b, s.contracts, s.quarters)
			quarters := quartersBefore(benchDay, s.quarters)
			a := &app{data: filepath.Join(dir, "contracts")}
			ctx := context.Background()
			walk := func(b *testing.B, q history.Questions) (*history.Repo, *history.Log) {
				repo, err := history.Open(a.data)
				if err != nil {
					b.Fatal(err)
				}
				log, err := repo.Walk(ctx, q)
				if err != nil {
					b.Fatal(err)
				}
				return repo, log
			}
			ends := endsOf(quarters, zoneOf(&contract.Portfolio{}))
			b.Run("walk", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					repo, _ := walk(b, history.Questions{Last: true, Recent: 20, AsOf: ends})
					repo.Close()
				}
			})
			b.Run("all", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					repo, log := walk(b, history.Questions{Last: true, Recent: 20, AsOf: ends})
					l := &loaded{Cache: &store.Cache{}}
					points, err := a.points(ctx, repo, l, quarters, log.AsOf, "", func(int) error { return nil })
					if err != nil || len(points) != s.quarters {
						b.Fatal(len(points), err)
					}
					repo.Close()
					b.ReportMetric(float64(l.Cache.Parsed()), "blobs/op")
				}
				b.ReportMetric(float64(peak())/(1<<20), "MiB-from-system")
			})
			b.Run("load", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					repo, log := walk(b, history.Questions{AsOf: ends})
					cache, files := &store.Cache{}, 0
					for i := len(log.AsOf) - 1; i >= 0; i-- {
						fsys, _, err := repo.FS(log.AsOf[i].Hash)
						if err != nil {
							b.Fatal(err)
						}
						store.Load(ctx, fsys, store.Options{Cache: cache, Progress: func(_, total int) { files = max(files, total) }})
					}
					repo.Close()
					b.ReportMetric(float64(cache.Parsed()), "blobs/op")
					b.ReportMetric(float64(files), "files-in-largest")
				}
			})
			_, log := walk(b, history.Questions{AsOf: ends})
			blobs := blobsOf(b, dir, log.AsOf)
			b.Run("git-cat-file", func(b *testing.B) {
				for b.Loop() {
					cmd := exec.Command("git", "-C", dir, "cat-file", "--batch")
					cmd.Stdin = strings.NewReader(blobs)
					var out bytes.Buffer
					cmd.Stdout = &out
					if err := cmd.Run(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(strings.Count(blobs, "\n")), "blobs/op")
			})
		})
	}
}

func peak() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys
}

// blobsOf lists the different blobs of the commits' data, one a line.
func blobsOf(b *testing.B, dir string, commits []history.Commit) string {
	b.Helper()
	seen := map[string]bool{}
	var list strings.Builder
	for _, c := range commits {
		out, err := exec.Command("git", "-C", dir, "ls-tree", "-r", "--format=%(objectname)", c.Hash, "contracts/").Output()
		if err != nil {
			b.Fatal(err)
		}
		for h := range strings.Lines(string(out)) {
			if !seen[h] {
				seen[h] = true
				list.WriteString(h)
			}
		}
	}
	return list.String()
}
