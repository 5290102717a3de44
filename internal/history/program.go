package history

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
)

// program reads objects through the git program, for repositories that go-git cannot read. One process gives contents, another names, types and sizes; each is
// started when it is first needed. Within the package a name of SHA-256 is its first twenty bytes; a
// name that leaves the package is whole. Contents are still checked against their names.
type program struct {
	dir            string
	sha256         bool
	contents, info *process                 // git cat-file --batch and --batch-check
	names          map[plumbing.Hash]string // whole names, of commits and their parents
}

type process struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	says *bytes.Buffer // on standard error
}

// openProgram finds the repository that dir lies in by asking the git program. Where there is
// none, why go-git did not open the repository is the error.
func openProgram(dir string, why error) (*Repo, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, why
	}
	out, err := gitSaid(dir, "rev-parse", "--path-format=absolute", "--is-inside-work-tree", "--git-dir", "--git-common-dir", "--show-object-format", "--show-prefix")
	if err != nil {
		return nil, err
	}
	lines := strings.Split(out, "\n")
	if len(lines) < 5 || lines[0] != "true" {
		return nil, ErrNone
	}
	r := &Repo{dir: dir, program: programOf(dir, lines[3] == "sha256"), sha256: lines[3] == "sha256", files: osfs.New(lines[1]), prefix: path.Clean("/" + lines[4])[1:], shallow: map[plumbing.Hash]bool{}}
	r.filtered = sync.OnceValue(r.findFiltered)
	if f, err := osfs.New(lines[2]).Open("shallow"); err == nil {
		defer f.Close()
		for s := bufio.NewScanner(f); s.Scan(); {
			r.shallow[plumbing.NewHash(s.Text())] = true
		}
	}
	return r, nil
}

func programOf(dir string, sha256 bool) *program {
	return &program{dir: dir, sha256: sha256, names: map[plumbing.Hash]string{}}
}

// gitSaid is what a call of the git program prints; the error has all that it says.
func gitSaid(dir string, args ...string) (string, error) {
	out, err := gitCommand(dir, args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return "", fmt.Errorf("git %s: %s", args[0], strings.Join(strings.Fields(string(exit.Stderr)), " "))
	}
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return string(out), nil
}

// gitCommand is a call of the git program that finds the repository by the folder, never
// prompts, and never fetches what is missing.
func gitCommand(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("git", append([]string{"-C", dir, "--no-replace-objects"}, args...)...)
	env := slices.DeleteFunc(cmd.Environ(), func(v string) bool { // in a hook they point to the repository that it runs in
		return strings.HasPrefix(v, "GIT_DIR=") || strings.HasPrefix(v, "GIT_WORK_TREE=") || strings.HasPrefix(v, "GIT_INDEX_FILE=")
	})
	cmd.Env = append(env, "LC_ALL=C", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0")
	return cmd
}

func lastLine(b []byte) string {
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return lines[len(lines)-1]
}

var (
	errProgram = errors.New("the git program stopped")
	errDamaged = errors.New("git cannot read it")
)

// ask writes a name to a process and reads the line that it answers with: the whole name,
// the type and the size. Errors are ErrManyRevs, plumbing.ErrObjectNotFound, what git says.
func (p *program) ask(at **process, flag, name string) (fields []string, err error) {
	if *at == nil {
		c := &process{cmd: gitCommand(p.dir, "cat-file", flag), says: &bytes.Buffer{}}
		c.cmd.Stderr = c.says
		if c.in, err = c.cmd.StdinPipe(); err != nil {
			return nil, err
		}
		out, err := c.cmd.StdoutPipe()
		if err != nil {
			return nil, err
		}
		c.out = bufio.NewReaderSize(out, 1<<16)
		if err := c.cmd.Start(); err != nil {
			return nil, err
		}
		*at = c
	}
	if _, err := io.WriteString((*at).in, name+"\n"); err != nil {
		return nil, p.stopped(at)
	}
	line, err := (*at).out.ReadString('\n')
	if err != nil {
		return nil, p.stopped(at)
	}
	switch fields = strings.Fields(line); {
	case len(fields) == 3:
		return fields, nil
	case len(fields) == 2 && fields[1] == "ambiguous":
		return nil, ErrManyRevs
	case len(fields) == 2 && gitCommand(p.dir, "cat-file", "-e", name).Run() == nil:
		return nil, errDamaged // git calls a damaged object missing too
	case len(fields) == 2:
		return nil, plumbing.ErrObjectNotFound
	}
	return nil, p.stopped(at)
}

// stopped ends a process that no longer answers, and gives what it wrote last. The next
// question starts another.
func (p *program) stopped(at **process) error {
	c := *at
	*at = nil
	err := errors.Join(c.in.Close(), c.cmd.Wait())
	if says := lastLine(c.says.Bytes()); says != "" {
		return errors.New(says)
	}
	return errors.Join(errProgram, err)
}

// about gives the whole name, the type and the size of what a name stands for.
func (p *program) about(name string) (whole string, t plumbing.ObjectType, size int64, err error) {
	fields, err := p.ask(&p.info, "--batch-check", name)
	if err != nil {
		return "", 0, 0, err
	}
	if t, err = plumbing.ParseObjectType(fields[1]); err != nil {
		return "", 0, 0, err
	}
	size, err = strconv.ParseInt(fields[2], 10, 64)
	return fields[0], t, size, err
}

// reference finds what a full reference, or HEAD, points to, be it there or not.
func (p *program) reference(name string) (plumbing.Hash, bool) {
	if name != "HEAD" && !strings.HasPrefix(name, "refs/") {
		return plumbing.ZeroHash, false
	}
	out, err := gitCommand(p.dir, "rev-parse", "--verify", "--quiet", "--end-of-options", name).Output()
	return plumbing.NewHash(strings.TrimSpace(string(out))), err == nil
}

// read gives an object's content; nil without an error where that does not have the name.
func (p *program) read(t plumbing.ObjectType, h plumbing.Hash) ([]byte, error) {
	fields, err := p.ask(&p.contents, "--batch", p.name(h))
	if err != nil {
		return nil, err
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return nil, err
	}
	var data bytes.Buffer
	if _, err := io.CopyN(&data, p.contents.out, size); err != nil {
		return nil, p.stopped(&p.contents)
	}
	if _, err := p.contents.out.Discard(1); err != nil {
		return nil, p.stopped(&p.contents)
	}
	if fields[1] != t.String() {
		return nil, plumbing.ErrObjectNotFound
	}
	if !p.named(t, data.Bytes(), fields[0]) {
		return nil, nil
	}
	if p.sha256 && t == plumbing.CommitObject {
		p.names[h] = fields[0]
		for _, m := range headNames.FindAllSubmatch(head(data.Bytes()), -1) {
			p.names[plumbing.NewHash(string(m[2]))] = string(m[2])
		}
	}
	return data.Bytes(), nil
}

// headNames are the lines of a commit that hold whole names.
var headNames = regexp.MustCompile(`(?m)^(tree|parent) ([0-9a-f]{64})$`)

// head is a commit without its message.
func head(commit []byte) []byte {
	if i := bytes.Index(commit, []byte("\n\n")); i >= 0 {
		return commit[:i]
	}
	return commit
}

// shortened is a commit as go-git can parse it, with names cut to the length that it expects.
func shortened(commit []byte) []byte {
	h := head(commit)
	short := headNames.ReplaceAllFunc(h, func(line []byte) []byte { return line[:len(line)-24] })
	return append(short, commit[len(h):]...)
}

// name is the whole name where it is known, else the part of it that is: git understands both.
func (p *program) name(h plumbing.Hash) string {
	if whole, ok := p.names[h]; ok {
		return whole
	}
	return h.String()
}

func (p *program) close() error {
	var errs []error
	for _, c := range []*process{p.contents, p.info} {
		if c != nil {
			errs = append(errs, c.in.Close(), c.cmd.Wait())
		}
	}
	p.contents, p.info = nil, nil
	return errors.Join(errs...)
}

// named reports whether an object has this whole name.
func (p *program) named(t plumbing.ObjectType, data []byte, whole string) bool {
	if !p.sha256 {
		return hashOf(t, data).String() == whole
	}
	name := name256(t, data)
	return hex.EncodeToString(name[:]) == whole
}

// name256 is the SHA-256 name of an object.
func name256(t plumbing.ObjectType, data []byte) [sha256.Size]byte {
	h := sha256.New()
	fmt.Fprintf(h, "%s %d\x00", t, len(data))
	h.Write(data)
	return [sha256.Size]byte(h.Sum(nil))
}
