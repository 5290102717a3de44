package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/shown"
	"github.com/forvalt/forvalt/internal/scaffold"
	"github.com/forvalt/forvalt/internal/store"
)

var benchDay = date.MustParse("2026-10-31")

var benchSizes = []struct{ contracts, quarters int }{{852, 12}, {852, 40}, {10_000, 12}, {10_000, 40}}

// benchRepo makes the demo's repository, without the files of its work tree. All but the
// smallest take minutes, and are made where the environment has FORVALT_BENCH=large.
func benchRepo(b *testing.B, n, quarters int) string {
	b.Helper()
	if n*quarters > 852*12 && os.Getenv("FORVALT_BENCH") != "large" {
		b.Skip("set FORVALT_BENCH=large")
	}
	dir := b.TempDir()
	if err := scaffold.History(context.Background(), dir, demo.Options{Contracts: n, Seed: 1, AsOf: benchDay}, quarters, scaffold.Release{}); err != nil {
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

// BenchmarkTrend walks history, loads the tree of every quarter's end (the last twelve) and
// measures it; load alone; and the git program giving out the bytes of the same blobs. blobs/op are
// the different ones, files/op all files of all trees.
func BenchmarkTrend(b *testing.B) {
	for _, s := range benchSizes {
		name := fmt.Sprintf("%dx%d", s.contracts, s.quarters)
		b.Run(name, func(b *testing.B) {
			dir := benchRepo(b, s.contracts, s.quarters)
			data := filepath.Join(dir, "contracts")
			ctx := context.Background()
			walk := func(b *testing.B, q history.Questions) (*history.Repo, *history.Log) {
				repo, err := history.Open(data)
				if err != nil {
					b.Fatal(err)
				}
				log, err := repo.Walk(ctx, q)
				if err != nil {
					b.Fatal(err)
				}
				return repo, log
			}
			none := (&contract.Portfolio{}).Index()
			var ends []time.Time
			for _, q := range benchDay.QuartersBefore(s.quarters) {
				ends = append(ends, q.Last().EndIn(zoneOf(none)))
			}
			b.Run("walk", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					repo, _ := walk(b, history.Questions{Last: true, Recent: 20})
					repo.Close()
				}
			})
			b.Run("all", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					cache := &store.Cache{}
					archive := past.Open(past.Folder{Snapshot: past.Snapshot{Portfolio: none}, Dir: data, AsOf: benchDay, Zone: zoneOf(none), Cache: cache},
						past.Options{Printer: catalogue().Printer("nb"), Why: error.Error})
					known, err := shown.Of(ctx, archive, figures.Of(none, benchDay))
					if err != nil || len(known.Trend.Points) != min(s.quarters, 12)+1 {
						b.Fatal(len(known.Trend.Points), err)
					}
					archive.Close()
					b.ReportMetric(float64(cache.Parsed()), "blobs/op")
				}
				b.ReportMetric(float64(peak())/(1<<20), "MiB-from-system")
			})
			b.Run("load", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					repo, log := walk(b, history.Questions{})
					cache, files := &store.Cache{}, 0
					for _, c := range slices.Backward(commitsAt(log, ends)) {
						fsys, _, err := repo.FS(c.Hash)
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
			_, log := walk(b, history.Questions{})
			blobs := blobsOf(b, dir, commitsAt(log, ends))
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

// commitsAt are the newest commits at some moments.
func commitsAt(log *history.Log, moments []time.Time) []history.Commit {
	var out []history.Commit
	for _, m := range moments {
		if at := log.At(m); at != nil {
			out = append(out, at.Commit)
		}
	}
	return out
}

// BenchmarkChangedBlobs reads every file that any commit changed: the walk alone, the walk
// and the bytes, beside what the git program takes to list the same changes and to give out the same blobs. µs/blob is what
// each changed blob costs: it must not grow with the number of files or commits.
func BenchmarkChangedBlobs(b *testing.B) {
	for _, s := range benchSizes {
		b.Run(fmt.Sprintf("%dx%d", s.contracts, s.quarters), func(b *testing.B) {
			dir := benchRepo(b, s.contracts, s.quarters)
			a := &app{data: filepath.Join(dir, "contracts")}
			walk := func(b *testing.B) (*history.Repo, *history.Log) {
				repo, err := history.Open(a.data)
				if err != nil {
					b.Fatal(err)
				}
				log, err := repo.Walk(b.Context(), history.Questions{Recent: -1})
				if err != nil {
					b.Fatal(err)
				}
				return repo, log
			}
			var list strings.Builder
			each := func(log *history.Log, visit func(c *history.Commit, f *history.FileChange)) {
				seen := map[string]bool{}
				for i := range log.Recent {
					c := &log.Recent[i]
					for j := range c.Files {
						if f := &c.Files[j]; !f.Removed && !seen[f.ContentID()] {
							seen[f.ContentID()] = true
							visit(&c.Commit, f)
						}
					}
				}
			}
			repo, log := walk(b)
			repo.Close()
			blobs := 0
			each(log, func(_ *history.Commit, f *history.FileChange) { blobs++; list.WriteString(f.ContentID() + "\n") })
			run := func(name string, work func(b *testing.B)) {
				b.Run(name, func(b *testing.B) {
					for b.Loop() {
						work(b)
					}
					b.ReportMetric(float64(len(log.Recent)), "commits")
					b.ReportMetric(float64(blobs), "blobs")
					b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(blobs), "µs/blob")
				})
			}
			run("walk", func(b *testing.B) {
				repo, _ := walk(b)
				repo.Close()
			})
			run("walk-and-read", func(b *testing.B) {
				repo, log := walk(b)
				defer repo.Close()
				each(log, func(c *history.Commit, f *history.FileChange) {
					if _, err := repo.Read(c, f); err != nil {
						b.Fatal(err)
					}
				})
			})
			run("git-log", func(b *testing.B) {
				if err := exec.Command("git", "-C", dir, "log", "--first-parent", "--diff-merges=first-parent", "--raw", "--format=%H", "--", "contracts").Run(); err != nil {
					b.Fatal(err)
				}
			})
			run("git-cat-file", func(b *testing.B) {
				cmd := exec.Command("git", "-C", dir, "cat-file", "--batch")
				cmd.Stdin = strings.NewReader(list.String())
				if err := cmd.Run(); err != nil {
					b.Fatal(err)
				}
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
