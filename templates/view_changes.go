package templates

// ChangesPage is a contract's story: every commit that touched its folder, newest first.
type ChangesPage struct {
	Kicker, Title, Lead string
	Note                string // what is not here
	Entries             []ChangeEntry
}

// ChangeEntry is one commit.
type ChangeEntry struct {
	Date    Date
	Who     string
	Subject string
	Commit  Link
	Lines   []ChangeLine
}

// ChangeLine is a sentence, or a label with its value, or its value before and after.
type ChangeLine struct {
	Label, Old, New, Text string
	Sub                   []ChangeLine
}
