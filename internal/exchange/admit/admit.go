// Package admit finds what an import does to the files of a data folder. In go the folder and
// what notices mean for its portfolio; out comes, for each file, what is to become of it. It
// writes nothing, and never replaces what a person has noted or decided.
package admit

import (
	"io/fs"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/exchange/eforms"
	"github.com/forvalt/forvalt/internal/store"
)

// Fate is what becomes of a file.
type Fate string

// The fates.
const (
	Created    Fate = "created"
	Unchanged  Fate = "unchanged"
	Differs    Fate = "differs"    // the notices say otherwise, and Data says as they do
	ByHand     Fate = "by-hand"    // they say otherwise, and the file is written so that only a person can edit it
	Unreadable Fate = "unreadable" // it is there, and could not be read as what it should be
	Extended   Fate = "extended"   // portfolio.toml, with buyers that it lacked
)

// File is a file of the data folder that notices speak of.
type File struct {
	Name   string // below the data folder
	Fate   Fate
	Data   []byte                  // what it is to hold; nil where it is left alone
	Edits  []store.Edit            // the values in which it differs
	Buyers []contract.Organisation // that it gains
}

// FileError says which file could not be read.
type FileError struct {
	Name string
	Err  error
}

func (e *FileError) Error() string { return "reading " + e.Name + ": " + e.Err.Error() }

func (e *FileError) Unwrap() error { return e.Err }

// Of gives the files in the order in which they are told and written: new contracts, known
// ones, suppliers, the portfolio's own file.
func Of(files fs.FS, plan eforms.Plan) ([]File, error) {
	var out []File
	for _, c := range plan.New {
		out = append(out, create(files, contractFile(c), store.Encode(c)))
	}
	for _, n := range plan.News {
		f, err := edit(files, n)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	for _, s := range plan.Suppliers {
		out = append(out, create(files, "suppliers/"+s.ID+".toml", store.Encode(s)))
	}
	if len(plan.Buyers) > 0 {
		f, err := extend(files, plan.Buyers)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func contractFile(c *contract.Contract) string { return "agreements/" + c.ID + "/contract.toml" }

// create makes a file that is not there; one that is there is left alone.
func create(files fs.FS, name string, data []byte) File {
	if _, err := fs.Lstat(files, name); err == nil {
		return File{Name: name, Fate: Unreadable}
	}
	return File{Name: name, Fate: Created, Data: data}
}

// edit finds the values in which notices differ from a file.
func edit(files fs.FS, n eforms.News) (File, error) {
	f := File{Name: contractFile(n.Known), Fate: Unchanged}
	f.Edits = store.Diff(n.Known, n.Says, "note", "status", "date") // an amendment's date: ours is only the notice's
	if len(f.Edits) == 0 {
		return f, nil
	}
	old, err := fs.ReadFile(files, f.Name)
	if err != nil {
		return f, &FileError{f.Name, err}
	}
	if f.Data, err = store.Apply(f.Name, old, f.Edits); err != nil {
		f.Fate, f.Data = ByHand, nil
		return f, nil
	}
	f.Fate = Differs
	return f, nil
}

// extend adds buyers at the end of portfolio.toml; every byte that was there stays.
func extend(files fs.FS, buyers []contract.Organisation) (File, error) {
	f := File{Name: "portfolio.toml", Fate: Extended, Buyers: buyers}
	old, err := fs.ReadFile(files, f.Name)
	if err == nil {
		var none contract.Settings
		f.Data, err = store.Apply(f.Name, old, store.Diff(&none, &contract.Settings{Buyers: buyers}))
	}
	if err != nil {
		return f, &FileError{f.Name, err}
	}
	return f, nil
}

// Count tells how many files have each fate.
func Count(files []File) map[Fate]int {
	n := map[Fate]int{}
	for _, f := range files {
		n[f.Fate]++
	}
	return n
}
