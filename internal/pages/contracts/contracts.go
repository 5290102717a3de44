// Package contracts draws the list of contracts, with its facets and the selection as a
// file, and the page of each contract.
//
// In go a kit.Site; out come pages and their JSON twins. What other subjects own of a
// contract (deadlines, evidence, inspections, deviations, risk) their packages draw.
package contracts

import "github.com/forvalt/forvalt/internal/pages/kit"

// Pages are the list of contracts and the page of each.
func Pages(s *kit.Site) []kit.Page { return append(listPages(s), recordPages(s)...) }
