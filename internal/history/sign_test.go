package history

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"pgregory.net/rapid"
)

// needs skips a test whose oracle is not on this machine.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("%s is not here: what we verify is not held against it", p)
		}
	}
}

func keyIn(t *testing.T, file string) Key {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	k, err := ParseKey(string(text))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return k
}

// everyCommit gives the raw commits of a repository's head, newest first.
func everyCommit(t *testing.T, dir string) (raw [][]byte, hashes []string) {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	log, err := r.Walk(context.Background(), Questions{Recent: -1})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range log.Recent {
		data, err := r.raw(plumbing.CommitObject, plumbing.NewHash(c.Hash))
		if err != nil {
			t.Fatal(err)
		}
		raw, hashes = append(raw, data), append(hashes, c.Hash)
	}
	return raw, hashes
}

const sshSigned = `
git init -q -b main
for k in ed25519 ecdsa rsa; do ssh-keygen -q -t $k -N '' -C $k@example.no -f key-$k; done
ssh-keygen -q -t ed25519 -N '' -f key-other
git config gpg.format ssh; git config gpg.ssh.allowedSignersFile allowed
for k in ed25519 ecdsa rsa; do printf '%s@example.no %s\n' $k "$(cat key-$k.pub)"; done >allowed
git commit -q --allow-empty -m unsigned; echo 0 >a; git add a; git commit -qm "unsigned too"
for k in ed25519 ecdsa rsa other; do echo $k >a; git -c user.signingkey=key-$k commit -qa -S -m "signed by $k

two lines"; done
`

// Git itself, with ssh-keygen, is the oracle: what it verifies we verify, with the same key.
func TestSSHSignaturesAsGitSeesThem(t *testing.T) {
	t.Parallel()
	needs(t, "git", "ssh-keygen")
	dir := repo(t, sshSigned)
	names := []string{"ed25519", "ecdsa", "rsa"}
	var keys []Key
	for _, n := range names {
		keys = append(keys, keyIn(t, filepath.Join(dir, "key-"+n+".pub")))
	}
	raw, hashes := everyCommit(t, dir)
	seen := map[SignatureState]int{}
	for i, data := range raw {
		cmd := exec.Command("git", "verify-commit", "-v", hashes[i])
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "LC_ALL=C")
		out, err := cmd.CombinedOutput()
		got := verify(data, signature1, keys)
		seen[got.State]++
		if (err == nil) != (got.State == SignatureGood) {
			t.Errorf("%s: we say %s, git says %v\n%s", hashes[i], got.State, err, out)
		}
		if got.State == SignatureGood && !(strings.Contains(string(out), names[got.Key]+"@example.no") && strings.Contains(string(out), got.Print)) {
			t.Errorf("%s: we say %s %s, git says\n%s", hashes[i], names[got.Key], got.Print, out)
		}
		if got.When.Format("2006-01-02 15:04") != "2026-01-02 10:00" {
			t.Errorf("%s: committed %v", hashes[i], got.When)
		}
	}
	if seen[SignatureGood] != 3 || seen[SignatureUnknown] != 1 || seen[SignatureNone] != 1 {
		t.Errorf("states: %v", seen)
	}
}

// In a repository with SHA-256 names the signature has another header.
func TestSignatureInSHA256(t *testing.T) {
	t.Parallel()
	needs(t, "git", "ssh-keygen")
	dir := repo(t, strings.Replace(sshSigned, "git init -q", "git init -q --object-format=sha256", 1))
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	key := []Key{keyIn(t, filepath.Join(dir, "key-rsa.pub"))}
	for rev, want := range map[string]SignatureState{"HEAD": SignatureUnknown, "HEAD~1": SignatureGood, "HEAD~4": SignatureNone} {
		_, c, err := r.FS(rev)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Signature(c.Hash, key)
		if err != nil || got.State != want {
			t.Errorf("%s: %+v, %v", rev, got, err)
		}
		cmd := exec.Command("git", "verify-commit", rev)
		cmd.Dir = dir
		if err := cmd.Run(); (err == nil) != (want != SignatureNone && want != SignatureUnknown) {
			t.Errorf("%s: git says %v", rev, err)
		}
	}
}

// A signature made for something else than Git, or with SHA-1, is worth nothing.
func TestSSHSignatureForAnotherPurpose(t *testing.T) {
	t.Parallel()
	needs(t, "git", "ssh-keygen")
	dir := repo(t, sshSigned, "printf 'tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nx' >p\n"+
		"ssh-keygen -q -Y sign -n git -f key-ed25519 p; mv p.sig git.sig; ssh-keygen -q -Y sign -n file -f key-ed25519 p; mv p.sig file.sig\n"+
		"ssh-keygen -q -Y sign -n git -O hashalg=sha256 -f key-ed25519 p; mv p.sig sha256.sig")
	keys := []Key{keyIn(t, filepath.Join(dir, "key-ed25519.pub"))}
	for name, want := range map[string]SignatureState{"git": SignatureGood, "sha256": SignatureGood, "file": SignatureBad} {
		sig, err := os.ReadFile(filepath.Join(dir, name+".sig"))
		if err != nil {
			t.Fatal(err)
		}
		header := "gpgsig " + strings.ReplaceAll(strings.TrimSpace(string(sig)), "\n", "\n ") + "\n"
		commit := "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n" + header + "\nx"
		if got := verify([]byte(commit), signature1, keys); got.State != want {
			t.Errorf("%s: %+v", name, got)
		}
		twice := "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n" + header + header + "\nx"
		if got := verify([]byte(twice), signature1, keys); got.State != SignatureBad {
			t.Errorf("%s with two signatures: %+v", name, got)
		}
	}
}

const pgpSigned = `
export GNUPGHOME=$PWD/gpg; mkdir -m 700 gpg
gen() { gpg -q --batch --passphrase '' --quick-gen-key "$1 <$1@example.no>" "$2" sign "$3" 2>/dev/null; gpg -q --armor --export "$1@example.no" >$1.asc; }
gen kari ed25519 never; gen ola rsa3072 never; gen other ed25519 never
gpg -q --batch --passphrase '' --faked-system-time 20200101T000000 --quick-gen-key "old <old@example.no>" ed25519 sign 20200201T000000 2>/dev/null; gpg -q --armor --export old@example.no >old.asc
export GIT_COMMITTER_DATE=$(date -u +%Y-%m-%dT%H:%M:%SZ)
git init -q -b main
for k in kari ola other; do echo $k >a; git add a; git -c user.signingkey=$k@example.no commit -q -S -m "signed by $k"; done
printf '#!/bin/sh\nexec gpg --faked-system-time 20200115T000000 "$@"\n' >then; chmod +x then
echo old >a; GIT_COMMITTER_DATE=2020-01-15T00:00:00Z git -c gpg.program=$PWD/then -c user.signingkey=old@example.no commit -qa -S -m "signed by old, in time"
printf '#!/bin/sh\nexec gpg --faked-system-time 20200115T000000 "$@"\n' >then
echo late >a; GIT_COMMITTER_DATE=2021-01-15T00:00:00Z git -c gpg.program=$PWD/then -c user.signingkey=old@example.no commit -qa -S -m "signed by old, too late"
gpgconf --kill all
`

func TestPGPSignaturesAsGitSeesThem(t *testing.T) {
	t.Parallel()
	needs(t, "git", "gpg", "gpgconf")
	dir := repo(t, pgpSigned)
	var keys []Key
	names := []string{"kari", "ola", "old"}
	for _, n := range names {
		keys = append(keys, keyIn(t, filepath.Join(dir, n+".asc")))
	}
	raw, hashes := everyCommit(t, dir)
	want := []SignatureState{SignatureExpired, SignatureGood, SignatureUnknown, SignatureGood, SignatureGood} // newest first
	who := []int{2, 2, -1, 1, 0}
	if len(raw) != len(want) {
		t.Fatalf("%d commits", len(raw))
	}
	for i, data := range raw {
		cmd := exec.Command("git", "verify-commit", "--raw", hashes[i])
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "LC_ALL=C", "GNUPGHOME="+filepath.Join(dir, "gpg"))
		out, _ := cmd.CombinedOutput()
		got := verify(data, signature1, keys)
		if got.State != want[i] || got.Key != who[i] || got.Form != FormPGP {
			t.Errorf("commit %d: %+v, want %s by %d", i, got, want[i], who[i])
		}
		// gpg judges a key by today; that it made the signature is what both say.
		if !strings.Contains(string(out), got.Print) || got.State == SignatureGood && !strings.Contains(string(out), "VALIDSIG "+keys[got.Key].Fingerprint()) {
			t.Errorf("commit %d: we say %s, git says\n%s", i, got.Print, out)
		}
	}
	exec.Command("gpgconf", "--homedir", filepath.Join(dir, "gpg"), "--kill", "all").Run()
}

// Whatever is changed of a signed commit, but for the signature itself, breaks it; and
// a changed signature is never good for another text.
func TestTamperedCommitsNeverVerify(t *testing.T) {
	t.Parallel()
	needs(t, "git", "ssh-keygen")
	dir := repo(t, sshSigned)
	key := []Key{keyIn(t, filepath.Join(dir, "key-rsa.pub"))}
	raw, _ := everyCommit(t, dir)
	signed := raw[1]
	payload, _, _ := unsign(signed, signature1)
	if verify(signed, signature1, key).State != SignatureGood {
		t.Fatal("the commit does not verify as it is")
	}
	rapid.Check(t, func(t *rapid.T) {
		changed := bytes.Clone(signed)
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			at := rapid.IntRange(0, len(changed)-1).Draw(t, "at")
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				changed[at] ^= byte(1 << rapid.IntRange(0, 7).Draw(t, "bit"))
			case 1:
				changed = append(changed[:at:at], changed[at+1:]...)
			case 2:
				changed = append(changed[:at:at], append([]byte{rapid.Byte().Draw(t, "byte")}, changed[at:]...)...)
			}
		}
		got := verify(changed, signature1, key)
		if now, _, _ := unsign(changed, signature1); got.State == SignatureGood && !bytes.Equal(now, payload) {
			t.Fatalf("a changed commit verifies:\n%s", changed)
		}
	})
}

// The texts that a fuzzer starts from: made by git 2.39 with ssh-keygen 9.2.
func FuzzVerify(f *testing.F) {
	text, err := os.ReadFile("testdata/signed-commit")
	if err != nil {
		f.Fatal(err)
	}
	pub, err := os.ReadFile("testdata/signed-commit.pub")
	if err != nil {
		f.Fatal(err)
	}
	key, err := ParseKey(string(pub))
	if err != nil {
		f.Fatal(err)
	}
	payload, _, n := unsign(text, signature1)
	if n != 1 || verify(text, signature1, []Key{key}).State != SignatureGood {
		f.Fatal("the commit does not verify as it is")
	}
	f.Add(text, string(pub))
	f.Add(bytes.ReplaceAll(text, []byte("SSH"), []byte("PGP")), "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n=twTO\n-----END PGP PUBLIC KEY BLOCK-----")
	f.Add([]byte("tree \ngpgsig x\n y\n\n"), "ssh-rsa AAAA")
	f.Fuzz(func(t *testing.T, commit []byte, k string) {
		got := verify(commit, signature1, []Key{key})
		if now, _, _ := unsign(commit, signature1); got.State == SignatureGood && !bytes.Equal(now, payload) {
			t.Fatalf("a changed commit verifies:\n%q", commit)
		}
		if other, err := ParseKey(k); err == nil {
			if other.Fingerprint() == "" {
				t.Fatalf("a key without a fingerprint: %q", k)
			}
			verify(commit, signature1, []Key{other}) // must not panic
		} else if got := verify(commit, signature1, nil); got.State == SignatureGood {
			t.Fatal("verified without a key")
		}
	})
}

func TestParseKey(t *testing.T) {
	t.Parallel()
	needs(t, "ssh-keygen")
	dir := repo(t, "ssh-keygen -q -t ed25519 -N '' -f a; ssh-keygen -q -t ed25519 -N '' -f b; ssh-keygen -q -t rsa -b 1024 -N '' -f short\n"+
		"cat a.pub b.pub >two; printf 'command=\"x\" %s' \"$(cat a.pub)\" >options; ssh-keygen -q -s b -I x a.pub")
	for name, want := range map[string]error{"a.pub": nil, "a": ErrKeyPrivate, "two": ErrKeyMany, "options": ErrKeyUnreadable, "short.pub": ErrKeyKind, "a-cert.pub": ErrKeyKind} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		k, err := ParseKey(string(text))
		if !errors.Is(err, want) || (err == nil) != (k.Fingerprint() != "") {
			t.Errorf("%s: %v, %q", name, err, k.Fingerprint())
		}
	}
	out, err := exec.Command("ssh-keygen", "-lf", filepath.Join(dir, "a.pub")).Output()
	if k := keyIn(t, filepath.Join(dir, "a.pub")); err != nil || !strings.Contains(string(out), k.Fingerprint()) {
		t.Errorf("fingerprint %s, ssh-keygen says %s (%v)", k.Fingerprint(), out, err)
	}
	for _, bad := range []string{"", "ssh-ed25519", "ssh-ed25519 AAAA", "-----BEGIN PGP PUBLIC KEY BLOCK-----", strings.Repeat("x", maxKey+1)} {
		if _, err := ParseKey(bad); !errors.Is(err, ErrKeyUnreadable) {
			t.Errorf("%.30q: %v", bad, err)
		}
	}
}
