package figures_test

import (
	"fmt"
	"testing"

	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func BenchmarkMeasure(b *testing.B) {
	for _, n := range []int{852, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := measuretest.Random(n, measuretest.Seeded(1))
			b.ReportAllocs()
			for b.Loop() {
				figures.Of(p, measuretest.AsOf)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/contract")
		})
	}
}
