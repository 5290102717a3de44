package change

// Count is how many changes there are: contracts by what happened to them, and records of
// other kinds.
func (d *Diff) Count() (contracts map[Verb]int, others int) {
	contracts = map[Verb]int{}
	for i := range d.Changes {
		if d.Changes[i].Type == "contract" {
			contracts[d.Changes[i].Verb]++
		} else {
			others++
		}
	}
	return contracts, others
}

// Apart gives the changes of contracts, the contracts of which nothing but the figures
// changed, and the changes of other records, each in the order of the diff.
func (d *Diff) Apart() (contracts, affected, others []*Change) {
	for i := range d.Changes {
		switch c := &d.Changes[i]; {
		case c.Type != "contract":
			others = append(others, c)
		case c.Verb == Affected:
			affected = append(affected, c)
		default:
			contracts = append(contracts, c)
		}
	}
	return contracts, affected, others
}
