package store

// Limits of what a file may say. They are far above what a person writes, and keep what is made
// of a file in proportion to it: a page, a table, a message.
const (
	maxLine     = 100_000 // bytes
	maxBody     = 200_000 // runes of a Markdown file, after its head
	maxFindings = 200     // of one file
	maxItems    = 50_000  // of a list
	maxName     = 500     // runes of what stands in headings and lists
	maxText     = 2_000   // runes of other texts
	maxProse    = 20_000  // runes of what is told at length
)

var textLimits = map[string]int{
	"title": maxName, "name": maxName, "id": maxName,
	"note": maxProse, "description": maxProse, "reason": maxProse, "summary": maxProse, "evidence": maxProse, "action": maxProse,
	"key": maxProse, // a key to sign with
}

// textLimit is how many runes the text of a key may have.
func textLimit(key string) int {
	if n, ok := textLimits[key]; ok {
		return n
	}
	return maxText
}
