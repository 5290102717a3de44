// Package feed writes what machines ask a site for: feeds of changes (Atom), lists of pages
// (sitemaps) and the description of a search (OpenSearch).
//
// In go values with whole texts and addresses; out come XML files. It decides nothing about
// what goes into them, and knows no portfolio.
package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"strings"
)

// URN is a permanent name for something, derived from what it is: a UUID of version 8 (RFC
// 9562), from a hash.
func URN(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

func write(b *bytes.Buffer, v any) error {
	b.WriteString(xml.Header)
	e := xml.NewEncoder(b)
	e.Indent("", " ")
	if err := e.Encode(v); err != nil {
		return err
	}
	b.WriteString("\n")
	return e.Close()
}
