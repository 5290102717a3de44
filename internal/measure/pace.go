package measure

import (
	"math"

	"github.com/forvalt/forvalt/internal/date"
)

// The statistics of the forecast. Months of turnover y are seen as
//
//	y = level + slope × months from the last one + season of the calendar month + error
//
// and estimated by Bayesian linear regression with a normal–inverse-gamma prior, whose
// predictive distribution is a Student's t in closed form (Gelman et al., Bayesian Data
// Analysis, 3rd ed., ch. 14): no drawing of numbers, so the same input gives the same
// output, and a contract costs microseconds. Four things fit it to turnover:
//
//   - a season only where two full years exist; its prior, and that of the slope, pull
//     towards none, so that a short history is not read into;
//   - the slope is damped in the middle of the range (Gardner and McKenzie 1985: turnover
//     does not go on rising as it did) but not in its width;
//   - errors that follow each other (first autocorrelation ρ) widen it by (1+ρ)/(1−ρ), as
//     the variance of a mean of an AR(1) series, and count as fewer months;
//   - turnover is not negative: mean and spread are read as a gamma distribution by the
//     cube root of Wilson and Hilferty (1931), whose upper tail is the longer.

// Priors and damping: assumptions, the same for all contracts. Those in σ are relative
// to the standard deviation of a month's error.
const (
	slopePrior    = 0.12 // σ a month
	seasonPrior   = 1.5  // σ
	errorPrior    = 0.04 // of the mean month: no contract is more regular than that for certain
	errorWeight   = 1.0  // months that errorPrior counts as
	damping       = 0.98 // of the slope, a month
	maxFollow     = 0.85 // bound of ρ
	maxParameters = 14   // level, slope, twelve calendar months
)

// pace is a contract's turnover by month, estimated. Amounts are in shares of mean.
type pace struct {
	mean   float64 // of a month of the history
	last   date.Month
	n      int // parameters in use: 2 or 14
	beta   [maxParameters]float64
	root   [maxParameters][maxParameters]float64 // Cholesky root of the precision
	sigma2 float64                               // variance of a month's error
	follow float64                               // (1+ρ)/(1−ρ)
	free   float64                               // degrees of freedom
}

// paceOf estimates the pace from months in order, of which last is the latest. It is
// not ok where nothing was bought.
func paceOf(months []float64, last date.Month) (p pace, ok bool) {
	n := len(months)
	for _, y := range months {
		p.mean += y / float64(n)
	}
	if p.mean <= 0 || math.IsInf(p.mean, 0) {
		return p, false
	}
	p.last, p.n = last, 2
	if n >= seasonMonths {
		p.n = maxParameters
	}
	p.estimate(months)
	return p, true
}

// seasonAt is the parameter of a month's season.
func seasonAt(m date.Month) int { return 1 + int(m.Month()) }

func (p *pace) estimate(months []float64) {
	n := len(months)
	var a [maxParameters][maxParameters]float64
	var b, prior [maxParameters]float64
	prior[0], prior[1] = 1e-6, 1/(slopePrior*slopePrior)
	for i := 2; i < p.n; i++ {
		prior[i] = 1 / (seasonPrior * seasonPrior)
	}
	for i := range p.n {
		a[i][i] = prior[i]
	}
	for i, y := range months {
		x, z := float64(i-n+1), y/p.mean
		a[0][0]++
		a[1][0] += x
		a[1][1] += x * x
		b[0] += z
		b[1] += x * z
		if p.n > 2 {
			s := seasonAt(p.last.Add(i - n + 1))
			a[s][0]++
			a[s][1] += x
			a[s][s]++
			b[s] += z
		}
	}
	p.cholesky(&a)
	p.beta = p.forward(b)
	p.backward(&p.beta)
	p.errors(months, &prior)
}

// errors estimates their variance and how they follow each other.
func (p *pace) errors(months []float64, prior *[maxParameters]float64) {
	n := len(months)
	sum := errorWeight * errorPrior * errorPrior
	for i := range p.n {
		sum += prior[i] * p.beta[i] * p.beta[i]
	}
	var squares, products, before float64
	for i, y := range months {
		e := y/p.mean - p.month(p.last.Add(i-n+1), float64(i-n+1))
		squares += e * e
		if i > 0 {
			products += e * before
		}
		before = e
	}
	rho := 0.0
	if squares > 0 {
		rho = products / squares
		rho += (1 + 3*rho) / float64(n) // its bias in short series (Kendall 1954)
	}
	rho = min(max(rho, 0), maxFollow)
	p.follow = (1 + rho) / (1 - rho)
	p.free = max(errorWeight+float64(n-1)/p.follow, 3)
	p.sigma2 = (sum + squares) / (errorWeight + float64(n-1))
}

// month is the expected turnover of a month, x months of slope after the last one.
func (p *pace) month(m date.Month, x float64) float64 {
	y := p.beta[0] + p.beta[1]*x
	if p.n > 2 {
		y += p.beta[seasonAt(m)]
	}
	return y
}

// outcome is what turnover may come to over some months: mean, standard deviation (of
// a t distribution: its scale) and degrees of freedom.
type outcome struct{ mean, spread, free float64 }

// until adds up the months after the last one to a day; of the last month the share of
// its days.
func (p *pace) until(d date.Date) outcome {
	var x [maxParameters]float64
	var mean, squares, slope float64
	step := damping
	until := d.MonthOf()
	months := min(until.Sub(p.last), maxForecastMonths)
	for k := 1; k <= months; k++ {
		m, share := p.last.Add(k), 1.0
		if m == until {
			share = float64(d.Day()) / float64(m.Days())
		}
		slope += step
		step *= damping
		mean += share * max(p.month(m, slope), 0)
		squares += share * share
		x[0] += share
		x[1] += share * float64(k)
		if p.n > 2 {
			x[seasonAt(m)] += share
		}
	}
	w := p.forward(x)
	for i := range p.n {
		squares += w[i] * w[i]
	}
	o := outcome{mean: mean * p.mean, spread: math.Sqrt(p.sigma2*p.follow*squares) * p.mean, free: p.free}
	o.mean = max(o.mean, o.spread*math.Sqrt(minShape))
	return o
}

// minShape bounds the gamma distribution: below it the cube root says little.
const minShape = 0.25

// quantile is the amount below which the outcome lies with probability q.
func (o outcome) quantile(q float64) float64 {
	if o.mean <= 0 {
		return 0
	}
	c := o.spread * o.spread / (9 * o.mean * o.mean)
	root := 1 - c + studentQuantile(q, o.free)*math.Sqrt(c)
	return o.mean * max(root, 0) * max(root, 0) * max(root, 0)
}

// below is the probability that the outcome lies below an amount.
func (o outcome) below(amount float64) float64 {
	if amount <= 0 || o.mean <= 0 {
		return 0
	}
	c := o.spread * o.spread / (9 * o.mean * o.mean)
	t := (math.Cbrt(amount/o.mean) - 1 + c) / math.Sqrt(c)
	return normalBelow(studentToNormal(t, o.free))
}

// studentToNormal gives the normal deviate with the same probability below it
// (Abramowitz and Stegun 26.7.8).
func studentToNormal(t, free float64) float64 {
	return t * (1 - 1/(4*free)) / math.Sqrt(1+t*t/(2*free))
}

// studentQuantile turns that round.
func studentQuantile(q, free float64) float64 {
	z := math.Sqrt2 * math.Erfinv(2*q-1)
	c := 1 - 1/(4*free)
	return z / math.Sqrt(c*c-z*z/(2*free))
}

func normalBelow(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// cholesky finds the lower root of a symmetric positive definite matrix.
func (p *pace) cholesky(a *[maxParameters][maxParameters]float64) {
	for i := range p.n {
		for j := 0; j <= i; j++ {
			s := a[i][j]
			for k := range j {
				s -= p.root[i][k] * p.root[j][k]
			}
			if i == j {
				p.root[i][i] = math.Sqrt(max(s, 1e-12))
			} else {
				p.root[i][j] = s / p.root[j][j]
			}
		}
	}
}

// forward solves root × w = x.
func (p *pace) forward(x [maxParameters]float64) [maxParameters]float64 {
	for i := range p.n {
		for k := range i {
			x[i] -= p.root[i][k] * x[k]
		}
		x[i] /= p.root[i][i]
	}
	return x
}

// backward solves rootᵀ × x = w in place.
func (p *pace) backward(x *[maxParameters]float64) {
	for i := p.n - 1; i >= 0; i-- {
		for k := i + 1; k < p.n; k++ {
			x[i] -= p.root[k][i] * x[k]
		}
		x[i] /= p.root[i][i]
	}
}
