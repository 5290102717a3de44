// Package contracts is the sample portfolio of the invented Fjordvik kommune, and the
// requirement catalogue, regulation figures and risk model that a new portfolio starts from.
//
// In go the files of this folder; out comes one FS for `forvalt init`. It reads nothing else.
package contracts

import "embed"

// FS holds the data folder. The loader skips this file.
//
//go:embed *.toml agreements catalogues categories guidance people requirements risk spend suppliers
var FS embed.FS
