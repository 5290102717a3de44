package contract

import "reflect"

// Choices are the words that a field of type t, or each of its items, may hold, in the
// order of the model; nil where any text will do. A type is a closed set if it has a
// method Choices.
func Choices(t reflect.Type) []string {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if set, ok := reflect.Zero(t).Interface().(interface{ Choices() []string }); ok {
		return set.Choices()
	}
	return nil
}

func words[T ~string](list ...T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// Status of a contract: what its file has decided, or what dates make of that.
type Status string

// The states of a contract.
const (
	Planned    Status = "planned"
	Active     Status = "active"
	Ended      Status = "ended"
	Terminated Status = "terminated"
)

// Choices lists the states.
func (Status) Choices() []string { return words(Planned, Active, Ended, Terminated) }
