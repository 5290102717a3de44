package history

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/go-git/go-git/v5/plumbing"
	"golang.org/x/crypto/ssh"
)

// The reasons why a text is not a key that signatures can be checked against.
var (
	ErrKeyUnreadable = errors.New("neither an SSH public key nor an armored PGP public key")
	ErrKeyPrivate    = errors.New("a private key")
	ErrKeyKind       = errors.New("a sort of key that cannot sign commits safely")
	ErrKeyMany       = errors.New("more than one key")
)

// Key is a public key that commits may be signed with.
type Key struct {
	ssh []byte          // wire format
	pgp *openpgp.Entity // nil: an SSH key
}

// Fingerprint of the key as ssh-keygen and gpg show it.
func (k Key) Fingerprint() string {
	switch {
	case k.pgp != nil:
		return strings.ToUpper(hex.EncodeToString(k.pgp.PrimaryKey.Fingerprint))
	case k.ssh != nil:
		return fingerprint(k.ssh)
	}
	return ""
}

func fingerprint(wire []byte) string {
	pub, err := ssh.ParsePublicKey(wire)
	if err != nil {
		return ""
	}
	return ssh.FingerprintSHA256(pub)
}

const maxKey = 64 << 10 // bytes of a key's or a signature's text

// ParseKey reads one public key: a line as in id_ed25519.pub, or an armored PGP key.
// Errors are those named ErrKey above.
func ParseKey(text string) (Key, error) {
	text = strings.TrimSpace(text)
	switch {
	case len(text) > maxKey:
		return Key{}, ErrKeyUnreadable
	case strings.Contains(text, "PRIVATE KEY"):
		return Key{}, ErrKeyPrivate
	case strings.HasPrefix(text, "-----BEGIN PGP PUBLIC KEY BLOCK-----"):
		return parsePGP(text)
	}
	pub, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(text))
	switch {
	case err != nil || len(options) > 0:
		return Key{}, ErrKeyUnreadable
	case len(bytes.TrimSpace(rest)) > 0:
		return Key{}, ErrKeyMany
	case !sound(pub):
		return Key{}, ErrKeyKind
	}
	return Key{ssh: pub.Marshal()}, nil
}

func parsePGP(text string) (Key, error) {
	list, err := openpgp.ReadArmoredKeyRing(strings.NewReader(text))
	switch {
	case err != nil || len(list) == 0 || list[0].PrimaryKey == nil:
		return Key{}, ErrKeyUnreadable
	case len(list) > 1 || strings.Count(text, "-----BEGIN ") > 1:
		return Key{}, ErrKeyMany
	case list[0].PrivateKey != nil:
		return Key{}, ErrKeyPrivate
	}
	if self, _ := list[0].PrimarySelfSignature(); self == nil {
		return Key{}, ErrKeyUnreadable
	}
	return Key{pgp: list[0]}, nil
}

// sshAlgorithms are the sorts of SSH key that may sign, with the signature algorithms of
// each (RSA with SHA-1 and DSA are not among them).
var sshAlgorithms = map[string][]string{
	ssh.KeyAlgoED25519:    {ssh.KeyAlgoED25519},
	ssh.KeyAlgoECDSA256:   {ssh.KeyAlgoECDSA256},
	ssh.KeyAlgoECDSA384:   {ssh.KeyAlgoECDSA384},
	ssh.KeyAlgoECDSA521:   {ssh.KeyAlgoECDSA521},
	ssh.KeyAlgoRSA:        {ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSASHA512},
	ssh.KeyAlgoSKED25519:  {ssh.KeyAlgoSKED25519},
	ssh.KeyAlgoSKECDSA256: {ssh.KeyAlgoSKECDSA256},
}

const minRSA = 2048 // bits

func sound(pub ssh.PublicKey) bool {
	if sshAlgorithms[pub.Type()] == nil {
		return false
	}
	if pub.Type() != ssh.KeyAlgoRSA {
		return true
	}
	crypt, ok := pub.(ssh.CryptoPublicKey)
	if !ok {
		return false
	}
	key, ok := crypt.CryptoPublicKey().(*rsa.PublicKey)
	return ok && key.N.BitLen() >= minRSA
}

// SignatureState is what a commit's signature was found to be.
type SignatureState string

// The states of a signature.
const (
	SignatureNone    SignatureState = "none"    // there is none
	SignatureGood    SignatureState = "good"    // made over this commit with one of the keys
	SignatureUnknown SignatureState = "unknown" // made with another key, or of a form that is not known (X.509)
	SignatureBad     SignatureState = "bad"     // not made over this commit, malformed, or by an algorithm that proves nothing
	SignatureExpired SignatureState = "expired" // made over this commit with one of the keys, when that key was not valid
)

// SignatureForm is the system that a signature was made with.
type SignatureForm string

// The forms of signatures.
const (
	FormSSH   SignatureForm = "ssh"
	FormPGP   SignatureForm = "pgp"
	FormOther SignatureForm = "other"
)

// Signature of a commit, checked against some keys.
type Signature struct {
	State SignatureState
	Form  SignatureForm // "" where there is none
	Key   int           // index of the key that made it among those given; -1 if none did
	Print string        // fingerprint or number of the key that made it, if the signature names it
	When  time.Time
}

// Signature checks the signature of the commit with this hash against the keys. When is the
// committer's time; a PGP key must have been valid then and when the signature says it was
// made.
func (r *Repo) Signature(hash string, keys []Key) (Signature, error) {
	data, err := r.raw(plumbing.CommitObject, plumbing.NewHash(hash))
	if err != nil {
		return Signature{}, err
	}
	if r.sha256 {
		return verify(data, signature256, keys), nil
	}
	return verify(data, signature1, keys), nil
}

// The header that holds a signature, by the repository's object names.
const (
	signature1   = "gpgsig "
	signature256 = "gpgsig-sha256 "
)

// verify checks the signature in a commit object against keys. What was signed is the
// object without that header, byte for byte, so no part of it can be changed unnoticed.
func verify(commit []byte, header string, keys []Key) Signature {
	payload, text, n := unsign(commit, header)
	s := Signature{State: SignatureBad, Key: -1, When: committed(payload)}
	switch {
	case n == 0:
		s.State = SignatureNone
	case n > 1 || len(text) > maxKey: // it is not clear which of them counts
		s.Form = FormOther
	case strings.HasPrefix(text, "-----BEGIN SSH SIGNATURE-----"):
		s.Form = FormSSH
		s.State, s.Key, s.Print = verifySSH(payload, text, keys)
	case strings.HasPrefix(text, "-----BEGIN PGP SIGNATURE-----"):
		s.Form = FormPGP
		s.State, s.Key, s.Print = verifyPGP(payload, text, keys, s.When)
	default:
		s.Form, s.State = FormOther, SignatureUnknown
	}
	return s
}

// unsign splits a commit object into what was signed and the signature, and counts its
// signature headers.
func unsign(commit []byte, header string) (payload []byte, signature string, n int) {
	head, body := commit, []byte(nil)
	if i := bytes.Index(commit, []byte("\n\n")); i >= 0 {
		head, body = commit[:i+1], commit[i+1:]
	}
	payload = make([]byte, 0, len(commit))
	var sig strings.Builder
	in := false
	for len(head) > 0 {
		end := bytes.IndexByte(head, '\n') + 1
		if end == 0 {
			end = len(head)
		}
		line := head[:end]
		head = head[end:]
		switch value, is := bytes.CutPrefix(line, []byte(header)); {
		case is:
			in = true
			n++
			sig.Write(value)
		case in && line[0] == ' ':
			sig.Write(line[1:])
		default:
			in = false
			payload = append(payload, line...)
		}
	}
	return append(payload, body...), sig.String(), n
}

// committed is the committer's time; zero where the header says none.
func committed(payload []byte) time.Time {
	for line := range bytes.Lines(payload) {
		if len(line) == 1 {
			break
		}
		if value, is := bytes.CutPrefix(line, []byte("committer ")); is {
			fields := strings.Fields(string(value[bytes.LastIndexByte(value, '>')+1:]))
			if len(fields) == 0 {
				break
			}
			sec, err := strconv.ParseInt(fields[0], 10, 64)
			if err != nil || sec < 0 || sec > 1<<37 {
				break
			}
			return time.Unix(sec, 0).UTC()
		}
	}
	return time.Time{}
}

// sshsig is the blob of PROTOCOL.sshsig (OpenSSH), as ssh.Unmarshal reads it.
type sshsig struct {
	Magic                                    [6]byte
	Version                                  uint32
	PublicKey, Namespace, Reserved, HashName string
	Signature                                string
}

// verifySSH checks a signature made for Git, as PROTOCOL.sshsig specifies it.
func verifySSH(payload []byte, text string, keys []Key) (state SignatureState, key int, print string) {
	block, rest := pem.Decode([]byte(text))
	if block == nil || block.Type != "SSH SIGNATURE" || len(block.Headers) > 0 || len(bytes.TrimSpace(rest)) > 0 {
		return SignatureBad, -1, ""
	}
	var sig sshsig
	if err := ssh.Unmarshal(block.Bytes, &sig); err != nil {
		return SignatureBad, -1, ""
	}
	pub, err := ssh.ParsePublicKey([]byte(sig.PublicKey))
	if err != nil {
		return SignatureBad, -1, ""
	}
	print = ssh.FingerprintSHA256(pub)
	var sum []byte
	switch sig.HashName {
	case "sha256":
		h := sha256.Sum256(payload)
		sum = h[:]
	case "sha512":
		h := sha512.Sum512(payload)
		sum = h[:]
	}
	var made ssh.Signature
	if string(sig.Magic[:]) != "SSHSIG" || sig.Version != 1 || sig.Namespace != "git" || sum == nil || !sound(pub) ||
		ssh.Unmarshal([]byte(sig.Signature), &made) != nil || !slices.Contains(sshAlgorithms[pub.Type()], made.Format) {
		return SignatureBad, -1, print
	}
	signed := ssh.Marshal(struct {
		Magic                               [6]byte
		Namespace, Reserved, HashName, Hash string
	}{sig.Magic, sig.Namespace, sig.Reserved, sig.HashName, string(sum)})
	if pub.Verify(signed, &made) != nil {
		return SignatureBad, -1, print
	}
	wire := pub.Marshal()
	for i, k := range keys {
		if k.ssh != nil && bytes.Equal(k.ssh, wire) {
			return SignatureGood, i, print
		}
	}
	return SignatureUnknown, -1, print
}

// verifyPGP checks an armored detached signature. The key must be valid at the later of the
// committer's time and the time that the signature claims.
func verifyPGP(payload []byte, text string, keys []Key, when time.Time) (state SignatureState, key int, print string) {
	block, err := armor.Decode(strings.NewReader(text))
	if err != nil || block.Type != openpgp.SignatureType {
		return SignatureBad, -1, ""
	}
	raw, err := io.ReadAll(io.LimitReader(block.Body, maxKey))
	if err != nil {
		return SignatureBad, -1, ""
	}
	packets := packet.NewReader(bytes.NewReader(raw))
	first, err := packets.Next()
	sig, ok := first.(*packet.Signature)
	if err != nil || !ok || sig.SigType != packet.SigTypeBinary || sig.IssuerKeyId == nil {
		return SignatureBad, -1, ""
	}
	if _, err := packets.Next(); err != io.EOF { // it is not clear which of several counts
		return SignatureBad, -1, ""
	}
	print = fmt.Sprintf("%016X", *sig.IssuerKeyId)
	if len(sig.IssuerFingerprint) > 0 {
		print = strings.ToUpper(hex.EncodeToString(sig.IssuerFingerprint))
	}
	if sig.CreationTime.After(when) {
		when = sig.CreationTime
	}
	config := &packet.Config{Time: func() time.Time { return when }}
	state = SignatureUnknown
	for i, k := range keys {
		if k.pgp == nil {
			continue
		}
		_, _, err := openpgp.VerifyDetachedSignature(openpgp.EntityList{k.pgp}, bytes.NewReader(payload), bytes.NewReader(raw), config)
		switch {
		case err == nil:
			return SignatureGood, i, print
		case errors.Is(err, pgperrors.ErrUnknownIssuer):
		case errors.Is(err, pgperrors.ErrKeyExpired), errors.Is(err, pgperrors.ErrSignatureExpired), errors.Is(err, pgperrors.ErrKeyRevoked):
			state, key = SignatureExpired, i
		default:
			state = SignatureBad
		}
	}
	if state != SignatureExpired {
		key = -1
	}
	return state, key, print
}
