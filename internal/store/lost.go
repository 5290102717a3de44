package store

import (
	"path"
	"slices"

	"github.com/forvalt/forvalt/internal/diag"
)

// unreadable are the findings of files of which nothing could be read.
var unreadable = []string{"FV001", "FV002", "FV004", "FV005", "FV006", "FV007", "FV008", "FV009", "FV010", "FV032", "FV036"}

// lossy are the findings by which a value is lost.
var lossy = []string{"FV020", "FV021", "FV022", "FV023", "FV024", "FV025", "FV026", "FV028", "FV029", "FV035"}

// Unread are the files of which nothing could be read, in the order of their findings.
func Unread(findings []diag.Finding) []string {
	var out []string
	for _, f := range findings {
		if slices.Contains(unreadable, f.Code) && !slices.Contains(out, f.File) {
			out = append(out, f.File)
		}
	}
	return out
}

// Misnamed gives, by the text of its contract.toml, the folder of each contract that could not
// be read because the folder's name cannot be an id.
func Misnamed(findings []diag.Finding) map[string]string {
	out := map[string]string{}
	for _, f := range findings {
		if text, is := f.Args[misnamedText].(string); is && f.Code == "FV014" {
			out[text] = path.Dir(f.File)
		}
	}
	return out
}

// Newer reports whether a finding means that the data are made for a newer program: no
// other finding about them can be trusted.
func Newer(f diag.Finding) bool { return f.Code == "FV012" }

// Lossy reports whether a finding means that the file says something that is not in the portfolio:
// a value that could not be read.
func Lossy(f diag.Finding) bool { return slices.Contains(lossy, f.Code) }
