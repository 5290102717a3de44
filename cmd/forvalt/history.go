package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/signature"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/print/story"
)

func historyCommand(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:     "history ID",
		Args:    arguments(1, 1),
		Example: "  forvalt history vektertjenester-2023\n  forvalt history vektertjenester-2023 --format md",
		RunE: func(c *cobra.Command, args []string) error {
			if err := textMarkdownOrJSON.check(format); err != nil {
				return err
			}
			h, err := a.contractHistory(c.Context(), args[0])
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return print.JSON(a.stdout, h.JSON())
			case "md":
				return h.Markdown(a.stdout)
			}
			return h.Text(a.stdout, a.color(a.colours))
		},
	}
	textMarkdownOrJSON.flag(c, &format)
	return c
}

// contractHistory reads a contract's history from Git.
func (a *app) contractHistory(ctx context.Context, id string) (*story.Story, error) {
	l, err := a.load(ctx)
	if err != nil {
		return nil, err
	}
	meant, closest := choose(id, contracts(l.Portfolio))
	if meant != "" { // else it may have been removed, or have another id now
		id = meant
	}
	archive := a.archive(l)
	defer archive.Close()
	h := &story.Story{Signed: map[string]contract.Signed{}, Printer: l.Printer}
	h.History, err = archive.History(ctx, id)
	switch {
	case errors.Is(err, past.ErrNoContract):
		return nil, misuse("no-history", message.Args{"id": id, "closest": closest})
	case errors.Is(err, history.ErrNone):
		return nil, refuse("no-git-history", nil)
	case err != nil:
		return nil, gitFailure(err)
	}
	found, err := signature.Find(ctx, archive, signature.Asked{Only: h.ID})
	for _, s := range found.Signed {
		h.Signed[s.Path] = s
	}
	return h, err
}
