package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
)

// A command whose output finds the disk full does not end as if all had been said.
func TestOutputOnAFullDisk(t *testing.T) {
	for _, args := range []string{"version", "--help", "explain", "explain FV031", "validate", "due", "risk --format json", "report --quarter 2026-q3"} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Skip(err)
		}
		var errs bytes.Buffer
		code := run(context.Background(), append(strings.Fields(args), "--data", sample), strings.NewReader(""), full, &errs, day)
		if code == exitOK || !strings.Contains(errs.String(), "no space") {
			t.Errorf("%s: exit %d %s", args, code, &errs)
		}
		_ = full.Close()
	}
}
