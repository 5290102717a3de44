package scaffold

import (
	"bytes"
	"iter"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/store"
)

// What a new portfolio starts from has the layout that its workflow asks for.
func TestStartsAreInTheirLayout(t *testing.T) {
	made := Demo(t.Context(), demo.Options{Contracts: 40, Seed: 7, AsOf: date.MustParse("2026-11-01")})
	for name, files := range map[string]iter.Seq2[string, []byte]{"empty": Empty(), "sample": Sample(), "demo": made} {
		for path, data := range files {
			if laid, err := store.Format(path, data); err != nil || !bytes.Equal(laid, data) {
				t.Errorf("%s: %s: %v", name, path, err)
			}
		}
	}
}

// The layout of a portfolio of the real size, when nothing is to be changed and when every file is.
func BenchmarkFormat(b *testing.B) {
	files := map[string][]byte{}
	for name, data := range Demo(b.Context(), demo.Options{Contracts: 852, Seed: 7, AsOf: date.MustParse("2026-11-01")}) {
		files[name] = data
	}
	for _, kind := range []string{"as it is", "rough"} {
		b.Run(kind, func(b *testing.B) {
			for b.Loop() {
				for name, data := range files {
					if kind == "rough" {
						data = bytes.ReplaceAll(data, []byte(" = "), []byte("="))
					}
					if _, err := store.Format(name, data); err != nil {
						b.Fatal(name, err)
					}
				}
			}
			b.ReportMetric(float64(len(files)), "files")
		})
	}
}
