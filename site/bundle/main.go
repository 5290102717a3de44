// Command bundle makes the site's assets: styles, scripts, fonts and icons, from site/ and
// its npm packages into site/dist, which the program embeds.
//
// Run it in site/bundle after `npm ci` in site. Same input, same bytes; file names are stable.
// It is a module of its own, so that esbuild is no part of the product.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	source = ".."
	out    = "../dist"
)

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("bundle: ", err)
	}
}

func run() error {
	if _, err := os.Stat(source + "/node_modules"); err != nil {
		return fmt.Errorf("packages are missing: run `npm ci --ignore-scripts` in site first")
	}
	if err := empty(out); err != nil {
		return err
	}
	for _, name := range []string{"theme", "app", "search", "charts", "xlsx"} {
		if err := build(options("scripts/"+name+".js", name+".js")); err != nil {
			return err
		}
	}
	if err := build(options("styles/site.css", "site.css")); err != nil {
		return err
	}
	if err := icons(); err != nil {
		return err
	}
	return licences()
}

// options bundle one entry into one file: a classic script, since modules fail on file:.
func options(entry, name string) api.BuildOptions {
	return api.BuildOptions{
		EntryPoints:       []string{filepath.Join(source, entry)},
		Outfile:           filepath.Join(out, name),
		Bundle:            true,
		Write:             true,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		Charset:           api.CharsetUTF8,
		Format:            api.FormatIIFE,
		Target:            api.ES2022,
		Engines:           []api.Engine{{Name: api.EngineChrome, Version: "123"}, {Name: api.EngineFirefox, Version: "120"}, {Name: api.EngineSafari, Version: "17.5"}},
		LegalComments:     api.LegalCommentsNone,
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`},
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile},
		AssetNames:        "[name]",
		LogLevel:          api.LogLevelWarning,
	}
}

func build(o api.BuildOptions) error {
	if r := api.Build(o); len(r.Errors) > 0 {
		return fmt.Errorf("%s: %s", o.EntryPoints[0], r.Errors[0].Text)
	}
	return nil
}

// empty removes what an earlier run wrote; the committed README stays.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == "README.md" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// icons copies the icons as they are.
func icons() error {
	files, err := filepath.Glob(source + "/icons/*")
	if err != nil {
		return err
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, strings.ToLower(filepath.Base(f))), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// licences gathers the licences of the packages whose code or fonts are in the bundles.
func licences() error {
	var b strings.Builder
	for _, pkg := range []string{"@digdir/designsystemet-css", "@fontsource-variable/inter", "@orama/stemmers", "echarts", "zrender", "fflate", "minisearch"} {
		files, err := filepath.Glob(filepath.Join(source, "node_modules", pkg, "[LN][IO][CT][EI][NC]*"))
		if err != nil {
			return err
		}
		if len(files) == 0 {
			return fmt.Errorf("%s has no licence file", pkg)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, "== %s: %s\n\n%s\n\n", pkg, filepath.Base(f), strings.TrimSpace(string(data)))
		}
	}
	return os.WriteFile(filepath.Join(out, "licences.txt"), []byte(b.String()), 0o644)
}
