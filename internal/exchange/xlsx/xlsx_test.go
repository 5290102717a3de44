package xlsx

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func sample() Table {
	return Table{Columns: []Column{{Head: "Id", Width: 20}, {Head: "Tak", Kind: Number}, {Head: "Slutt", Kind: Date, Width: 12}}, Rows: [][]string{
		{"vekter <&> æøå", "64000000.5", "2027-04-30"},
		{"=SUM(A1:A9)", "", ""},
		{"tom", "ikke et tall", "31.12.2026"},
	}}
}

// The library reads back what was written; what looks like a formula is a text.
func TestRoundTrip(t *testing.T) {
	data, err := Write("Kontrakter", sample())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Kontrakter", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Id", "Tak", "Slutt"}, {"vekter <&> æøå", "64000000.5", "46507"}, {"=SUM(A1:A9)"}, {"tom", "ikke et tall", "31.12.2026"}}
	if len(rows) != len(want) {
		t.Fatalf("rows: %q", rows)
	}
	for i := range want {
		if strings.Join(rows[i], "|") != strings.Join(want[i], "|") {
			t.Errorf("row %d: %q, want %q", i, rows[i], want[i])
		}
	}
	if v, _ := f.GetCellFormula("Kontrakter", "A3"); v != "" {
		t.Errorf("a text became the formula %q", v)
	}
	if v, _ := f.GetCellValue("Kontrakter", "C2"); v != "2027-04-30" {
		t.Errorf("the date shows as %q", v)
	}
}

// The whole is a table with a filter, that sorts with its rows; a score has two decimals.
func TestTable(t *testing.T) {
	for rows, want := range map[int]string{0: "A1:B2", 3: "A1:B4"} {
		table := Table{Columns: []Column{{Head: "Id"}, {Head: "id", Kind: Number, Decimals: 2}}}
		for range rows {
			table.Rows = append(table.Rows, []string{"a", "16.3"})
		}
		data, err := Write("Kontrakter", table)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if tables, err := f.GetTables("Kontrakter"); err != nil || len(tables) != 1 || tables[0].Range != want {
			t.Errorf("%d rows: %+v (%v)", rows, tables, err)
		}
		if v, _ := f.GetCellValue("Kontrakter", "B2"); rows > 0 && v != "16.30" {
			t.Errorf("the score shows as %q", v)
		}
		f.Close()
	}
}

func TestSameBytes(t *testing.T) {
	a, err1 := Write("Kontrakter", sample())
	b, err2 := Write("Kontrakter", sample())
	if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
		t.Errorf("two writings differ (%v, %v)", err1, err2)
	}
}

func TestBadInput(t *testing.T) {
	for _, name := range []string{"", strings.Repeat("x", 32), "a/b"} {
		if _, err := Write(name, Table{Columns: []Column{{Head: "a"}}}); err == nil {
			t.Errorf("the name %q gave no error", name)
		}
	}
	long := Table{Columns: []Column{{Head: "a"}}, Rows: [][]string{{strings.Repeat("æ", 40_000)}, {}, {"1", "2", "3"}}}
	if _, err := Write("a", long); err != nil {
		t.Error(err)
	}
}
