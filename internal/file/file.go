// Package file holds the one type that files are handed on in, from those who make their
// content to those who put it somewhere. It knows no format, and no disk.
package file

// File is a slash-separated path below some folder, and the content, which must not change
// once the file has been handed on.
type File struct {
	Path string
	Data []byte
}
