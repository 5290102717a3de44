package contract

// Signable is what a signature can be of: [signing] demand and a signer's may hold such.
type Signable string

// What can be signed.
const (
	SignAmendments Signable = "amendments"
	SignOptions    Signable = "options"
	SignSigners    Signable = "signers" // the signers and the demand themselves
)

// Choices lists what can be signed.
func (Signable) Choices() []string { return words(SignAmendments, SignOptions, SignSigners) }

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
