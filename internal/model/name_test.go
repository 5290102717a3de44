package model

import "testing"

func TestKebab(t *testing.T) {
	for in, want := range map[string]string{"AppliedRequirement": "applied-requirement", "LogEntry": "log-entry", "CPVCode": "cpv-code", "ID": "id"} {
		if got := kebab(in); got != want {
			t.Errorf("kebab(%q) = %q", in, got)
		}
	}
}

// What the tables say of the model is of keys that it has.
func TestTablesNameTheModel(t *testing.T) {
	fields := Fields()
	for name := range untagged {
		if name == "supplier-turnover.supplier" {
			continue // the keys of a month
		}
		if _, ok := fields[name]; !ok {
			t.Errorf("the model has no %s", name)
		}
	}
	for name := range openWords {
		if _, ok := fields[name]; !ok {
			t.Errorf("the model has no %s", name)
		}
	}
}
