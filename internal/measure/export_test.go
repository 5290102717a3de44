package measure

import "github.com/forvalt/forvalt/internal/contract"

// RandomPortfolio is the generator of the other tests.
func RandomPortfolio(n int, seed uint64) *contract.Portfolio { return randomPortfolio(n, seeded(seed)) }
