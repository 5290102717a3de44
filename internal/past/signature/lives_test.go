package signature

import (
	"io/fs"
	"maps"
	"testing"

	"github.com/forvalt/forvalt/contracts"
)

// The tables that are decoded say of a contract what the whole file says.
func TestTablesSayWhatTheFileSays(t *testing.T) {
	const head = "title = \"Vakt\"\nstatus = \"active\"\nkind = \"contract\"\n"
	const tail = "[value]\nmaximum = 12\n[[amendments]]\nid = \"a\"\nvalue = 3\n[custom]\nx = 1\n"
	files := map[string]string{}
	for name, between := range map[string]string{
		"nothing":             "",
		"a table":             "[handover]\nnote = \"x\"\n",
		"a header in a text":  "[handover]\nnote = \"\"\"\n[value]\nmaximum = 1\n\"\"\"\n",
		"quotes at the end":   "[handover]\nnote = \"\"\"Han sa \"ja\"\"\"\"\n",
		"quotes, literal":     "[handover]\nnote = '''Han sa 'ja''''\n",
		"a quote in a remark": "[handover]\n# it's \"\"\" [\nnote = 'x'\n",
		"an escaped quote":    "[handover]\nnote = \"a\\\"b\\\\\"\n",
		"lists over lines":    "[[plan]]\nwhat = \"x\"\nmonths = [\n[1],\n [2], # ]\n]\n",
		"an indented header":  "  [ handover ]\nnote = \"x\"\n",
		"a quoted header":     "[\"procurement\"]\nsigned = 2025-01-01\n",
		"a dotted header":     "[handover.x]\na = 1\n[period]\nstart = 2025-01-01\n",
		"Windows line ends":   "[handover]\r\nnote = \"x\"\r\n[period]\r\nend = 2028-12-31\r\n",
	} {
		files[name] = head + between + tail
	}
	err := fs.WalkDir(contracts.FS, "agreements", func(p string, d fs.DirEntry, err error) error {
		if err != nil || !isContract(p) {
			return err
		}
		data, err := fs.ReadFile(contracts.FS, p)
		files[p] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range files {
		const p = "agreements/vakt/contract.toml"
		whole, tables := saidIn(p, []byte(file)), saidIn(p, tablesOf([]byte(file)))
		if len(whole) == 0 || !maps.Equal(whole, tables) {
			t.Errorf("%s: the file says %v, its tables %v", name, whole, tables)
		}
	}
}
