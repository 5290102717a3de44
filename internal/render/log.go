package render

// Log is what Git knows of the data, in render's own terms: the shell fills it.
type Log struct {
	Head    Commit
	Last    map[string]Commit // last change by file path, as positions name files
	Recent  []Change          // newest first
	Cut     bool              // older history is not here
	Dirty   []string          // files that differ from Head
	Missing string            // why there is no history; "" when there is
}

// Commit as pages show it.
type Commit struct {
	Hash, Author, Subject string
	Day                   string // 2026-10-31
}

// Change is a commit and the files it changed.
type Change struct {
	Commit
	Paths []string
}

// HashOnly is what the public profile may know: the commit's hash, nobody's name.
func (l Log) HashOnly() Log {
	return Log{Head: Commit{Hash: l.Head.Hash, Day: l.Head.Day}, Missing: l.Missing}
}
