package main

import (
	"context"
	"errors"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/signature"
)

// signatures gives what Git says of signatures, as the rules take it.
func signatures(ctx context.Context, archive *past.Archive, p *message.Printer) (check.Git, error) {
	found, err := signature.Find(ctx, archive, signature.Asked{})
	git := check.Git{BadKeys: found.BadKeys, Signed: found.Signed}
	switch {
	case errors.Is(found.Blind, history.ErrNone):
		git.Blind = "no-git"
	case found.Blind != nil:
		git.Blind = words(p, gitFailure(found.Blind))
	}
	return git, err
}
