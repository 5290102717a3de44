package contract

import (
	"slices"

	"github.com/forvalt/forvalt/internal/date"
)

// SignedState is what is known of the commit that made an item what it is now.
type SignedState string

// The states.
const (
	SignedVerified      SignedState = "verified"       // signed by one who might
	SignedNotAuthorised SignedState = "not-authorised" // signed by a known signer who might not sign this
	SignedOutside       SignedState = "outside"        // signed with a key that did not count on that day
	SignedUnknownKey    SignedState = "unknown-key"    // signed, but with a key that the portfolio did not know
	SignedBad           SignedState = "bad"            // the signature does not fit the commit
	SignedNot           SignedState = "unsigned"       // not signed
	SignedNoSigners     SignedState = "no-signers"     // whatever its signature: nobody was a signer yet
	SignedUnreadable    SignedState = "unreadable"     // whatever its signature: the list of the signers of then has faults
	SignedNotCommitted  SignedState = "not-committed"  // the item is not in Git yet
	SignedUnknown       SignedState = "unknown"        // the history that is here does not reach so far back
)

// KeyFault is why the key of a signer cannot be used.
type KeyFault string

// The faults of keys.
const (
	KeyUnreadable KeyFault = "unreadable"
	KeyPrivate    KeyFault = "private"
	KeyKind       KeyFault = "kind" // it cannot sign commits safely
	KeyMany       KeyFault = "many" // more than one key
)

// Signed is what Git says of one amendment, option decision, change of a term or change of the
// signers.
type Signed struct {
	Origin   // of the item
	Kind     Signable
	Contract string // "" of signers
	ID       string // of the item; where it has none, its date or place; of a term, its key
	State    SignedState
	By       string // name of the signer, where one of the portfolio's made the signature
	Key      string // fingerprint of the key, where the signature tells it
	Commit   string // hash; "" where it is not known
	Demanded bool   // the portfolio demands that it is verified

	Was       any       // of a term: what it was when the contract was signed, first had it, or was corrected
	Now       any       // of a term: what it is; nil where it is not stated
	On        date.Date // of a term: the day on which it became what it is
	Explained bool      // of a term: an amendment, or a correction, says so
}

// Fails tells whether the portfolio demands a signature that is not there, though Git
// would have it.
func (s Signed) Fails() bool {
	return s.Demanded && !slices.Contains([]SignedState{SignedVerified, SignedNotCommitted, SignedUnknown}, s.State)
}
