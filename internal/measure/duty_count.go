package measure

// DutyCount counts the requirements that apply to a contract, or may.
type DutyCount struct {
	Apply, Approved, Late int // Late: evidence is overdue, whatever was approved before
	Withheld              int // whose evidence is not known: they are neither approved nor late
}

// Duties counts the requirements of a contract.
func (c *ContractFigures) Duties() (n DutyCount) {
	for i := range c.Requirements {
		r := &c.Requirements[i]
		if r.Applies == No {
			continue
		}
		n.Apply++
		switch {
		case r.State == Withheld:
			n.Withheld++
		case r.Overdue == Yes:
			n.Late++
		case r.State == "approved":
			n.Approved++
		}
	}
	return n
}
