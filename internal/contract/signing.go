package contract

import "slices"

// Signable is what a signature can be of: [signing] demand and a signer's may hold such.
type Signable string

// What can be signed.
const (
	SignAmendments Signable = "amendments"
	SignOptions    Signable = "options"
	SignTerms      Signable = "terms"   // changes of Terms since the contract was signed
	SignSigners    Signable = "signers" // the signers and the demand themselves
)

// Choices lists what can be signed.
func (Signable) Choices() []string { return words(SignAmendments, SignOptions, SignTerms, SignSigners) }

// Term is what was signed with the contract, or tells that it is signed, by its key.
type Term string

// The terms.
const (
	TermEstimated Term = "estimated"
	TermMaximum   Term = "maximum"
	TermEnd       Term = "end"
	TermSuppliers Term = "suppliers"
	TermSigned    Term = "signed"
	TermStart     Term = "start"
	TermStatus    Term = "status"
)

// Terms are those that change by an amendment.
var Terms = []Term{TermEstimated, TermMaximum, TermEnd, TermSuppliers}

// Marks tell that a contract is signed, and since when: they are not taken back.
var Marks = []Term{TermSigned, TermStart, TermStatus}

// Choices lists what a correction can be of.
func (Term) Choices() []string { return words(slices.Concat(Terms, Marks)...) }

// MustBeSigned tells whether an option's state is a decision, which somebody can sign.
func (o Option) MustBeSigned() bool { return o.Status == OptionExercised || o.Status == OptionDeclined }

// Signatory is the signer's name: the person's, or the one that the row gives.
func (p *Portfolio) Signatory(s Signer) string {
	if who := p.Person(s.Person); who != nil {
		return who.Name
	}
	if s.Name != "" {
		return s.Name
	}
	return s.Person
}
