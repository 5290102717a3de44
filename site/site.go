// Package site holds what comes with the product: the message catalogues, and the
// styles, scripts, fonts and icons of the published site as `make` has bundled them.
//
// In go the files of this folder; out come one FS, and the style sheet in one piece. It
// does nothing else.
package site

import "embed"

// FS holds messages/<language>/<area>.toml and dist/.
//
//go:embed messages dist
var FS embed.FS

// Built tells whether the bundled assets are there; a build without them would make
// pages without styles.
func Built() bool {
	_, err := FS.Open("dist/site.css")
	return err == nil
}
