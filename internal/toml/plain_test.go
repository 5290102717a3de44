package toml

import (
	"os"
	"reflect"
	"testing"
	"time"
)

// What is read plainly is what the decoder of record reads.
func FuzzPlain(f *testing.F) {
	f.Add([]byte(sample))
	for _, s := range []string{
		"", "\n", "#", "a = 1", "a = 1 # ett\n\n[b]\n2024-01 = -12.50\n", "[[a]]\n[[a]]\nx = [ 1, # en\n 2, ]\n", "a = {b = [{}, []], c = ''}",
		"a = 2024-02-30", "a = 2024-02-29", "a = 2024-02-29 10:00:00", "a = 0000-01-01", "a = 01", "a = -0", "a = -0.0", "a = 1e6", "a = 9223372036854775808", "a = 1_000", "a = 1_0.5_0", "a = 1__0", "a = 1_", "a = _1", "a = -_1", "a = 1_.5", "a = 0_1", "a = 1.", "a = .5", "a = +1",
		"a = \"\"\"\nb\"\"\"", "a = ''''", "a = \"\"\"\"\"\"", "a = \"\\u0041\"", "a = 'x\ny'", "a = \"\t\"", "a = \"\x00\"", "a = 1\r\nb = 2\r\n", "\uFEFFa = 1", "a = \"\xff\"",
		"a = 1\na = 2", "a = 1\n[a]", "[a]\n[a]", "[a]\n[[a]]", "[[a]]\n[a]", "a = []\n[[a]]", "a = {}\n[a]", "[a.b]\n[a]", "[ a ]", "[a] b = 1", "a = 1 b = 2", "a.b = 1", "\"a\" = 1", "a = {b = 1, b = 2}", "a = {b = 1,}", "a = {b = 1,\n c = 2}", "a = {b.c = 1}", "a = [1 2]", "a = [,]", "a = ", "a", "= 1", "a = true", "a = truex", "a = nan", "[]", "[[a]", "[[a] ]",
	} {
		f.Add([]byte(s))
	}
	for _, file := range samples(f) {
		data, _ := os.ReadFile(file)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if tooDeep(data) {
			return
		}
		got, ok := plain(data)
		if !ok {
			return
		}
		want, err := decode(data)
		if err != nil || len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(days(got), days(want)) {
			t.Fatalf("%q: %v, the decoder of record says %v (%v)", data, got, want, err)
		}
	})
}

// days makes dates comparable: which offset their zone has means nothing.
func days(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = days(v[k])
		}
	case []map[string]any:
		for _, m := range v {
			days(m)
		}
	case []any:
		for i := range v {
			v[i] = days(v[i])
		}
	case time.Time:
		if d, ok := Date(v); ok {
			return d
		}
	}
	return v
}

func TestPlainReadsMostFiles(t *testing.T) {
	for _, text := range []string{sample[:len("title = \"Vektere\" # tittel\n")], "# mål\n[months]\n2024-01 = 15414\n2024-02 = -3.50\n\n[[options]]\nid = 'ett'\nuntil = 2024-02-29\nlist = [\n  {id = \"a\", on = 2026-09-10, ok = true}, # den første\n  {},\n]\n"} {
		if _, ok := plain([]byte(text)); !ok {
			t.Errorf("left to the decoder of record:\n%s", text)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, file := range samples(b)[:1] {
		data, _ := os.ReadFile(file)
		for name, f := range map[string]func([]byte) (map[string]any, error){"plain": Decode, "record": decode} {
			b.Run(name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(data)))
				for b.Loop() {
					_, _ = f(data)
				}
			})
		}
	}
}
