package diag

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/forvalt/forvalt/internal/plain"
)

// encode writes a value as indented JSON, with < and & as they are.
func (r *report) encode(v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := r.w.Write(plain.JSON(b.Bytes()))
	return err
}

// json writes the program's own format.
func (r *report) json() error {
	type finding struct {
		Code     string `json:"code"`
		Severity string `json:"severity"`
		Pos
		Message string `json:"message"`
		Hint    string `json:"hint"`
	}
	out := struct {
		Findings []finding `json:"findings"`
		Files    int       `json:"files"`
		Errors   int       `json:"errors"`
		Warnings int       `json:"warnings"`
	}{[]finding{}, r.files, Count(r.fs, Error), Count(r.fs, Warning)}
	for _, f := range r.fs {
		out.Findings = append(out.Findings, finding{f.Code, f.Severity.String(), f.Pos, r.d.Message(f), r.d.Hint(f)})
	}
	return r.encode(out)
}

// github writes workflow commands, which GitHub shows at the lines of a pull request.
func (r *report) github() error {
	commands := [...]string{Note: "notice", Warning: "warning", Error: "error"}
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	message := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	for _, f := range r.fs {
		fmt.Fprintf(r.w, "::%s ", commands[f.Severity])
		if f.File != "" {
			fmt.Fprintf(r.w, "file=%s,", property.Replace(visible(f.File)))
		}
		if f.Line > 0 {
			fmt.Fprintf(r.w, "line=%d,", f.Line)
		}
		if f.Line > 0 && f.Col > 0 {
			fmt.Fprintf(r.w, "endLine=%d,col=%d,endColumn=%d,", f.Line, f.Col, f.Col+max(f.Width, 1))
		}
		title := visible(f.Code + " " + r.d.Title(f.Code))
		fmt.Fprintf(r.w, "title=%s::%s\n", property.Replace(title), message.Replace(r.words(f)))
	}
	fmt.Fprintln(r.w, visible(r.summary()))
	return nil
}

// words are the message and the hint, each on a line of its own.
func (r *report) words(f Finding) string {
	words := visible(r.d.Message(f))
	if hint := r.d.Hint(f); hint != "" {
		words += "\n" + visible(hint)
	}
	return words
}

// gitlab writes a Code Quality report.
func (r *report) gitlab() error {
	severities := [...]string{Note: "info", Warning: "minor", Error: "major"}
	type lines struct {
		Begin int `json:"begin"`
	}
	type location struct {
		Path  string `json:"path"`
		Lines lines  `json:"lines"`
	}
	type issue struct {
		Description string   `json:"description"`
		CheckName   string   `json:"check_name"`
		Fingerprint string   `json:"fingerprint"`
		Severity    string   `json:"severity"`
		Location    location `json:"location"`
	}
	out := []issue{}
	prints := fingerprints(r.fs)
	for i, f := range r.fs {
		out = append(out, issue{r.words(f), f.Code, prints[i], severities[f.Severity], location{f.File, lines{max(f.Line, 1)}}})
	}
	return r.encode(out)
}

// fingerprints recognise findings from one run to the next. They do not depend on line
// numbers, or on words, which may name a number of days. Equal findings are numbered.
func fingerprints(fs []Finding) []string {
	seen := map[string]int{}
	out := make([]string, len(fs))
	for i, f := range fs {
		key := strings.Join([]string{f.Code, f.File, f.Subject, strings.TrimSpace(f.Source)}, "\x00")
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		seen[key]++
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}
