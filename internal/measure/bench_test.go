package measure

import (
	"fmt"
	"testing"
)

func BenchmarkMeasure(b *testing.B) {
	for _, n := range []int{852, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := randomPortfolio(n, seeded(1))
			b.ReportAllocs()
			for b.Loop() {
				Measure(p, testAsOf)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/contract")
		})
	}
}
