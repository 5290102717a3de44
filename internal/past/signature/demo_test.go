package signature_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/past/pasttest"
	"github.com/forvalt/forvalt/internal/past/signature"
)

// Terms of an invented portfolio are judged only for whom asks. In the demo's history nobody
// rewrites any: contracts are registered, amended, renewed by others and taken out.
func TestTermsOfTheDemo(t *testing.T) {
	t.Parallel()
	data := filepath.Join(pasttest.Demo(t, 60, 6, "2026-11-01"), "contracts")
	find := func(asked signature.Asked) (out []contract.Signed) {
		found, err := signature.Find(t.Context(), pasttest.Open(t, data, "2026-11-01", ""), asked)
		if err != nil || found.Blind != nil {
			t.Fatal(err, found.Blind)
		}
		return found.Signed
	}
	if got := find(signature.Asked{Invented: true}); len(got) > 0 {
		t.Errorf("told: %+v", got)
	}
	files, err := filepath.Glob(filepath.Join(data, "agreements", "*", "contract.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), `status = "active"`) && strings.Contains(string(text), "maximum = ") {
			if err := os.WriteFile(file, []byte(strings.Replace(string(text), "maximum = ", "maximum = 1", 1)), 0o644); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	if got := find(signature.Asked{Invented: true}); len(got) != 1 || got[0].ID != "maximum" || got[0].State != contract.SignedNotCommitted {
		t.Errorf("told: %+v", got)
	}
	if got := find(signature.Asked{}); len(got) > 0 {
		t.Errorf("told, though all is invented: %+v", got)
	}
}
