package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/date"
)

const (
	infoObject = "<</Title (Old)\n/Creator (Mozilla/5.0 \\(X11\\))\n/Producer (Skia/PDF m156)\n/CreationDate (D:20261126012815+00'00')\n/ModDate (D:20261126012815+00'00')>>"
	catalogue  = "<</Type /Catalog\n/Pages 3 0 R\n/MarkInfo <</Type /MarkInfo\n/Marked true>>\n/StructTreeRoot 3 0 R\n/Outlines 3 0 R\n/Lang (nb)>>"
	pages      = "<</Type /Pages\n/Count 0>>"
)

// skia lays objects out as Skia does: object i+1 is objects[i]; order says where in the
// file each stands.
func skia(root, info int, order []int, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xd3\xeb\xe9\xe1\n")
	at := make([]int, len(objects))
	for _, i := range order {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, objects[i])
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d\n/Root %d 0 R\n/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, root, info, xref)
	return b.Bytes()
}

func sample() []byte { return skia(2, 1, []int{0, 1, 2}, infoObject, catalogue, pages) }

var day = date.Of(2026, 9, 30)

func TestStamp(t *testing.T) {
	got, err := Stamp(sample(), day, "Rapport æ", "nb")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/CreationDate (D:20260930000000+00'00')", "/ModDate (D:20260930000000+00'00')", "/Title <FEFF0052006100700070006F00720074002000E6>", "/Producer (forvalt)", "/Creator (forvalt)", "/ID [<"} {
		if !bytes.Contains(got, []byte(want)) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, gone := range []string{"Mozilla", "Skia", "2026112601"} {
		if bytes.Contains(got, []byte(gone)) {
			t.Errorf("%q is still there", gone)
		}
	}
}

// Two printings that differ in clock and browser are one file; another content is
// another file with another identifier.
func TestSameBytes(t *testing.T) {
	other := skia(2, 1, []int{0, 1, 2}, strings.NewReplacer("012815", "235959", "m156", "m1570").Replace(infoObject), catalogue, pages)
	a, err1 := Stamp(sample(), day, "T", "nb")
	b, err2 := Stamp(other, day, "T", "nb")
	if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
		t.Errorf("two printings differ (%v, %v)", err1, err2)
	}
	c, err := Stamp(skia(2, 1, []int{0, 1, 2}, infoObject, catalogue, pages+" "), day, "T", "nb")
	if err != nil {
		t.Fatal(err)
	}
	id := func(b []byte) string { return string(b[bytes.Index(b, []byte("/ID [<")):][:40]) }
	if id(a) == id(c) {
		t.Error("two contents with one identifier")
	}
}

// For every order of the objects and every title, the stamped file is whole (it parses:
// each object stands where the table says), the other objects are untouched, and a second
// stamp changes nothing.
func TestStampKeepsTheFileWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation([]int{0, 1, 2, 3, 4}).Draw(t, "order")
		body := rapid.StringMatching(`[a-z ()<>]{0,300}`).Draw(t, "body")
		title := rapid.String().Draw(t, "title")
		in := skia(2, 1, order, infoObject, catalogue, pages, "("+body+")", "<</A 1>>")
		out, err := Stamp(in, day, title, "nb")
		if err != nil {
			t.Fatal(err)
		}
		before, err := parse(in)
		if err != nil {
			t.Fatal(err)
		}
		after, err := parse(out)
		if err != nil {
			t.Fatal(err)
		}
		for i := 2; i <= 5; i++ {
			a, _ := before.object(i)
			b, _ := after.object(i)
			if !bytes.Equal(a, b) {
				t.Fatalf("object %d changed: %q, was %q", i, b, a)
			}
		}
		again, err := Stamp(out, day, title, "nb")
		if err != nil || !bytes.Equal(again, out) {
			t.Fatalf("the second stamp changed the file (%v)", err)
		}
	})
}

func TestRefusals(t *testing.T) {
	with := func(old, new string) []byte {
		return skia(2, 1, []int{0, 1, 2}, infoObject, strings.Replace(catalogue, old, new, 1), pages)
	}
	for name, c := range map[string]struct {
		pdf  []byte
		want error
	}{
		"empty":              {nil, ErrLayout},
		"text":               {[]byte("hei"), ErrLayout},
		"cut":                {sample()[:len(sample())-30], ErrLayout},
		"shifted":            {bytes.Replace(sample(), []byte("(Old)"), []byte("(Older)"), 1), ErrLayout},
		"xref stream":        {bytes.Replace(sample(), []byte("xref\n0 "), []byte("xxxx\n0 "), 1), ErrLayout},
		"too many objects":   {bytes.Replace(sample(), []byte("xref\n0 4"), []byte("xref\n0 9"), 1), ErrLayout},
		"no such info":       {bytes.Replace(sample(), []byte("/Info 1"), []byte("/Info 7"), 1), ErrLayout},
		"info and root one":  {skia(2, 2, []int{0, 1, 2}, infoObject, catalogue, pages), ErrLayout},
		"encrypted":          {bytes.Replace(sample(), []byte("/Info 1 0 R>>"), []byte("/Info 1 0 R\n/Encrypt 3 0 R>>"), 1), ErrLayout},
		"catalogue of none":  {skia(3, 1, []int{0, 1, 2}, infoObject, catalogue, pages), ErrLayout},
		"no tags":            {with("/StructTreeRoot 3 0 R", ""), ErrUntagged},
		"not marked":         {with("/Marked true", "/Marked false"), ErrUntagged},
		"no outline":         {with("/Outlines 3 0 R", ""), ErrNoOutline},
		"no language":        {with("/Lang (nb)", ""), ErrLanguage},
		"another language":   {with("/Lang (nb)", "/Lang (en)"), ErrLanguage},
		"link to the folder": {skia(2, 1, []int{0, 1, 2}, infoObject, catalogue, "<</S /URI\n/URI (file:///tmp/x/a.html)>>"), ErrLocalLink},
	} {
		if got, err := Stamp(c.pdf, day, "T", "nb"); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := Stamp(sample(), date.Date{}, "T", "nb"); err == nil {
		t.Error("no date gave no error")
	}
}

// No bytes make it panic.
func FuzzStamp(f *testing.F) {
	f.Add(sample())
	f.Add([]byte("%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1\n/Root 0 0 R\n/Info 0 0 R>>\nstartxref\n9\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := Stamp(data, day, "T", "nb")
		if err != nil {
			return
		}
		if _, err := parse(out); err != nil {
			t.Errorf("a stamped file does not parse: %v", err)
		}
	})
}

// Chromium counts nodes from where it happens to stand: the names differ, the file is the same.
func TestNamesOfElements(t *testing.T) {
	first := []byte("<</Headers [(node00000031) (node00000036)]>> (node00000031) nodes")
	second := []byte("<</Headers [(node00000098) (node00000103)]>> (node00000098) nodes")
	want := "<</Headers [(node00000001) (node00000002)]>> (node00000001) nodes"
	for _, pdf := range [][]byte{first, second} {
		if got := renumbered(pdf); string(got) != want {
			t.Errorf("%s", got)
		}
	}
}
