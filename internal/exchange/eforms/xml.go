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
	maxSize  = 32 << 20 // bytes
	maxDepth = 100
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
)

// parse reads a document without a document type: entities of one's own, and with
// them bombs and outside files, cannot be declared.
func parse(data []byte) (*node, int, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	root := &node{}
	stack := []*node{root}
	for {
		at := int(d.InputOffset())
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, at, errXML
		}
		top := stack[len(stack)-1]
		switch t := tok.(type) {
		case xml.Directive:
			return nil, at, errDoctype
		case xml.StartElement:
			if len(stack) > maxDepth {
				return nil, at, errDepth
			}
			n := &node{name: t.Name.Local, attrs: map[string]string{}, offset: at}
			for _, a := range t.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			top.text = strings.TrimSpace(top.text)
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(t)
		}
	}
	if len(root.children) != 1 {
		return nil, 0, errXML
	}
	return root.children[0], 0, nil
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

// place is where an element stands in the file.
func place(src *diag.Source, n *node) diag.Place {
	return src.Offset(n.offset, len(n.name)+1)
}
