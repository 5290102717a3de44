package measure

import "iter"

// DueGroups are deadlines by how near they are, each in the order that they came.
type DueGroups struct {
	Late  []Deadline // passed
	Soon  []Deadline // within 90 days
	Later []Deadline // within a year
}

// GroupDue sorts deadlines by how near they are; what lies more than a year ahead is left
// out.
func GroupDue(list iter.Seq[Deadline]) (g DueGroups) {
	for d := range list {
		switch {
		case d.Days < 0:
			g.Late = append(g.Late, d)
		case d.Days <= 90:
			g.Soon = append(g.Soon, d)
		case d.Days <= 365:
			g.Later = append(g.Later, d)
		}
	}
	return g
}
