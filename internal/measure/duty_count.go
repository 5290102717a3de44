package measure

// DutyCount counts the requirements that apply to a contract, or may.
type DutyCount struct {
	Apply, Approved, Late int // Late: evidence is overdue, whatever was approved before
}

// Duties counts the requirements of a contract.
func (c *ContractFigures) Duties() (n DutyCount) {
	for i := range c.Requirements {
		switch c.Requirements[i].Standing() {
		case "":
			continue
		case "overdue":
			n.Late++
		case "approved":
			n.Approved++
		}
		n.Apply++
	}
	return n
}
