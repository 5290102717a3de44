package eforms

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/slug"
)

// release is what is compared of another project's conversion to OCDS.
type release struct {
	Tag    []string
	Date   string
	Buyer  struct{ ID string }
	Tender struct {
		Title, MainProcurementCategory, ProcurementMethod, ProcurementMethodDetails string
		Identifiers                                                                 []struct{ ID string }
		Items                                                                       []struct {
			Classification            struct{ ID string }
			AdditionalClassifications []struct{ ID string }
		}
		Lots []struct {
			Title, Description, MainProcurementCategory string
			ContractPeriod                              struct{ DurationInDays int }
			Options                                     struct{ Description string }
		}
	}
	Awards []struct {
		ID, Status, Date string
		Suppliers        []struct{ ID string }
		Value            *struct {
			Amount   json.Number
			Currency string
		}
	}
	Contracts []struct {
		ID, AwardID, Title, DateSigned string
		Identifiers                    []struct{ ID string }
	}
	Bids struct {
		Statistics []struct {
			Value   int
			Measure string
		}
	}
	Parties []struct {
		ID, Name              string
		AdditionalIdentifiers []struct{ ID string }
	}
}

func (r release) party(id string) (name, number string) {
	for _, p := range r.Parties {
		if p.ID == id {
			for _, a := range p.AdditionalIdentifiers {
				number = normalise(a.ID)
			}
			return line(p.Name), number
		}
	}
	return "", ""
}

// disagreements are known and looked into, by file and field.
var disagreements = map[string]string{
	"can-social_2024-111341 buyer name": "the conversion adds the buyer's department to its name (BT-16 after BT-500)",
	"can-social_2024-111341 suppliers":  "the conversion adds the supplier's department to its name (BT-16 after BT-500)",
	"can-social_2024-111341 number":     "the notice writes \"-\" for a contract number that it does not have",
}

// Two conversions of the same real notices, field by field.
func TestAgainstAnotherConversion(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared, "norwegian-real-as-ocds", "*.json"))
	if len(files) == 0 {
		t.Skip("the conversions are not here")
	}
	compared, used := 0, map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var o release
		if err := json.Unmarshal(data, &o); err != nil {
			t.Fatal(err)
		}
		base := strings.TrimSuffix(filepath.Base(file), "_release_0.json")
		res, _ := Read(base, real(t, base+".xml"))
		var ours []*contract.Contract
		for _, a := range res.Contracts {
			ours = append(ours, a.Contract)
		}
		for _, m := range res.Modifications {
			ours = append(ours, m.Contract)
		}
		short := strings.TrimPrefix(base, "ContractAwardNotice_")
		check := func(field, got, want string) {
			compared++
			if got == want {
				return
			}
			if _, known := disagreements[short+" "+field]; known {
				used[short+" "+field] = true
				return
			}
			t.Errorf("%s: %s is %q, the other conversion has %q", short, field, got, want)
		}
		check("contracts", strconv.Itoa(len(ours)), strconv.Itoa(len(o.Contracts)))
		check("is a modification", strconv.FormatBool(len(res.Modifications) > 0), strconv.FormatBool(slices.Contains(o.Tag, "contractUpdate")))
		for i, theirs := range o.Contracts {
			c, lot := ours[i], o.Tender.Lots[0]
			title := theirs.Title
			if title == "" {
				title = lot.Title
			}
			check("title", c.Title, line(title))
			check("description", c.Description, bounded(lot.Description))
			check("nature", string(c.Nature), lot.MainProcurementCategory)
			check("signed", c.Procurement.Signed.String(), upTo10(theirs.DateSigned))
			check("dated", c.Notice.Dated.String(), upTo10(o.Date))
			number, reference := "", ""
			for _, id := range theirs.Identifiers {
				number = id.ID
			}
			for _, id := range o.Tender.Identifiers {
				reference = id.ID
			}
			check("number", c.Procurement.Number, number)
			check("reference", c.Procurement.Reference, reference)
			method := map[string]string{"open": "open", "restricted": "selective", "negotiated": "selective", "direct": "limited"}[string(c.Procurement.Procedure)]
			check("procedure", method, o.Tender.ProcurementMethod)
			if n := c.Period.DurationMonths; n.Set || lot.ContractPeriod.DurationInDays > 0 {
				check("duration", strconv.Itoa(n.V*30), strconv.Itoa(lot.ContractPeriod.DurationInDays))
			}
			check("options", c.Period.Note, lot.Options.Description)
			var codes []string
			for _, item := range o.Tender.Items {
				for _, id := range append([]struct{ ID string }{item.Classification}, item.AdditionalClassifications...) {
					if id.ID != "" && !slices.Contains(codes, id.ID) {
						codes = append(codes, id.ID)
					}
				}
			}
			check("cpv", fmt.Sprint(sorted(c.CPV)), fmt.Sprint(sorted(codes)))
			bids := 0
			for _, s := range o.Bids.Statistics {
				if s.Measure == "bids" {
					bids = s.Value
				}
			}
			check("bids", strconv.Itoa(c.Procurement.Bids.V), strconv.Itoa(bids))
			name, id := o.party(o.Buyer.ID)
			if id != "" {
				check("buyer", strings.Join(c.Buyers, " "), id)
				check("buyer name", res.Buyers[0].Name, name)
			}
			for _, a := range o.Awards {
				if a.ID != theirs.AwardID {
					continue
				}
				check("awarded", c.Procurement.Awarded.String(), upTo10(a.Date))
				value := ""
				if a.Value != nil {
					value = strings.TrimSuffix(a.Value.Amount.String(), ".0") + " " + a.Value.Currency
				}
				own := ""
				if c.Value.Estimated.Set {
					own = c.Value.Estimated.V.String() + " " + c.Value.Currency
				}
				check("value", own, value)
				var names, mine []string
				for _, s := range a.Suppliers {
					name, number := o.party(s.ID)
					if number == "" {
						number = "x-" + slug.Of(name)
					}
					names = append(names, number+" "+name)
				}
				for _, s := range res.Suppliers {
					if slices.Contains(c.Suppliers, s.ID) {
						mine = append(mine, s.ID+" "+s.Name)
					}
				}
				check("suppliers", strings.Join(mine, ", "), strings.Join(names, ", "))
			}
		}
	}
	for k := range disagreements {
		if !used[k] {
			t.Errorf("%s: the conversions agree now", k)
		}
	}
	t.Logf("%d fields of %d notices compared", compared, len(files))
	if compared < 140 {
		t.Errorf("only %d fields were compared", compared)
	}
}

func upTo10(s string) string { return s[:min(10, len(s))] }

func sorted(s []string) []string { s = slices.Clone(s); slices.Sort(s); return s }
