package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime"
)

// linuxSum is the SHA-256 of the same release for linux/amd64, which `make release`
// builds first and writes into the other platforms' binaries. That binary cannot hold
// its own sum: it reads itself.
var linuxSum string

// pin fills the release and the checksum into a file that fetches the program. A program
// that is not a release leaves the checksum empty, and the workflow says what to do.
func pin(data []byte) []byte {
	version, sum := released, linuxSum
	if version != "" && sum == "" && runtime.GOOS == "linux" && runtime.GOARCH == "amd64" {
		sum = ownSum()
	}
	if sum == "" {
		version = ""
	}
	data = bytes.ReplaceAll(data, []byte("{{version}}"), []byte(version))
	return bytes.ReplaceAll(data, []byte("{{sha256}}"), []byte(sum))
}

func ownSum() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}
