package history

import (
	"context"

	"github.com/go-git/go-git/v5/plumbing"
)

// Parents gives the parents of a commit in order; none for a root commit. A commit at which
// a shallow clone was cut has parents that cannot be read.
func (r *Repo) Parents(hash string) ([]string, error) {
	c, err := r.commitAt(plumbing.NewHash(hash))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, p := range c.ParentHashes {
		out = append(out, r.name(p))
	}
	return out, nil
}

// Brought gives, for every commit that the head has, the commit of the first-parent line by
// which it came in: itself, or the merge. In a shallow clone it covers the commits that are
// there.
func (r *Repo) Brought(ctx context.Context) (map[string]string, error) {
	c, err := r.commit("HEAD")
	if err != nil {
		return nil, err
	}
	var line []plumbing.Hash // newest first
	parents := map[plumbing.Hash][]plumbing.Hash{}
	for h := c.Hash; ; {
		line = append(line, h)
		if parents[h], err = r.parentsOf(ctx, h); err != nil {
			return nil, err
		}
		if len(parents[h]) == 0 {
			break
		}
		h = parents[h][0]
	}
	out := map[string]string{}
	for i := len(line) - 1; i >= 0; i-- { // oldest first: what an older one already had did not come in with a newer one
		by := r.name(line[i])
		for open := []plumbing.Hash{line[i]}; len(open) > 0; {
			h := open[len(open)-1]
			open = open[:len(open)-1]
			if out[r.name(h)] != "" {
				continue
			}
			out[r.name(h)] = by
			ps, known := parents[h]
			if !known {
				if ps, err = r.parentsOf(ctx, h); err != nil {
					return nil, err
				}
			}
			open = append(open, ps...)
		}
	}
	return out, nil
}

func (r *Repo) parentsOf(ctx context.Context, h plumbing.Hash) ([]plumbing.Hash, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c, err := r.commitAt(h)
	if err != nil || r.cutAt(c) {
		return nil, err
	}
	return c.ParentHashes, nil
}
