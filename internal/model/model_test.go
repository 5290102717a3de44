package model_test

import (
	"context"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/change/shape/shapetest"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/model"
	"github.com/forvalt/forvalt/internal/store"
)

func printers(t *testing.T) []*message.Printer {
	t.Helper()
	cat, err := message.Load(os.DirFS("../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	var out []*message.Printer
	for _, lang := range message.Languages {
		out = append(out, cat.Printer(lang))
	}
	return out
}

// No key is without words: a label, a help, and a word for each thing that it may hold.
func TestEveryKeyHasWords(t *testing.T) {
	for _, p := range printers(t) {
		w := model.In(p)
		said := func(what string, texts ...string) {
			for _, text := range texts {
				if text == "" || strings.HasPrefix(text, "⟦") {
					t.Errorf("%s: %s has no words: add them to model.toml (%s)", p.Lang(), what, text)
				}
			}
		}
		for _, file := range model.Files() {
			for _, table := range file.Tables {
				label, help := w.Record(table.Record)
				said(table.Record, label, help)
				for _, f := range table.Fields {
					said(f.Name(), w.Label(f.Record, f.Key), w.Help(f.Record, f.Key))
					for _, c := range f.Choices {
						if _, ok := w.Word(f.Group, c); !ok {
							t.Errorf("%s: %s may be %q, which has no words (group %q)", p.Lang(), f.Name(), c, f.Group)
						}
					}
				}
			}
		}
	}
}

// No word is without a key.
func TestEveryWordHasAKey(t *testing.T) {
	used, words := map[string]bool{}, map[string]bool{}
	for _, p := range printers(t) {
		use := func(record, key string, parts ...string) {
			for _, part := range parts {
				if own := "model." + record + "." + key + "." + part; p.Has(own) {
					used[own] = true
				} else {
					used["model.any."+key+"."+part] = true
				}
			}
		}
		changing, _ := shapetest.Model() // what lies outside tables is called something, too: the text of a page, a month
		for _, f := range changing {
			use(string(f.Type), f.Key, "label")
		}
		for _, file := range model.Files() {
			for _, table := range file.Tables {
				used["model.record."+table.Record+".label"], used["model.record."+table.Record+".help"] = true, true
				for _, f := range table.Fields {
					use(f.Record, f.Key, "label", "help")
					for _, c := range f.Choices {
						if !p.Has("values." + f.Group + "." + c) {
							words["model.word."+c] = true
						}
					}
				}
			}
		}
		for _, key := range p.Keys("model.") {
			if !used[key] && !words[key] {
				t.Errorf("%s: %s is the word of no key", p.Lang(), key)
			}
		}
	}
}

// The examples are files that load without a finding, and each key has one.
func TestExamples(t *testing.T) {
	_, findings := store.Load(context.Background(), model.Example(), store.Options{})
	for _, f := range findings {
		t.Errorf("%s:%d: %s %v", f.File, f.Line, f.Code, f.Args)
	}
	for _, file := range model.Files() {
		for _, table := range file.Tables {
			for _, f := range table.Fields {
				if f.Example == "" && f.Type != model.Tables {
					t.Errorf("%s %s (%s) has no example in example/", file.Pattern, f.Path, f.Name())
				}
			}
		}
	}
}

// The model has every sort of file that package store reads.
func TestSortsAreThoseThatAreRead(t *testing.T) {
	var sorts []string
	for _, f := range model.Files() {
		sorts = append(sorts, f.Pattern)
	}
	read := store.Patterns()
	for _, p := range sorts {
		if !slices.Contains(read, p) {
			t.Errorf("%s is not read", p)
		}
	}
	notHere := []string{"agreements/*/turnover/*.toml", "agreements/*/notes.md", "reports/*.md", "reports/*.json"} // the same again, or no keys of their own
	for _, p := range read {
		if !slices.Contains(sorts, p) && !slices.Contains(notHere, p) {
			t.Errorf("%s is read, but the model has no words for it: add it to sorts", p)
		}
	}
}

// A field is found by its name, with all that its tags say.
func TestFields(t *testing.T) {
	fields := model.Fields()
	for name, want := range map[string]model.Field{
		"option.status": {Record: "option", Key: "status", Path: "options.status", Type: model.Word, Group: "option-status",
			Choices: contract.OptionStatus("").Choices(), Example: `status = "exercised"`},
		"contract.manager":       {Record: "contract", Key: "manager", Path: "manager", Type: model.Text, Ref: "person", Visibility: "internal", Example: `manager = "kari-lie"`},
		"contract.title":         {Record: "contract", Key: "title", Path: "title", Type: model.Text, Required: true, Example: `title = "Renhold av skoler"`},
		"value.maximum":          {Record: "value", Key: "maximum", Path: "value.maximum", Type: model.Amount, Example: `maximum = 55_000_000`},
		"factor.thresholds":      {Record: "factor", Key: "thresholds", Path: "factors.thresholds", Type: model.Number, Shape: model.Many, Visibility: "internal", Example: `thresholds = [0.70, 0.85, 0.95, 1.05]`},
		"settings.severity":      {Record: "settings", Key: "severity", Path: "severity", Type: model.Word, Shape: model.Keyed, Group: "level", Visibility: "internal", Choices: contract.Level("").Choices(), Example: "[severity]\nFV205 = \"note\""},
		"lead-time.tender":       {Record: "lead-time", Key: "tender", Path: "lead_times.*.tender", Type: model.Count, Visibility: "internal", Example: `tender = 35`},
		"firm.parent":            {Record: "firm", Key: "parent", Path: "firms.parent", Type: model.Text, MayRef: "supplier", Visibility: "internal", Example: `parent = "313000028"`},
		"document.type":          {Record: "document", Key: "type", Path: "documents.type", Type: model.Text, Group: "document-type", Example: `type = "contractSigned"`},
		"contract.handover":      {Record: "contract", Key: "handover", Path: "handover", Type: model.Tables, Holds: "handover", Visibility: "internal", Example: "[handover]\nnote = \"Overlevert fra prosjektgruppen\""},
		"realised-benefit.state": {Record: "realised-benefit", Key: "state", Path: "benefits.realised.state", Type: model.Word, Group: "benefit-state", Choices: contract.BenefitState("").Choices(), Example: `state = "realised"`},
	} {
		if got := fields[name]; !reflect.DeepEqual(got, want) {
			t.Errorf("%s is\n %+v, not\n %+v", name, got, want)
		}
	}
	if len(fields) < 400 {
		t.Errorf("only %d fields", len(fields))
	}
}
