package site

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"regexp"
)

var fontURL = regexp.MustCompile(`url\(["']?(?:\./)?([a-z0-9-]+\.woff2)["']?\)`)

// Style is the site's style sheet with its fonts inside, for a report that is one file.
func Style() (string, error) {
	css, err := fs.ReadFile(FS, "dist/site.css")
	if err != nil {
		return "", err
	}
	var failed error
	out := fontURL.ReplaceAllFunc(css, func(found []byte) []byte {
		name := fontURL.FindSubmatch(found)[1]
		data, err := fs.ReadFile(FS, "dist/"+string(name))
		if err != nil {
			failed = fmt.Errorf("the program's own font: %w", err)
		}
		return fmt.Appendf(nil, "url(data:font/woff2;base64,%s)", base64.StdEncoding.EncodeToString(data))
	})
	return string(out), failed
}
