package signature_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/past/pasttest"
	"github.com/forvalt/forvalt/internal/past/signature"
	"github.com/forvalt/forvalt/internal/store"
)

// book is a repository that is being written: a contract, and the folders that it stands in.
type book struct {
	t       *rapid.T
	w       *history.Writer
	dir     string
	day     date.Date
	c       *contract.Contract
	commits int
	there   map[string][]byte // files of the next commit
}

func newBook(t *testing.T, rt *rapid.T) *book {
	dir, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	w, err := history.Create(dir, "main")
	if err != nil {
		t.Fatal(err)
	}
	b := &book{t: rt, w: w, dir: dir, day: date.MustParse("2026-01-10"), there: map[string][]byte{}}
	b.put("portfolio.toml", []byte("schema = 1\n[organisation]\nname = \"Prøve kommune\"\n[site]\nlanguage = \"nb\"\n[defaults]\ntimezone = \"Europe/Oslo\"\n"))
	b.put("people/kari.toml", []byte("name = \"Kari Lie\"\n"))
	return b
}

func (b *book) put(name string, data []byte) {
	b.there[name] = data
	if err := b.w.Put("contracts/"+name, data); err != nil {
		b.t.Fatal(err)
	}
}

// lay writes the contract into the folder that it has now.
func (b *book) lay() {
	store.ContractFiles(b.c, func(name string, data []byte) bool { b.put(name, data); return true })
}

// leave removes a folder.
func (b *book) leave(id string) {
	maps.DeleteFunc(b.there, func(name string, _ []byte) bool {
		if !strings.HasPrefix(name, "agreements/"+id+"/") {
			return false
		}
		b.w.Remove("contracts/" + name)
		return true
	})
}

// commit commits, some days later.
func (b *book) commit() {
	b.commits++
	b.put("notes.toml", fmt.Appendf(nil, "# %d\n", b.commits)) // so that there is something to commit
	b.day = b.day.AddDays(rapid.IntRange(0, 5).Draw(b.t, "days"))
	if _, err := b.w.Commit(history.Person{Name: "Kari", Email: "k@example.no"}, b.day.Time().Add(time.Duration(b.commits)*time.Minute), "endring"); err != nil {
		b.t.Fatal(err)
	}
}

// told are the terms of which Git tells that nobody says why they changed.
func (b *book) told(t *testing.T) (out []string) {
	if err := b.w.Close(); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(b.dir, "contracts")
	for name, text := range b.there {
		file := filepath.Join(data, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	archive := pasttest.Open(t, data, "2026-11-01", "")
	defer archive.Close()
	found, err := signature.Find(t.Context(), archive, signature.Asked{})
	if err != nil || found.Blind != nil {
		t.Fatal(err, found.Blind)
	}
	for _, s := range found.Signed {
		if s.Kind == contract.SignTerms && !s.Explained {
			out = append(out, fmt.Sprintf("%s was %v, is %v, %s", s.ID, s.Was, s.Now, s.On))
		}
	}
	return out
}

// signedContract is one that was signed before it was registered.
func signedContract(t *rapid.T) *contract.Contract {
	c := &contract.Contract{ID: "vakt", Title: "Vakthold i bygg", Status: contract.Active, Kind: contract.KindContract, Suppliers: []string{"313000028"}}
	c.Period = contract.Period{Start: date.MustParse("2025-02-01"), End: date.MustParse("2028-12-31"), Renewal: "none"}
	c.Value.Estimated, c.Value.Maximum = contract.Some(money.Amount(10_000_000_00)), contract.Some(money.Amount(12_000_000_00))
	if rapid.Bool().Draw(t, "signed") {
		c.Procurement.Signed = date.MustParse("2025-01-15")
	}
	if rapid.Bool().Draw(t, "number") {
		c.Procurement.Number = "K-17"
	}
	c.Amendments = append(c.Amendments, contract.Amendment{ID: "gammel", Date: date.MustParse("2025-06-01"), Signed: date.MustParse("2025-06-01"), Title: "Gammel", Value: contract.Some(money.Amount(200_00)), Ground: contract.Ground28b})
	for i := range 4 {
		c.Plan = append(c.Plan, contract.PlanItem{ID: fmt.Sprint("møte-", i), What: fmt.Sprint("Statusmøte nummer ", i), Type: "contractual"})
	}
	return c
}

// rewrite gives a term another value, of which no amendment that an evasion makes can be the
// reason: those add even amounts.
func rewrite(t *rapid.T, c *contract.Contract, name contract.Term) {
	odd := money.Amount(2*rapid.IntRange(1, 1_000_000_00).Draw(t, "odd") + 1)
	switch name {
	case contract.TermEstimated:
		c.Value.Estimated.V += odd
	case contract.TermMaximum:
		c.Value.Maximum.V += odd
	case contract.TermEnd:
		c.Period.End = c.Period.End.AddDays(rapid.IntRange(1, 900).Draw(t, "longer"))
	case contract.TermSuppliers:
		c.Suppliers = []string{"313000036"}
	}
}

// blank takes a term out.
func blank(c *contract.Contract, name contract.Term) {
	switch name {
	case contract.TermEstimated:
		c.Value.Estimated.Set = false
	case contract.TermMaximum:
		c.Value.Maximum.Set = false
	case contract.TermEnd:
		c.Period.End = date.Date{}
	case contract.TermSuppliers:
		c.Suppliers = nil
	}
}

// evasions are what somebody may do about a rewritten term, in the same commit or another.
var evasions = map[string]func(t *rapid.T, c *contract.Contract){
	"nothing":    func(*rapid.T, *contract.Contract) {},
	"unsign":     func(_ *rapid.T, c *contract.Contract) { c.Procurement.Signed = date.Date{} },
	"sign later": func(_ *rapid.T, c *contract.Contract) { c.Procurement.Signed = date.MustParse("2026-10-20") },
	"start later": func(t *rapid.T, c *contract.Contract) {
		c.Period.Start = c.Period.Start.AddDays(rapid.IntRange(1, 1000).Draw(t, "later"))
	},
	"no start": func(_ *rapid.T, c *contract.Contract) { c.Period.Start = date.Date{} },
	"planned":  func(_ *rapid.T, c *contract.Contract) { c.Status = contract.Planned },
	"length": func(_ *rapid.T, c *contract.Contract) {
		if !c.Period.End.IsZero() && !c.Period.Start.IsZero() {
			c.Period.End, c.Period.DurationMonths = date.Date{}, contract.Some(60)
		}
	},
	"title": func(_ *rapid.T, c *contract.Contract) {
		if c.Procurement.Number == "K-17" {
			c.Title = "Noe annet"
		}
	},
	"number": func(_ *rapid.T, c *contract.Contract) {
		if c.Procurement.Number == "" {
			c.Procurement.Number = "K-18"
		}
	},
	"amendment of something": func(t *rapid.T, c *contract.Contract) {
		even := contract.Some(money.Amount(2 * rapid.IntRange(0, 500_000).Draw(t, "even")))
		c.Amendments = append(c.Amendments, amendment(c, contract.Amendment{Signed: date.MustParse("2026-01-05"), Value: even}))
	},
	"amendment by nobody": func(_ *rapid.T, c *contract.Contract) {
		c.Amendments = append(c.Amendments, amendment(c, contract.Amendment{Value: contract.Some(c.Value.Maximum.V - 12_000_000_00), MaximumAfter: c.Value.Maximum, EndAfter: c.Period.End, Ground: contract.Ground28e}))
	},
	"amendment to come": func(_ *rapid.T, c *contract.Contract) {
		c.Amendments = append(c.Amendments, amendment(c, contract.Amendment{Signed: date.MustParse("2026-12-01"), MaximumAfter: c.Value.Maximum, EndAfter: c.Period.End, Ground: contract.Ground28e}))
	},
	"old amendment": func(_ *rapid.T, c *contract.Contract) {
		c.Amendments[0].Value = contract.Some(max(c.Value.Maximum.V-12_000_000_00, c.Value.Estimated.V-10_000_000_00))
	},
	"old amendment by another name": func(_ *rapid.T, c *contract.Contract) {
		c.Amendments[0].ID, c.Amendments[0].Value, c.Amendments[0].Ground = "ny", contract.Some(max(c.Value.Maximum.V-12_000_000_00, c.Value.Estimated.V-10_000_000_00)), contract.Ground28e
	},
	"correction by nobody": func(_ *rapid.T, c *contract.Contract) {
		for _, name := range contract.Terms {
			c.Corrections = append(c.Corrections, contract.Correction{Field: name, Reason: "Tastefeil", Date: date.MustParse("2026-01-20")})
		}
	},
}

func amendment(c *contract.Contract, a contract.Amendment) contract.Amendment {
	a.ID, a.Title, a.Date = fmt.Sprint("e", len(c.Amendments)), "Endring", date.MustParse("2026-01-05")
	return a
}

// moves are what somebody may do about the folder, with the rest of the commit.
var moves = map[string]func(b *book, to string){
	"stay": func(*book, string) {},
	"rename": func(b *book, to string) {
		b.leave(b.c.ID)
		b.c.ID = to
	},
	"rename as another": func(b *book, to string) {
		b.leave(b.c.ID)
		b.c.ID, b.c.IDWas = to, []string{"finnes-ikke"}
	},
	"rename, and say so": func(b *book, to string) {
		b.leave(b.c.ID)
		b.c.IDWas = append(b.c.IDWas, b.c.ID)
		b.c.ID = to
	},
	"remove, then put": func(b *book, to string) {
		b.leave(b.c.ID)
		b.c.ID = to
		b.commit()
	},
	"remove, then put back": func(b *book, _ string) {
		b.leave(b.c.ID)
		b.commit()
	},
	"copy, then remove": func(b *book, to string) {
		was := b.c.ID
		b.c.ID = to
		b.lay()
		b.commit()
		b.leave(was)
	},
}

func drawn[T any](t *rapid.T, of map[string]T, what string) T {
	return of[rapid.SampledFrom(slices.Sorted(maps.Keys(of))).Draw(t, what)]
}

// Whoever writes a signed term anew is told of, whatever else they do in the same commit or in
// others before and after it.
func TestNobodyRewritesTermsInSilence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(t, rt)
		b.c = signedContract(rt)
		b.lay()
		b.commit()
		commits := rapid.IntRange(1, 3).Draw(rt, "commits")
		guilty := rapid.IntRange(0, commits-1).Draw(rt, "guilty")
		for i := range commits {
			if i == guilty {
				term := rapid.SampledFrom(contract.Terms).Draw(rt, "term")
				was := *b.c
				rewrite(rt, b.c, term)
				if rapid.Bool().Draw(rt, "taken out first") {
					now := *b.c
					*b.c = was
					blank(b.c, term)
					b.lay()
					b.commit()
					*b.c = now
				}
			}
			for range rapid.IntRange(0, 3).Draw(rt, "evasions") {
				drawn(rt, evasions, "evasion")(rt, b.c)
			}
			drawn(rt, moves, "move")(b, fmt.Sprint("vakt-", i))
			b.lay()
			b.commit()
		}
		if len(b.told(t)) == 0 {
			rt.Fatal("nothing is told")
		}
	})
}

// honest are amendments that say what changes.
var honest = map[string]func(t *rapid.T, c *contract.Contract, a *contract.Amendment){
	"maximum after": func(t *rapid.T, c *contract.Contract, a *contract.Amendment) {
		c.Value.Maximum.V += a.Value.V
		a.MaximumAfter = c.Value.Maximum
	},
	"maximum": func(_ *rapid.T, c *contract.Contract, a *contract.Amendment) { c.Value.Maximum.V += a.Value.V },
	"both": func(_ *rapid.T, c *contract.Contract, a *contract.Amendment) {
		c.Value.Maximum.V += a.Value.V
		c.Value.Estimated.V += a.Value.V
	},
	"end": func(t *rapid.T, c *contract.Contract, a *contract.Amendment) {
		c.Period.End = c.Period.End.AddDays(rapid.IntRange(1, 900).Draw(t, "longer"))
		a.EndAfter = c.Period.End
	},
	"supplier": func(t *rapid.T, c *contract.Contract, a *contract.Amendment) {
		c.Suppliers, a.Ground = []string{rapid.SampledFrom([]string{"313000028", "313000036", "313000044"}).Draw(t, "supplier")}, contract.Ground28e
	},
	"nothing": func(*rapid.T, *contract.Contract, *contract.Amendment) {},
	"what it says": func(_ *rapid.T, c *contract.Contract, a *contract.Amendment) {
		a.MaximumAfter = contract.Some(c.Value.Maximum.V + a.Value.V)
	},
}

// Whoever makes amendments, one or several, in a folder of whichever name, is told of nothing.
func TestAnHonestAmendmentIsNotTold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBook(t, rt)
		b.c = signedContract(rt)
		b.lay()
		b.commit()
		for i := range rapid.IntRange(1, 4).Draw(rt, "commits") {
			a := amendment(b.c, contract.Amendment{Signed: b.day, Ground: contract.Ground28a, Value: contract.Some(money.Amount(rapid.IntRange(-1_000_00, 1_000_000_00).Draw(rt, "value")))})
			drawn(rt, honest, "amendment")(rt, b.c, &a)
			b.c.Amendments = append(b.c.Amendments, a)
			drawn(rt, moves, "move")(b, fmt.Sprint("vakt-", i))
			b.lay()
			b.commit()
		}
		if told := b.told(t); len(told) > 0 {
			rt.Fatalf("told: %q", told)
		}
	})
}
