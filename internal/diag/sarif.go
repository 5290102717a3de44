package diag

import (
	"net/url"
	"slices"
)

// The parts of SARIF 2.1.0 that we fill in.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		Language   string        `json:"language,omitempty"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string     `json:"id"`
		Short   *sarifText `json:"shortDescription,omitempty"`
		Help    *sarifText `json:"help,omitempty"`
		HelpURI string     `json:"helpUri,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		ID       *int          `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
)

// sarif writes SARIF 2.1.0, with the rules that were broken.
func (r *report) sarif() error {
	codes := []string{}
	for _, f := range r.fs {
		codes = append(codes, f.Code)
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)

	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "forvalt", Version: r.opt.Version, Rules: []sarifRule{}}},
		Language:   r.opt.Lang,
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	for _, code := range codes {
		text, page := r.d.Help(code)
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{code, sarifSome(r.d.Title(code)), sarifSome(text), page})
	}
	prints := fingerprints(r.fs)
	for i, f := range r.fs {
		index, _ := slices.BinarySearch(codes, f.Code)
		result := sarifResult{
			RuleID: f.Code, RuleIndex: index, Level: f.Severity.String(),
			Message:      sarifText{r.words(f)},
			Fingerprints: map[string]string{"forvalt/v1": prints[i]},
		}
		if f.File != "" {
			result.Locations = []sarifLocation{sarifPlace(f.Pos, f.Width, f.Source)}
		}
		for id, rel := range f.Related {
			place := sarifPlace(rel.Pos, 0, rel.Source)
			place.ID = &id
			result.Related = append(result.Related, place)
		}
		run.Results = append(run.Results, result)
	}
	return r.encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func sarifSome(text string) *sarifText {
	if text == "" {
		return nil
	}
	return &sarifText{text}
}

// snippetBytes is the longest source line that a report carries.
const snippetBytes = 2000

func sarifPlace(p Pos, width int, source string) sarifLocation {
	place := sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: p.File}).String()}}
	if p.Line > 0 {
		place.Region = &sarifRegion{StartLine: p.Line, StartColumn: p.Col}
		if p.Col > 0 && width > 0 {
			place.Region.EndColumn = p.Col + width
		}
		if len(source) <= snippetBytes {
			place.Region.Snippet = sarifSome(source)
		}
	}
	return sarifLocation{Physical: place}
}
