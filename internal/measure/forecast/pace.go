package forecast

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
// output, and a contract costs microseconds. Five things fit it to turnover:
//
//   - a season only where two full years exist; its prior, and that of the slope, pull
//     towards none, so that a short history is not read into;
//   - older months count less (Brown's discounted least squares);
//   - the slope is damped in the middle of the range (Gardner and McKenzie 1985: turnover
//     does not go on rising as it did) but not in its width;
//   - what a history does not show is added to the width: that the level will wander
//     (a random walk), and that errors follow each other (first autocorrelation ρ: the
//     variance of their mean grows by (1+ρ)/(1−ρ));
//   - turnover is not negative: mean and spread are read as a gamma distribution by the
//     cube root of Wilson and Hilferty (1931), whose upper tail is the longer.

// Priors, damping and drift: assumptions, the same for all contracts, as standard
// deviations or shares. They were chosen so that the range holds what it promises in
// different worlds: TestForecastWorlds.
const (
	slopePrior    = 0.005 // of the mean month, a month: 6 % a year
	seasonPrior   = 0.2   // of the mean month
	errorPrior    = 0.04  // of the mean month: no contract is more regular than that for certain
	errorWeight   = 1.0   // months that errorPrior counts as
	discount      = 0.95  // of a month's weight, for each month that it is older
	damping       = 0.95  // of the slope, a month
	drift         = 0.02  // of the level, a month
	followWeight  = 12.0  // months that ρ = 0 counts as
	maxFollow     = 0.2   // bound of ρ
	maxParameters = 14    // level, slope, twelve calendar months
)

// pace is a contract's turnover by month, estimated. Amounts are in shares of mean.
type pace struct {
	mean   float64 // of a month of the history
	last   date.Month
	n      int // parameters in use: 2 or 14
	beta   [maxParameters]float64
	root   [maxParameters][maxParameters]float64 // Cholesky root of the precision
	unroot [maxParameters][maxParameters]float64 // its inverse, by columns: what a parameter adds to the spread
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
	noise := p.noise(months)
	prior[0], prior[1] = 1e-6, noise/(slopePrior*slopePrior)
	for i := 2; i < p.n; i++ {
		prior[i] = noise / (seasonPrior * seasonPrior)
	}
	for i := range p.n {
		a[i][i] = prior[i]
	}
	weight := 1.0
	for i := n - 1; i >= 0; i-- {
		w, x, z := weight, float64(i-n+1), months[i]/p.mean
		weight *= discount
		a[0][0] += w
		a[1][0] += x * w
		a[1][1] += x * x * w
		b[0] += z * w
		b[1] += x * z * w
		if p.n > 2 {
			s := seasonAt(p.last.Add(i - n + 1))
			a[s][0] += w
			a[s][1] += x * w
			a[s][s] += w
			b[s] += z * w
		}
	}
	p.cholesky(&a)
	p.beta = p.forward(b)
	p.backward(&p.beta)
	for j := range p.n { // column j, which is zero above j
		c := &p.unroot[j]
		c[j] = 1 / p.root[j][j]
		for i := j + 1; i < p.n; i++ {
			for k := j; k < i; k++ {
				c[i] -= p.root[i][k] * c[k]
			}
			c[i] /= p.root[i][i]
		}
	}
	p.errors(months, &prior)
}

// noise is a first guess at the variance of a month's error, from the differences of
// neighbours, or of the same month in two years where season tells more: it sets how
// much of the priors to believe.
func (p *pace) noise(months []float64) float64 {
	differences := func(lag int) float64 {
		sum := 0.0
		for i := lag; i < len(months); i++ {
			d := (months[i] - months[i-lag]) / p.mean
			sum += d * d
		}
		return sum / float64(2*(len(months)-lag))
	}
	v := differences(1)
	if p.n > 2 {
		v = min(v, differences(12))
	}
	return max(v, errorPrior*errorPrior)
}

// errors estimates their variance and how they follow each other.
func (p *pace) errors(months []float64, prior *[maxParameters]float64) {
	n := len(months)
	sum := errorWeight * errorPrior * errorPrior
	for i := range p.n {
		sum += prior[i] * p.beta[i] * p.beta[i]
	}
	var squares, products, after, total float64
	weight := 1.0
	for i := n - 1; i >= 0; i-- {
		e := months[i]/p.mean - p.month(p.last.Add(i-n+1), float64(i-n+1))
		squares += e * e
		sum += weight * e * e
		products += e * after
		total += weight
		weight *= discount
		after = e
	}
	rho := 0.0
	if squares > 0 {
		rho = products / squares
		rho += (1 + 3*rho) / float64(n) // its bias in short series (Kendall 1954)
		rho *= float64(n) / (float64(n) + followWeight)
	}
	rho = min(max(rho, 0), maxFollow)
	p.follow = (1 + rho) / (1 - rho)
	p.free = max(errorWeight+(total-1)/p.follow, 3)
	p.sigma2 = sum / (errorWeight + total - 1)
}

// month is the expected turnover of a month, x months of slope after the last one.
func (p *pace) month(m date.Month, x float64) float64 {
	y := p.beta[0] + p.beta[1]*x
	if p.n > 2 {
		y += p.beta[seasonAt(m)]
	}
	return y
}

// ahead adds up the months after the last one.
type ahead struct {
	*pace
	months         int
	mean, squares  float64                // expected turnover; Σ share²
	slope, damping float64                // months of slope so far; of the next one
	shares         float64                // months so far
	half           [maxParameters]float64 // root⁻¹ × Σ of the months' places in the regression: its square is their part of the variance
}

func (p *pace) ahead() ahead { return ahead{pace: p, damping: damping} }

// add counts the next month, or the share of it that lies before a day.
func (w *ahead) add(share float64) {
	w.months++
	w.slope += w.damping
	w.damping *= damping
	m := w.last.Add(w.months)
	w.mean += share * max(w.month(m, w.slope), 0)
	w.squares += share * share
	w.shares += share
	for i := range w.n {
		w.half[i] += share * (w.unroot[0][i] + float64(w.months)*w.unroot[1][i])
	}
	if w.n > 2 {
		for i, s := seasonAt(m), seasonAt(m); i < w.n; i++ {
			w.half[i] += share * w.unroot[s][i]
		}
	}
}

// outcome is what turnover may come to, in the unit of the history: mean and spread of
// a t distribution with degrees of freedom.
type outcome struct{ mean, spread, free float64 }

// outcome of the months so far. The variance is that of the months' errors and of the
// parameters, and that of a level that wanders: drift² × level² × h³ ÷ 3 over h months.
func (w *ahead) outcome() outcome {
	v := w.squares
	for i := range w.n {
		v += w.half[i] * w.half[i]
	}
	v = v*w.sigma2*w.follow + drift*drift*w.mean*w.mean*w.shares/3
	spread := math.Sqrt(v)
	return outcome{max(w.mean, spread*leastShape) * w.pace.mean, spread * w.pace.mean, w.free}
}

// leastShape bounds the gamma distribution, as mean ÷ spread: below it the cube root
// says little.
const leastShape = 0.5

// quantile is the amount below which the outcome lies with the probability of t.
func (o outcome) quantile(t float64) float64 {
	if o.mean <= 0 {
		return 0
	}
	c := o.spread * o.spread / (9 * o.mean * o.mean)
	root := max(1-c+t*math.Sqrt(c), 0)
	return o.mean * root * root * root
}

// below is the probability that the outcome lies below an amount.
func (o outcome) below(amount float64) float64 {
	if amount <= 0 || o.spread <= 0 {
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
