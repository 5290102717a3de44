package publish

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// names are the paths seen so far. Two names that differ only in case are the same file on
// many disks, so only one of them is allowed.
type names struct {
	seen map[string]name // by the case-folded name
}

type name struct {
	path   string // as given
	folder bool
	old    bool // a folder that the published site also has
}

func newNames() *names { return &names{seen: map[string]name{}} }

func fold(s string) string { return strings.ToLower(strings.ToUpper(s)) }

// claim enters a file or folder. It gives the folder that is there already, if one is.
func (n *names) claim(p string, folder bool) (known name, found bool, err error) {
	key := fold(p)
	have, ok := n.seen[key]
	switch {
	case !ok:
		n.seen[key] = name{path: p, folder: folder}
		return name{}, false, nil
	case have.folder != folder:
		return name{}, false, &PathError{p, "is wanted both as a file and as a folder"}
	case have.path != p:
		return name{}, false, &PathError{p, "differs only in case from " + have.path}
	case !folder:
		return name{}, false, &PathError{p, "comes twice"}
	}
	return have, true, nil
}

func (n *names) setOld(p string) { n.seen[fold(p)] = name{p, true, true} }

func (n *names) has(p string) bool {
	have, ok := n.seen[fold(p)]
	return ok && !have.folder && have.path == p
}

// sorted are the paths of all folders, outer ones first, or of all files.
func (n *names) sorted(folders bool) []string {
	out := make([]string, 0, len(n.seen))
	for _, e := range n.seen {
		if e.folder == folders {
			out = append(out, e.path)
		}
	}
	slices.Sort(out)
	return out
}

// checkPath refuses paths that leave the folder, or that not every system can hold.
func checkPath(p string) error {
	_, err := filepath.Localize(p)
	switch {
	case !fs.ValidPath(p) || p == ".":
		return &PathError{p, "is not a plain relative path with slashes"}
	case strings.ContainsAny(p, `\:*?"<>|`) || strings.ContainsFunc(p, func(r rune) bool { return !unicode.IsPrint(r) }):
		return &PathError{p, "holds a character that not every system allows in a name"}
	case strings.HasSuffix(p, ".") || strings.HasSuffix(p, " ") || strings.Contains(p, "./") || strings.Contains(p, " /"):
		return &PathError{p, "has a name that ends in a full stop or a space"}
	case err != nil:
		return &PathError{p, "has a name that this system does not allow"}
	}
	if top, _, _ := strings.Cut(p, "/"); strings.HasPrefix(fold(top), markName) {
		return &PathError{p, "has the name of the mark"}
	}
	return nil
}

// parents are the folders of a path, outermost first.
func parents(p string) []string {
	var out []string
	for d := path.Dir(p); d != "."; d = path.Dir(d) {
		out = append(out, d)
	}
	slices.Reverse(out)
	return out
}
