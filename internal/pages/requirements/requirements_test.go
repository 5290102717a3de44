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
