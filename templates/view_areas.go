package templates

// Kraljic is the categories by what they mean to the buyer and how hard they are to get:
// two rows (importance, highest first) by two columns (supply risk, lowest first).
type Kraljic struct {
	Caption string
	Impact  string // head of the rows
	Risk    string // head of the columns
	Columns []string
	Rows    []KraljicRow
}

// KraljicRow is one level of importance.
type KraljicRow struct {
	Head  string
	Cells []KraljicCell
}

// KraljicCell is a position with the categories in it.
type KraljicCell struct {
	Name     string // "Strategisk"
	Strategy string // what to do, in a sentence
	Items    []Link
	Here     string // says that the category at hand stands here; empty: it does not
}

// ChainNode is a firm of the supply chain with the firms under it.
type ChainNode struct {
	Name  Link
	Note  string // organisation number, trade, approval
	Hours string // "4 200 timer i 3. kvartal 2026, 7 % av lærlinger"
	Under []ChainNode
}

// KraljicBlock is the matrix as a block of a Section.
func KraljicBlock(k Kraljic) Block { return kraljic(k) }
