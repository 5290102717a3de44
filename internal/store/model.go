package store

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/toml"
)

// Model reads one risk model from a file that is no part of a portfolio; nil where it
// cannot be read. Name is what its findings call the file.
func Model(name string, data []byte) (*contract.RiskModel, []diag.Finding) {
	f := &file{path: name}
	f.src = toml.NewSource(name, data)
	if len(data) > toml.MaxSize {
		return nil, []diag.Finding{{Code: "FV009", Severity: diag.Error, Pos: diag.Pos{File: name}, Args: diag.Args{"limit": toml.MaxSize >> 20}}}
	}
	if !f.text() {
		return nil, f.findings
	}
	var v *contract.RiskModel
	f.bound(func(f *file) { v = bind(f, &contract.RiskModel{}) })
	if len(f.faults) > 0 {
		v = nil
	}
	return v, diag.Sort(f.findings)
}
