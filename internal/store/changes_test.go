package store

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// kept is a portfolio of one contract whose turnover and log lie in several files.
func kept() fstest.MapFS {
	return tree(
		"portfolio.toml", "schema = 2\n\n[severity]\nFV201 = \"off\"\n",
		"suppliers/1.toml", "# of the firm\nname = \"En\"\n",
		"agreements/a/contract.toml", "title = \"A\" # a\nkind = \"contract\"\nstatus = \"active\"\n",
		"agreements/a/turnover.toml", "through = 2024-12-31\n\n[months]\n2024-11 = 1_000 # nov\n2024-12 = 2_000\n",
		"agreements/a/turnover/2025.toml", "through = 2025-01-31\n\n[months]\n2025-01 = 3_000\n",
		"agreements/a/log.toml", "[[entries]]\nid = \"old\"\ndate = 2024-01-01\ntitle = \"Old\"\n",
		"agreements/a/log/own.toml", "date = 2025-01-01\ntitle = \"Own\"\n",
		"agreements/a/deviations/late.toml", "title = \"Late\"\nreported = 2025-01-01\n",
	)
}

func TestChanges(t *testing.T) {
	for name, tc := range map[string]struct {
		edit func(c *contract.Contract)
		want []string // path, then the lines that go and come
	}{
		"nothing": {func(*contract.Contract) {}, nil},
		"a value": {func(c *contract.Contract) { c.Title = "B" }, []string{"agreements/a/contract.toml -title = \"A\" # a +title = \"B\" # a"}},
		"months": {func(c *contract.Contract) {
			c.Turnover.Months[0].Total = money.NOK(1500)
			c.Turnover.Months = append(c.Turnover.Months, contract.MonthTurnover{Month: date.NewMonth(2025, 2), Total: money.NOK(25000000)})
			c.Turnover.Through = date.MustParse("2025-02-28")
		}, []string{"agreements/a/turnover.toml -2024-11 = 1_000 # nov +2024-11 = 1_500 # nov",
			"agreements/a/turnover/2025.toml -through = 2025-01-31 +through = 2025-02-28 +2025-02 = 25_000_000"}},
		"a month of a year without a file": {func(c *contract.Contract) {
			c.Turnover.Months = append(c.Turnover.Months, contract.MonthTurnover{Month: date.NewMonth(2026, 1), Total: money.NOK(1)})
		}, []string{"agreements/a/turnover.toml +2026-01 = 1"}},
		"a month out": {func(c *contract.Contract) { c.Turnover.Months = c.Turnover.Months[1:] }, []string{"agreements/a/turnover.toml -2024-11 = 1_000 # nov"}},
		"log": {func(c *contract.Contract) {
			for i := range c.Log {
				c.Log[i].Title += "!"
			}
			c.Log = append(c.Log, contract.LogEntry{ID: "new", Title: "New"})
		}, []string{"agreements/a/log/own.toml -title = \"Own\" +title = \"Own!\"", "agreements/a/log.toml -title = \"Old\" +title = \"Old!\"", "agreements/a/log/new.toml +title = \"New\""}},
		"the last entry of log.toml": {func(c *contract.Contract) {
			c.Log = slices.DeleteFunc(c.Log, func(e contract.LogEntry) bool { return e.ID == "old" })
		}, []string{"agreements/a/log.toml gone"}},
		"a deviation, out and in": {func(c *contract.Contract) {
			c.Deviations = []contract.Deviation{{ID: "new", Title: "New"}}
		}, []string{"agreements/a/deviations/late.toml gone", "agreements/a/deviations/new.toml +title = \"New\""}},
		"a deviation of another name": {func(c *contract.Contract) { c.Deviations[0].ID = "later" }, []string{"agreements/a/deviations/later.toml from agreements/a/deviations/late.toml"}},
		"a new folder": {func(c *contract.Contract) { c.ID, c.Title, c.Deviations[0].Title = "b", "B", "L" }, []string{"agreements/b from agreements/a",
			"agreements/b/contract.toml -title = \"A\" # a +title = \"B\" # a", "agreements/b/deviations/late.toml -title = \"Late\" +title = \"L\""}},
		"a chain": {func(c *contract.Contract) {
			c.SupplyChain = &contract.SupplyChain{Firms: []contract.Firm{{ID: "f", Name: "F"}}}
		}, []string{"agreements/a/supply-chain.toml +[[firms]] +id = \"f\" +name = \"F\""}},
	} {
		t.Run(name, func(t *testing.T) {
			files := kept()
			p, _ := Load(context.Background(), files, Options{Prefix: "contracts"})
			c := p.Contract("a")
			news := copyOf(c)
			tc.edit(news)
			made, err := Changes([]Pair{{c, news}}, "contracts")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range made {
				got = append(got, strings.TrimSpace(told(m)))
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("\n got %q\nwant %q", got, tc.want)
			}
			put(t, files, made)
			q, _ := Load(context.Background(), files, Options{Prefix: "contracts"})
			again := q.Contract(news.ID)
			if again == nil {
				t.Fatal("no contract")
			}
			if x, y := whole(again), whole(news); x != y {
				t.Errorf("says otherwise:\n%s\n--\n%s", x, y)
			}
		})
	}
}

func copyOf(c *contract.Contract) *contract.Contract {
	n := *c
	n.Log, n.Deviations = slices.Clone(c.Log), slices.Clone(c.Deviations)
	if c.Turnover != nil {
		t := *c.Turnover
		t.Months = slices.Clone(t.Months)
		n.Turnover = &t
	}
	return &n
}

// whole is all that a contract says, wherever it stands.
func whole(c *contract.Contract) string {
	n := copyOf(c)
	for i := range n.Log {
		n.Log[i].Origin = contract.Origin{}
	}
	slices.SortFunc(n.Log, func(a, b contract.LogEntry) int { return strings.Compare(a.ID, b.ID) })
	var b strings.Builder
	ContractFiles(n, func(name string, data []byte) bool {
		b.WriteString(name + "\n" + string(data))
		return true
	})
	return b.String()
}

func told(c Change) string {
	switch {
	case c.From != "" && bytes.Equal(c.Before, c.After):
		return c.Path + " from " + c.From
	case c.After == nil:
		return c.Path + " gone"
	}
	out := c.Path
	before, after := strings.Split(string(c.Before), "\n"), strings.Split(string(c.After), "\n")
	for _, l := range before {
		if !slices.Contains(after, l) {
			out += " -" + l
		}
	}
	for _, l := range after {
		if l != "" && !slices.Contains(before, l) {
			out += " +" + l
		}
	}
	return out
}

// put makes changes in a tree.
func put(t *testing.T, files fstest.MapFS, made []Change) {
	t.Helper()
	for _, c := range made {
		at := c.Path
		if c.From != "" {
			for name, f := range files {
				if rest, in := strings.CutPrefix(name, c.From); in && (rest == "" || rest[0] == '/') {
					delete(files, name)
					files[c.Path+rest] = f
				}
			}
		}
		switch f := files[at]; {
		case c.Before == nil && c.After == nil:
		case f == nil && c.Before != nil, f != nil && !bytes.Equal(f.Data, c.Before):
			t.Errorf("%s is not as it was read", at)
		case c.After == nil:
			delete(files, at)
		default:
			files[at] = &fstest.MapFile{Data: c.After}
		}
	}
}

func TestChangesOfOtherRecords(t *testing.T) {
	p, _ := Load(context.Background(), kept(), Options{})
	firm := p.Supplier("1")
	renamed, edited := *firm, *firm
	renamed.ID, edited.Name = "2", "To"
	settings, protected := p.Settings, p.Settings
	settings.Note = "n"
	protected.Severity = nil
	signed := p.Settings
	signed.Signers = []contract.Signer{{Person: "kari"}}
	var none *contract.Supplier
	for name, tc := range map[string]struct {
		pair Pair
		want string
		err  error
	}{
		"edited":                {Pair{firm, &edited}, `suppliers/1.toml -name = "En" +name = "To"`, nil},
		"renamed":               {Pair{firm, &renamed}, "suppliers/2.toml from suppliers/1.toml", nil},
		"gone":                  {Pair{firm, nil}, "suppliers/1.toml gone", nil},
		"gone, with its type":   {Pair{firm, none}, "suppliers/1.toml gone", nil},
		"new":                   {Pair{nil, &contract.Supplier{ID: "3", Name: "Tre"}}, `suppliers/3.toml +name = "Tre"`, nil},
		"a folder gone":         {Pair{p.Contract("a"), nil}, "agreements/a gone", nil},
		"settings":              {Pair{&p.Settings, &settings}, `portfolio.toml +note = "n"`, nil},
		"severity":              {Pair{&p.Settings, &protected}, "", ErrProtected},
		"signers":               {Pair{&p.Settings, &signed}, "", ErrProtected},
		"no name of a file":     {Pair{nil, &contract.Supplier{ID: "../x", Name: "x"}}, "", ErrEdit},
		"no name of a folder":   {Pair{nil, &contract.Contract{Title: "x"}}, "", ErrEdit},
		"what no file can say":  {Pair{nil, &contract.Supplier{ID: "4", Name: " "}}, "", ErrEdit},
		"what no record is of":  {Pair{nil, &contract.Page{ID: "x"}}, "", ErrEdit},
		"neither old nor new":   {Pair{}, "", ErrEdit},
		"settings without file": {Pair{&p.Settings, nil}, "", ErrProtected},
	} {
		made, err := Changes([]Pair{tc.pair}, "")
		if !errors.Is(err, tc.err) || tc.err == nil && (len(made) != 1 || told(made[0]) != tc.want) {
			t.Errorf("%s: %v %+v", name, err, made)
		}
	}
}
