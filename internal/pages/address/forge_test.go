package address

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// The addresses as the forges' own pages have them.
func TestForge(t *testing.T) {
	const file = "contracts/agreements/vekt 1/contract.toml"
	for _, tc := range []struct{ kind, url, commit, line, edit, report string }{
		{"github", "https://github.com/a/b", "https://github.com/a/b/commit/abc", "https://github.com/a/b/blob/main/contracts/agreements/vekt%201/contract.toml#L7", "https://github.com/a/b/edit/main/contracts/agreements/vekt%201/contract.toml", "https://github.com/a/b/issues/new?title=Mat+%26+drikke"},
		{"gitlab", "https://git.example/a/b/", "https://git.example/a/b/-/commit/abc", "https://git.example/a/b/-/blob/main/contracts/agreements/vekt%201/contract.toml#L7", "https://git.example/a/b/-/edit/main/contracts/agreements/vekt%201/contract.toml", "https://git.example/a/b/-/issues/new?issue[title]=Mat+%26+drikke"},
		{"gitea", "https://git.example/a/b", "https://git.example/a/b/commit/abc", "https://git.example/a/b/src/branch/main/contracts/agreements/vekt%201/contract.toml#L7", "https://git.example/a/b/_edit/main/contracts/agreements/vekt%201/contract.toml", "https://git.example/a/b/issues/new?title=Mat+%26+drikke"},
		{"bitbucket", "https://bitbucket.org/a/b", "https://bitbucket.org/a/b/commits/abc", "https://bitbucket.org/a/b/src/main/contracts/agreements/vekt%201/contract.toml#lines-7", "https://bitbucket.org/a/b/src/main/contracts/agreements/vekt%201/contract.toml?mode=edit", "https://bitbucket.org/a/b/issues/new?title=Mat+%26+drikke"},
		{"azure", "https://dev.azure.com/o/p/_git/r", "https://dev.azure.com/o/p/_git/r/commit/abc", "https://dev.azure.com/o/p/_git/r?path=/contracts/agreements/vekt%201/contract.toml&version=GBmain&line=7", "https://dev.azure.com/o/p/_git/r?path=/contracts/agreements/vekt%201/contract.toml&version=GBmain", ""},
		{"", "javascript:alert(1)", "", "", "", ""},
		{"", "", "", "", "", ""},
		{"cvs", "https://example.no", "", "", "", ""},
	} {
		p := &contract.Portfolio{Settings: contract.Settings{Forge: contract.Forge{Kind: contract.ForgeKind(tc.kind), URL: tc.url}}}
		s := New(p.Settings, nil, "", false)
		for what, got := range map[string][2]string{"commit": {s.Forge("commit", "abc"), tc.commit}, "line": {s.ForgeLine(file, 7), tc.line}, "no line": {s.ForgeLine(file, 0), s.Forge("file", file)}, "edit": {s.Forge("edit", file), tc.edit}, "report": {s.Forge("report", "Mat & drikke"), tc.report}} {
			if got[0] != got[1] {
				t.Errorf("%s %s: %q, want %q", tc.kind, what, got[0], got[1])
			}
		}
		if s := New(p.PublicPart(date.Of(2026, 11, 1)).Settings, nil, "", false); s.Forge("edit", file) != "" {
			t.Errorf("%s: the public site leads to the forge", tc.kind)
		}
	}
}
