package main

import (
	"fmt"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// released is the version that `make release` writes into the binary.
var released string

// version is the release, or else the commit that the program was built from.
func version() string {
	if released != "" {
		return "forvalt " + released
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "forvalt (unknown)"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && (v == "" || v == "(devel)") {
			v = s.Value[:min(12, len(s.Value))]
		}
	}
	return "forvalt " + v
}

// programStamp identifies this build of the program; "" if it cannot.
func programStamp() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return fmt.Sprint(version(), " ", info.Size(), " ", info.ModTime().UnixNano())
}

func versionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:  "version",
		Args: arguments(0, 0),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.stdout, version())
			return err
		},
	}
}
