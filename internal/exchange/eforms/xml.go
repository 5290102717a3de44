package eforms

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/forvalt/forvalt/internal/diag"
)

// Limits of a notice. The largest official example is under one megabyte.
const (
	MaxSize  = 32 << 20 // bytes of a file
	maxDepth = 100      // of nested elements
	maxNodes = 1 << 20  // elements

	// Parts that can be multiplied with each other. Real notices are far below.
	maxContracts = 5000 // of a notice
	maxWinners   = 1000 // of a contract
	maxResults   = 100  // of a lot
	maxCodes     = 200  // CPV codes of a lot
)

// node is an element: its local name, attributes, text and children.
type node struct {
	name     string
	attrs    map[string]string
	text     string
	children []*node
	offset   int // of the element in the file
}

var (
	errDoctype = errors.New("doctype")
	errDepth   = errors.New("depth")
	errXML     = errors.New("not XML")

	errEncoding = errors.New("encoding")
	errForeign  = errors.New("foreign")
)

const ubl = "urn:oasis:names:specification:ubl:schema:xsd:"

// roots are the kinds of notices, with their namespaces.
var roots = map[string]string{
	"ContractAwardNotice":                   ubl + "ContractAwardNotice-2",
	"ContractNotice":                        ubl + "ContractNotice-2",
	"PriorInformationNotice":                ubl + "PriorInformationNotice-2",
	"BusinessRegistrationInformationNotice": "http://data.europa.eu/p27/eforms-business-registration-information-notice/1",
}

// parts are the namespaces of what stands in a notice.
var parts = map[string]bool{
	ubl + "CommonAggregateComponents-2":                                     true,
	ubl + "CommonBasicComponents-2":                                         true,
	ubl + "CommonExtensionComponents-2":                                     true,
	"http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1": true,
	"http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1":     true,
	"http://data.europa.eu/p27/eforms-ubl-extensions/1":                     true,
}

// parse reads a document in UTF-8 without a document type, so that it can declare no
// entities: none that expand without end, none that name files. All elements are of a
// notice's own namespaces; what other extensions hold, which may be signatures, is left out.
func parse(data []byte) (*node, int, error) {
	if twoBytes(data) {
		return nil, 0, errEncoding
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	foreign := false
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { foreign = true; return nil, errEncoding }
	root, others := &node{}, &node{} // others: what is left out
	outside := -1                    // offset of the first element of another namespace
	stack := []*node{root}
	texts := []*strings.Builder{{}} // of the elements on the stack
	for nodes := 0; ; {
		at := int(d.InputOffset())
		tok, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			if len(root.children) != 1 || strings.TrimSpace(texts[0].String()) != "" {
				return nil, 0, errXML
			}
			if outside >= 0 {
				return nil, outside, errForeign
			}
			return root.children[0], 0, nil
		case foreign:
			return nil, at, errEncoding
		case err != nil:
			return nil, min(int(d.InputOffset()), len(data)), errXML
		}
		top := stack[len(stack)-1]
		switch t := tok.(type) {
		case xml.Directive:
			return nil, at, errDoctype
		case xml.StartElement:
			if nodes++; len(stack) > maxDepth || nodes > maxNodes {
				return nil, at, errDepth
			}
			n := &node{name: t.Name.Local, offset: at}
			for _, a := range t.Attr {
				if n.attrs == nil {
					n.attrs = map[string]string{}
				}
				n.attrs[a.Name.Local] = a.Value
			}
			switch own := parts[t.Name.Space] || top == root && t.Name.Space != "" && roots[n.name] == t.Name.Space; {
			case top == others, !own && top.name == "ExtensionContent" && n.name != "EformsExtension":
				n = others
			case !own && outside < 0:
				outside = at
			}
			if n != others {
				top.children = append(top.children, n)
			}
			stack, texts = append(stack, n), append(texts, &strings.Builder{})
		case xml.EndElement:
			if top.text = strings.TrimSpace(texts[len(texts)-1].String()); top.text == missing {
				top.text = ""
			}
			stack, texts = stack[:len(stack)-1], texts[:len(texts)-1]
		case xml.CharData:
			texts[len(texts)-1].Write(t)
		}
	}
}

// missing is what a converter of older notices writes where they said nothing.
const missing = "MISSING"

// twoBytes reports whether a file is in UTF-16, with or without a byte-order mark.
func twoBytes(data []byte) bool {
	for _, start := range []string{"\xFE\xFF", "\xFF\xFE", "<\x00", "\x00<"} {
		if bytes.HasPrefix(data, []byte(start)) {
			return true
		}
	}
	return false
}

// all gives the elements at a path below n: "NoticeResult/LotResult".
func (n *node) all(path string) []*node {
	list := []*node{n}
	for _, name := range strings.Split(path, "/") {
		var next []*node
		for _, e := range list {
			for _, c := range e.children {
				if c.name == name {
					next = append(next, c)
				}
			}
		}
		list = next
	}
	return list
}

// first gives the first element at a path; an empty one where there is none.
func (n *node) first(path string) *node {
	if l := n.all(path); len(l) > 0 {
		return l[0]
	}
	return &node{offset: n.offset}
}

func (n *node) str(path string) string { return n.first(path).text }

// local gives a text in bokmål or nynorsk where there is one, else the first.
func (n *node) local(path string) string {
	list := n.all(path)
	for _, lang := range []string{"NOR", "NOB", "NNO"} {
		for _, e := range list {
			if e.attrs["languageID"] == lang {
				return e.text
			}
		}
	}
	if len(list) > 0 {
		return list[0].text
	}
	return ""
}

// spot is an element of a file; its place is found when something is said of it.
type spot struct {
	src *diag.Source
	n   *node
}

// place is where an element stands in the file.
func place(src *diag.Source, n *node) diag.Place {
	return src.Offset(n.offset, len(n.name)+1)
}
