package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/publish"
	"github.com/forvalt/forvalt/internal/render"
	"github.com/forvalt/forvalt/site"
)

func buildCommand(a *app) *cobra.Command {
	var out, profile, baseURL string
	var links bool
	c := &cobra.Command{
		Use:     "build",
		Args:    cobra.NoArgs,
		Example: "  forvalt build\n  forvalt build --profile public --out public-site --base-url https://kontrakter.example.no/",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.build(c.Context(), out, render.Options{Profile: profile, BaseURL: baseURL, FileLinks: links})
		},
	}
	c.Flags().StringVar(&out, "out", "public", "folder for the site")
	c.Flags().StringVar(&profile, "profile", contract.Internal, "internal or public")
	c.Flags().StringVar(&baseURL, "base-url", "", "where the site will be published (for feeds and the sitemap)")
	c.Flags().BoolVar(&links, "file-links", false, "links end in index.html, so that the site can be read from a disk")
	return c
}

// build is the route of the data, from files to a published site:
//
//	files → portfolio → figures → findings → pages → folder
func (a *app) build(ctx context.Context, out string, opt render.Options) error {
	if err := a.checkBuild(out, opt); err != nil {
		return err
	}
	l, err := a.load(ctx)
	if err != nil {
		return err
	}
	figures := measure.Measure(l.Portfolio, l.AsOf)
	findings := l.judge(figures)
	if diag.Count(findings, diag.Error) > 0 {
		if err := a.print(findings, "text", l); err != nil {
			return err
		}
		return errFindings
	}

	opt.Printer, opt.Version, opt.Log = l.Printer, version(), a.log(ctx, l)
	if opt.Profile == contract.Public {
		l.Portfolio = l.PublicPart()
		figures, findings, opt.Log = measure.Measure(l.Portfolio, l.AsOf), nil, opt.Log.HashOnly()
	}
	pages := render.Site(ctx, l.Portfolio, figures, findings, opt)
	stats, err := publish.Write(ctx, out, pages, publish.Options{Progress: a.progress("writing")})
	if err != nil {
		return a.publishFailure(err, out)
	}
	return a.summary(out, l, findings, stats)
}

// checkBuild refuses what cannot end well, before any work.
func (a *app) checkBuild(out string, opt render.Options) error {
	if !site.Built() {
		return refuse("no-assets", nil)
	}
	if opt.Profile != contract.Internal && opt.Profile != contract.Public {
		return misuse("bad-profile", message.Args{"value": opt.Profile})
	}
	data, err1 := filepath.Abs(a.data)
	dir, err2 := filepath.Abs(out)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	sep := string(filepath.Separator)
	if strings.HasPrefix(dir+sep, data+sep) || strings.HasPrefix(data+sep, dir+sep) {
		return misuse("out-in-data", message.Args{"out": out, "data": a.data})
	}
	return nil
}

// log is what Git knows; a site without history says why.
func (a *app) log(ctx context.Context, l *loaded) render.Log {
	repo, err := history.Open(a.data)
	if err != nil {
		return render.Log{Missing: err}
	}
	walked, err := repo.Walk(ctx, 20)
	if err != nil {
		return render.Log{Missing: err}
	}
	dirty, _ := repo.Differing("HEAD", l.Files) // the head has just been read
	return render.Log{Log: walked, Dirty: dirty}
}
