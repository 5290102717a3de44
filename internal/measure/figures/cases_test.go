package figures_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path"
	"slices"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/BurntSushi/toml"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/measure/facts"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/store"
)

// figureCases are made beside the project by an independent calculation of the definitions:
// inputs as in the files, expected figures to four decimals.
const figureCases = "../../../../shared/cases/figures.json"

type figureCase struct {
	Name, Point, Kind string
	Input             json.RawMessage
	Expected          map[string]json.RawMessage
}

// caseInput is a small portfolio: what would stand in its files.
type caseInput struct {
	AsOf         date.Date                 `json:"as_of"`
	Model        string                    `json:"model"`   // 1 or 2
	Measure      string                    `json:"measure"` // the contract that is looked at; else "c"
	Contracts    map[string]map[string]any `json:"contracts"`
	Requirements map[string]map[string]any `json:"requirements"`
	Expression   string                    `json:"expression"`
	Names        map[string]any            `json:"names"`
}

func readCases(t *testing.T, kinds ...string) (out []figureCase) {
	t.Helper()
	data, err := os.ReadFile(figureCases)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the cases lie beside the project, and are not here: ", figureCases)
	}
	var file struct{ Cases []figureCase }
	if err := errors.Join(err, json.Unmarshal(data, &file)); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		if slices.Contains(kinds, c.Kind) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		t.Fatal("no cases of ", kinds)
	}
	return out
}

func TestQuarterCases(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t, "quarter") {
		var in struct{ Quarter string }
		var want struct {
			AsOf       date.Date `json:"as_of"`
			BooksClose date.Date `json:"books_close"`
		}
		expected, err1 := json.Marshal(c.Expected)
		err := errors.Join(err1, json.Unmarshal(c.Input, &in), json.Unmarshal(expected, &want))
		q, err2 := date.ParseQuarter(in.Quarter)
		if err = errors.Join(err, err2); err != nil || q.Last() != want.AsOf || measure.BooksClose(q) != want.BooksClose {
			t.Errorf("%s: %s, %s; want %+v (%v)", c.Name, q.Last(), measure.BooksClose(q), want, err)
		}
	}
}

func TestFigureCases(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t, "contract") {
		t.Run(c.Point+" "+c.Name, func(t *testing.T) {
			in, f := portfolioOf(t, c)
			cf := f.Of(orElse(in.Measure, "c"))
			for _, what := range sortedKeys(c.Expected) {
				got := caseFigure(t, cf, what)
				if string(got) != canonical(t, c.Expected[what]) {
					t.Errorf("%s is %s, want %s", what, got, c.Expected[what])
				}
			}
		})
	}
}

func TestExpressionCases(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t, "expression") {
		t.Run(c.Name, func(t *testing.T) {
			var in caseInput
			if err := json.Unmarshal(c.Input, &in); err != nil {
				t.Fatal(err)
			}
			e, err := expr.Compile(in.Expression, &duties.Conditions)
			if err != nil {
				t.Fatal(err)
			}
			in.Names["title"], in.Names["status"], in.Names["kind"] = "t", "active", "contract"
			in.AsOf, in.Contracts = date.MustParse("2026-11-17"), map[string]map[string]any{"c": in.Names}
			f := loadCase(t, &in)
			v := e.Eval(&facts.Facts{World: f.World, ContractFigures: f.Of("c")}).Tri()
			value := map[measure.Tri]string{measure.Yes: "true", measure.No: "false", measure.Unknown: `"unknown"`}[v]
			if want := string(c.Expected["value"]); value != want {
				t.Errorf("%s is %s, want %s", in.Expression, value, want)
			}
			if applies, want := fmt.Sprint(v != measure.No), string(c.Expected["applies"]); applies != want {
				t.Errorf("applies is %s, want %s", applies, want)
			}
		})
	}
}

// The cases of kind model give the points of each factor, null where nothing is known: the
// models that ship score a contract whose factors come to them.
func TestModelCases(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t, "model") {
		t.Run(c.Name, func(t *testing.T) {
			var in struct {
				Model                   string
				Consequence, Likelihood [][2]*int // weight, points
			}
			if err := json.Unmarshal(c.Input, &in); err != nil {
				t.Fatal(err)
			}
			m := shippedModel(t, in.Model)
			m.Floors = nil
			for i := range m.Factors {
				f, list := &m.Factors[i], &in.Consequence
				if f.Axis == contract.AxisLikelihood {
					list = &in.Likelihood
				}
				weight, points := (*list)[0][0], (*list)[0][1]
				*list = (*list)[1:]
				if *weight != f.Weight {
					t.Fatalf("%s weighs %d, in the case %d", f.ID, f.Weight, *weight)
				}
				*f = contract.Factor{ID: f.ID, Axis: f.Axis, Weight: f.Weight, Expression: "custom('none')"}
				if points != nil {
					f.Expression = fmt.Sprint(*points)
				}
			}
			p := &contract.Portfolio{Models: []*contract.RiskModel{m}, Contracts: []*contract.Contract{{ID: "c", Status: contract.Active, Period: contract.Period{Start: m.From}}}}
			r := figures.Of(p.Index(), m.From).Of("c").Risk
			got := map[string]string{
				"K": share(r.Consequence), "S": share(r.Likelihood), "consequence": decimals(r.Consequence), "likelihood": decimals(r.Likelihood),
				"score": decimals(r.Score), "band": asJSON(t, r.Band),
			}
			for _, what := range sortedKeys(c.Expected) {
				if got[what] != canonical(t, c.Expected[what]) {
					t.Errorf("%s is %s, want %s", what, got[what], c.Expected[what])
				}
			}
		})
	}
}

// shippedModel is a version of the risk model of the sample.
func shippedModel(t *testing.T, version string) *contract.RiskModel {
	t.Helper()
	name := "risk/" + modelFiles[version] + ".toml"
	data, err := fs.ReadFile(contracts.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	m, findings := store.Model(name, data)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	m.From = date.MustParse(modelFiles[version])
	return m
}

// modelFiles are the versions of the model, by the names that the cases have for them.
var modelFiles = map[string]string{"1": "2026-01-01", "2": "2026-10-01"}

// share is what an axis of 0–4 is of 1, with nine decimals, as a JSON number.
func share(axis *big.Rat) string { return rounded(new(big.Rat).Quo(axis, big.NewRat(4, 1)), 9) }

// caseFigure is a figure as the cases write it, in canonical JSON.
func caseFigure(t *testing.T, cf *measure.ContractFigures, what string) string {
	t.Helper()
	m, terms := &cf.Money, &cf.Terms
	if id, ok := strings.CutPrefix(what, "points."); ok {
		for _, s := range cf.Risk.Factors {
			if s.Factor.ID == id {
				return asJSON(t, s.Points)
			}
		}
		t.Fatalf("the model has no factor %s", id)
	}
	switch what {
	case "T":
		return asJSON(t, m.Through)
	case "current_end":
		return asJSON(t, terms.CurrentEnd)
	case "last_end":
		return asJSON(t, terms.LastEnd)
	case "horizon":
		return asJSON(t, m.Horizon)
	case "notice":
		return asJSON(t, terms.NoticeDate)
	case "projected_days":
		return asJSON(t, m.ProjectionDays())
	case "spent":
		return decimals(m.Spent)
	case "rate":
		return decimals(m.Rate)
	case "projected_use":
		return decimals(m.ProjectedUse)
	case "annual_value":
		return decimals(m.Home(m.AnnualValue))
	case "exhaustion":
		return asJSON(t, m.Exhaustion)
	case "gaps":
		return asJSON(t, m.Gaps)
	case "late_notice":
		return asJSON(t, !terms.MissedNotice.IsZero())
	case "lapsed":
		return asJSON(t, cf.Lapsed == measure.Yes)
	case "scored":
		return asJSON(t, cf.Risk != nil)
	case "due":
		return asJSON(t, dueOf(cf))
	case "floors":
		return asJSON(t, floorsOf(cf))
	case "applies":
		return asJSON(t, requirementsThat(cf, func(r *measure.RequirementFigures) bool { return r.Applies != measure.No }))
	case "debt":
		return asJSON(t, requirementsThat(cf, func(r *measure.RequirementFigures) bool { return r.InDebt() == measure.Yes }))
	case "requirement_debt":
		return decimals(cf.Debt)
	case "states":
		states := map[string]string{}
		for i := range cf.Requirements {
			states[cf.Requirements[i].Requirement.ID] = string(cf.Requirements[i].State)
		}
		return asJSON(t, states)
	case "score":
		return decimals(cf.Risk.Score)
	case "confidence":
		return decimals(cf.Risk.Confidence)
	case "band":
		return asJSON(t, cf.Risk.Band)
	case "band_at_least":
		if cf.Risk.Band == "low" {
			return asJSON(t, cf.Risk.Band)
		}
		return `"moderate"`
	}
	t.Fatalf("no figure is known as %s", what)
	return ""
}

func dueOf(cf *measure.ContractFigures) [][2]string {
	out := [][2]string{}
	for _, d := range cf.Deadlines {
		if slices.Contains([]measure.DeadlineKind{"option", "notice", "expiry", "lapsed"}, d.Kind) {
			out = append(out, [2]string{d.Date.String(), string(d.Kind)})
		}
	}
	return out
}

func floorsOf(cf *measure.ContractFigures) []string {
	out := []string{}
	for _, h := range cf.Risk.Floors {
		out = append(out, h.Floor.ID)
	}
	return out
}

func requirementsThat(cf *measure.ContractFigures, hold func(*measure.RequirementFigures) bool) []string {
	out := []string{}
	for i := range cf.Requirements {
		if hold(&cf.Requirements[i]) {
			out = append(out, cf.Requirements[i].Requirement.ID)
		}
	}
	sort.Strings(out)
	return out
}

func portfolioOf(t *testing.T, c figureCase) (*caseInput, *measure.Figures) {
	t.Helper()
	in := &caseInput{}
	if err := json.Unmarshal(c.Input, in); err != nil {
		t.Fatal(err)
	}
	return in, loadCase(t, in)
}

// loadCase writes a case's files and reads them as a portfolio's.
func loadCase(t *testing.T, in *caseInput) *measure.Figures {
	t.Helper()
	files := fstest.MapFS{}
	put := func(name string, values map[string]any) {
		var b bytes.Buffer
		if err := toml.NewEncoder(&b).Encode(whole(values)); err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: b.Bytes()}
	}
	put("portfolio.toml", map[string]any{"schema": 1, "title": "t", "language": "nb", "defaults": map[string]any{"currency": "NOK"}})
	put("people/kari.toml", map[string]any{"name": "Kari"})
	if model := modelFiles[in.Model]; model != "" {
		data, err := fs.ReadFile(contracts.FS, "risk/"+model+".toml")
		if err != nil {
			t.Fatal(err)
		}
		files["risk/"+model+".toml"] = &fstest.MapFile{Data: bytes.Replace(data, []byte("from = "), []byte("from = 2020-01-01 # "), 1)}
	}
	for id, r := range in.Requirements {
		r["title"] = id
		put("requirements/"+id+".toml", r)
	}
	for id, values := range in.Contracts {
		dir := path.Join("agreements", id)
		if turnover, ok := values["turnover"].(map[string]any); ok {
			put(dir+"/turnover.toml", turnoverOf(t, turnover))
		}
		if list, ok := values["deviations"].([]any); ok {
			for i, d := range list {
				values := d.(map[string]any)
				values["title"] = "t"
				put(fmt.Sprintf("%s/deviations/%d.toml", dir, i), values)
			}
		}
		delete(values, "turnover")
		delete(values, "deviations")
		put(dir+"/contract.toml", values)
	}
	p, _ := store.Load(context.Background(), files, store.Options{})
	if len(p.Contracts) != len(in.Contracts) {
		t.Fatalf("%d contracts were read of %d", len(p.Contracts), len(in.Contracts))
	}
	return figures.Of(p, in.AsOf)
}

// turnoverOf spells runs of months out.
func turnoverOf(t *testing.T, in map[string]any) map[string]any {
	t.Helper()
	months := map[string]any{}
	for _, run := range in["runs"].([]any) {
		r := run.([]any)
		m, err := date.ParseMonth(r[0].(string))
		last, err2 := date.ParseMonth(r[1].(string))
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		for ; !last.Before(m); m = m.Add(1) {
			if delete(months, m.String()); r[2] != nil {
				months[m.String()] = r[2]
			}
		}
	}
	if more, ok := in["months"].(map[string]any); ok {
		for m, v := range more {
			months[m] = v
		}
	}
	out := map[string]any{"months": months}
	if through, ok := in["through"]; ok {
		out["through"] = through
	}
	return out
}

// whole turns JSON's numbers into TOML's integers where they are, and its dates into dates.
func whole(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			out[k] = whole(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = whole(v[i])
		}
		return out
	case float64:
		if v == float64(int64(v)) {
			return int64(v)
		}
	}
	return v
}

// decimals is a figure with four decimals, half away from zero, as a JSON number.
func decimals(r *big.Rat) string { return rounded(r, 4) }

func rounded(r *big.Rat, digits int) string {
	if r == nil {
		return "null"
	}
	n := json.Number(r.FloatString(digits))
	out, err := n.Float64()
	if err != nil {
		return err.Error()
	}
	data, err := json.Marshal(out)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return canonical(t, data)
}

func canonical(t *testing.T, data []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
