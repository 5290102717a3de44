package changes

import (
	"fmt"
	"io"
	"path"

	"github.com/forvalt/forvalt/internal/exchange/admit"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
)

// shownOf is how many letters are shown of a value that a stranger may have written.
const shownOf = 160

// Files writes what an import does, or would do, to the files of a data folder. What notices
// say otherwise than a file is written there only when that is asked for.
func Files(w io.Writer, data string, files []admit.File, update bool, p *message.Printer) {
	words := map[admit.Fate]string{admit.Created: "cli.import.created", admit.Differs: "cli.import.would-change",
		admit.ByHand: "import.by-hand", admit.Unreadable: "import.unreadable"}
	if update {
		words[admit.Differs] = "cli.import.updated"
	}
	for _, f := range files {
		if key := words[f.Fate]; key != "" {
			fmt.Fprintf(w, "%s: %s\n", p.Text(key, nil), path.Join(data, f.Name))
		}
		for _, e := range f.Edits {
			key := "import.changed"
			if e.Old == "" {
				key = "import.added"
			}
			fmt.Fprintln(w, "  "+p.Text(key, message.Args{"field": e.Path, "old": plain.Cut(plain.Line(e.Old), shownOf), "new": plain.Cut(plain.Line(e.New), shownOf)}))
		}
		for _, b := range f.Buyers {
			fmt.Fprintln(w, p.Text("import.buyer", message.Args{"name": plain.Cut(plain.Line(b.Name), shownOf), "id": b.ID}))
		}
	}
}
