package change

// wordGroups are where the catalogue "values" has the words of a closed set, by type and
// key of the field; by key alone where it is the same everywhere.
var wordGroups = map[string]string{
	"contract.status": "status", "contract.kind": "kind", "nature": "nature", "criticality": "criticality", "visibility": "visibility",
	"procedure": "procedure", "renewal": "renewal", "option.status": "option-status", "ground": "ground", "evidence.state": "evidence-state",
	"benefit.kind": "benefit-kind", "class": "benefit-class", "realised-benefit.evidence": "evidence-class", "realised-benefit.state": "benefit-state",
	"plan-item.type": "plan-type", "every": "every", "inspection.kind": "inspection-kind", "inspection.status": "inspection-status",
	"inspection.result": "inspection-result", "finding.severity": "finding-severity", "deviation.severity": "finding-severity",
	"sanction": "sanction", "log-entry.kind": "log-kind", "signs": "sign", "group": "group", "confidence": "confidence",
	"floor.band": "band", "band.id": "band", "page.kind": "guidance-kind", "document.type": "document-type",
}

// looseRefs are texts that may name a record of this kind.
var looseRefs = map[string]string{
	"inspection.themes": "requirement", "supplier.parent": "supplier", "firm.parent": "supplier", "supplier-turnover.supplier": "supplier",
}

// wordGroup is the group of a field's words; "" where they stand as they are.
func wordGroup(typ, key string) string {
	if g, ok := wordGroups[typ+"."+key]; ok {
		return g
	}
	return wordGroups[key]
}
