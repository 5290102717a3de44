package demo

import (
	"path"

	"github.com/forvalt/forvalt/internal/store"
)

// Tree is where files are put; a history.Writer is one.
type Tree interface {
	Put(path string, data []byte) error
	Remove(path string) // a file or a folder
}

// Files lays the records of a made-up history into a tree as data files, step by step.
type Files struct {
	tree  Tree
	dir   string          // the data folder in the tree
	there map[string]bool // files that are in it
	err   error
}

// FilesIn lays files into the folder dir of a tree, which must be empty.
func FilesIn(tree Tree, dir string) *Files {
	return &Files{tree: tree, dir: dir, there: map[string]bool{}}
}

// Lay applies one step. The error is the tree's.
func (f *Files) Lay(s *Step) error {
	if s.Whole != nil {
		before := f.there
		f.there = map[string]bool{}
		for name, data := range store.Files(s.Whole) {
			f.put(name, data)
		}
		for name := range before {
			if !f.there[name] {
				f.tree.Remove(path.Join(f.dir, name))
			}
		}
	}
	for _, c := range s.Contracts {
		store.ContractFiles(c, f.put)
	}
	for _, c := range s.Turnover {
		f.put("agreements/"+c.ID+"/turnover.toml", store.Encode(c.Turnover))
	}
	for _, v := range s.Suppliers {
		f.put("suppliers/"+v.ID+".toml", store.Encode(v))
	}
	for _, v := range s.Models {
		f.put("risk/"+v.From.String()+".toml", store.Encode(v))
	}
	for _, v := range s.Spend {
		f.put("spend/"+v.Quarter.String()+".toml", store.Encode(v))
	}
	for _, name := range s.Gone {
		f.tree.Remove(path.Join(f.dir, name))
		delete(f.there, name)
	}
	return f.err
}

func (f *Files) put(name string, data []byte) bool {
	if f.err == nil {
		f.there[name] = true
		f.err = f.tree.Put(path.Join(f.dir, name), data)
	}
	return f.err == nil
}
