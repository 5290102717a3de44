package requirements

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
)

// What most contracts share is said once; what is another for each stays with it.
func TestReasonsOnce(t *testing.T) {
	s := kittest.Site(t, contract.Internal, "2026-11-01")
	always := measure.Reason{Key: "why.always"}
	own := func(reason string) measure.Reason {
		return measure.Reason{Key: "why.stated-yes", Args: message.Args{"reason": reason}}
	}
	shared, left := once(s, [][]measure.Reason{{always, own("a")}, {always}, {own("b")}})
	if shared != s.Reason(always) || left[0] != s.Reason(own("a")) || left[1] != "" || left[2] != s.Reason(own("b")) {
		t.Errorf("shared %q, left %q", shared, left)
	}
	if shared, _ := once(s, [][]measure.Reason{{always}}); shared != "" {
		t.Errorf("of one contract: %q", shared)
	}
}

// No label stands twice in the filters: what is late by its state is not all that is in debt.
func TestFilterLabelsOnce(t *testing.T) {
	seen := map[string]string{}
	for _, f := range describe(kittest.Site(t, contract.Internal, "2026-11-01")).Facets {
		if f.Key != "standing" && f.Key != "debt" {
			continue
		}
		for _, v := range f.Order {
			if was := seen[f.Word(v)]; was != "" {
				t.Errorf("%q is a label of %s and of %s", f.Word(v), was, f.Key)
			}
			seen[f.Word(v)] = f.Key
		}
	}
}
