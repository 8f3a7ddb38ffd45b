//go:build !linux

package explain

import "os"

// terminal takes every character device for one.
func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
