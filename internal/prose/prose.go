// Package prose turns people's Markdown into safe HTML, and into plain words for search.
//
// In go a text and the address of the page that it is for; out come HTML with ids on its
// headings, or words. Raw HTML is dropped, what is left passes a sanitiser, and a text that
// would grow without bound loses its tables. It decides nothing about where links lead: its
// caller gives that as a function.
package prose

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/forvalt/forvalt/internal/slug"
)

// Markdown turns people's Markdown into safe HTML. Raw HTML in it is dropped, and what
// is left passes a sanitiser. It is safe for use by several goroutines.
type Markdown struct {
	md     goldmark.Markdown
	simple goldmark.Markdown // without tables
	policy *bluemonday.Policy
}

// alignment are the classes of cells whose column is aligned in the text; a style would be
// refused by the pages' policy.
var alignment = regexp.MustCompile(`^(num|mid)$`)

// Heading of a Markdown text, for a table of contents.
type Heading struct {
	ID, Text string
	Level    int
}

// New makes a reader of Markdown; link turns the target of a link on a page into its address there.
func New(link func(from, target string) string) *Markdown {
	policy := bluemonday.UGCPolicy()
	policy.AllowAttrs("id").Matching(bluemonday.SpaceSeparatedTokens).OnElements("h2", "h3", "h4")
	policy.AllowElements("input")
	policy.AllowAttrs("type").Matching(bluemonday.SpaceSeparatedTokens).OnElements("input")
	policy.AllowAttrs("checked", "disabled").OnElements("input")
	policy.AllowAttrs("tabindex").Matching(bluemonday.Integer).OnElements("table")
	policy.AllowAttrs("class").Matching(alignment).OnElements("th", "td")
	policy.RequireNoFollowOnLinks(false)
	policy.AllowImages()
	with := func(more ...goldmark.Extender) goldmark.Markdown {
		extensions := append([]goldmark.Extender{extension.Linkify, extension.Strikethrough, extension.TaskList, extension.DefinitionList, extension.Footnote}, more...)
		return goldmark.New(goldmark.WithExtensions(extensions...),
			goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithASTTransformers(util.Prioritized(&rewrite{link}, 100))))
	}
	tables := extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))
	return &Markdown{md: with(tables), simple: with(), policy: policy}
}

// maxCells is how many cells the tables of a text may come to.
const maxCells = 200_000

// of gives what reads a text. A row of a table is filled up with empty cells to the width
// of its head: a few kilobytes could become millions of cells, so such a text has no tables.
func (m *Markdown) of(source string) goldmark.Markdown {
	widest, lines := 0, 0
	for line := range strings.Lines(source) {
		widest, lines = max(widest, strings.Count(line, "|")), lines+1
	}
	if widest*lines > maxCells {
		return m.simple
	}
	return m.md
}

// pageKey holds the address of the page that a text is for.
var pageKey = parser.NewContextKey()

// HTML gives the text of a page as safe HTML, with its headings. Headings start at level
// 2: the page has its own first.
func (m *Markdown) HTML(source, page string) (string, []Heading) {
	ctx := parser.NewContext(parser.WithIDs(&ids{seen: map[string]bool{}}))
	ctx.Set(pageKey, page)
	src := []byte(source)
	md := m.of(source)
	doc := md.Parser().Parse(text.NewReader(src), parser.WithContext(ctx))
	var heads []Heading
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			id, _ := h.AttributeString("id")
			b, _ := id.([]byte)
			heads = append(heads, Heading{string(b), plainText(h, src), h.Level})
		}
		return ast.WalkContinue, nil
	})
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, src, doc); err != nil {
		return "", nil // goldmark's own renderer writing to memory does not fail
	}
	return m.policy.Sanitize(b.String()), heads
}

// Plain is the words of a Markdown text, for search.
func (m *Markdown) Plain(source string) string {
	src := []byte(source)
	return plainText(m.of(source).Parser().Parse(text.NewReader(src)), src)
}

func plainText(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch t := n.(type) {
		case *ast.Text:
			b.Write(t.Segment.Value(src))
			if t.SoftLineBreak() || t.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(t.Value)
		default:
			if n.Type() == ast.TypeBlock && b.Len() > 0 {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// rewrite moves headings one level down and points links between texts to their pages.
type rewrite struct {
	link func(from, target string) string
}

func (r *rewrite) Transform(doc *ast.Document, _ text.Reader, ctx parser.Context) {
	page, _ := ctx.Get(pageKey).(string)
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Heading:
			if entering {
				n.Level = min(max(n.Level, 2), 4)
			}
		case *east.Table: // a wide one scrolls in its own box, by keyboard too
			n.SetAttributeString("tabindex", []byte("0"))
		case *east.TableCell:
			switch n.Alignment {
			case east.AlignRight:
				n.SetAttributeString("class", []byte("num"))
			case east.AlignCenter:
				n.SetAttributeString("class", []byte("mid"))
			}
		case *ast.Link:
			if entering {
				n.Destination = []byte(r.link(page, string(n.Destination)))
			}
		}
		return ast.WalkContinue, nil
	})
}

// ids makes the ids of headings.
type ids struct{ seen map[string]bool }

func (g *ids) Generate(value []byte, _ ast.NodeKind) []byte {
	id := slug.Of(string(value))
	if id == "" {
		id = "del"
	}
	base := id
	for n := 2; g.seen[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	g.seen[id] = true
	return []byte(id)
}

func (g *ids) Put(value []byte) { g.seen[string(value)] = true }
