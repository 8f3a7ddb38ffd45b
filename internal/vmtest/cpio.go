package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// archive writes an initial file system as the kernel unpacks it: cpio of the
// format "newc", see the kernel's
// Documentation/driver-api/early-userspace/buffer-format.rst. Names are
// absolute; directories come into being as they are needed. The first error
// stays and is returned by close.
type archive struct {
	w     *bufio.Writer
	inode int
	names map[string]bool
	err   error
}

func newArchive(w io.Writer) *archive {
	return &archive{w: bufio.NewWriter(w), names: map[string]bool{"/": true, ".": true}}
}

// The types of files, as in st_mode.
const (
	typeDir  = 0o040000
	typeFile = 0o100000
	typeLink = 0o120000
	typeChar = 0o020000
)

// file adds a file, unless the archive has it already.
func (a *archive) file(name string, perm uint32, data []byte) {
	a.add(name, typeFile|perm, 0, 0, data)
}

// copy adds a file of the machine.
func (a *archive) copy(name string, from string) {
	if a.err != nil {
		return
	}
	info, err := os.Stat(from)
	if err != nil {
		a.err = err
		return
	}
	data, err := os.ReadFile(from)
	if err != nil {
		a.err = err
		return
	}
	a.file(name, uint32(info.Mode().Perm())|0o444, data)
}

func (a *archive) symlink(name, target string) {
	a.add(name, typeLink|0o777, 0, 0, []byte(target))
}

func (a *archive) device(name string, major, minor int) {
	a.add(name, typeChar|0o600, major, minor, nil)
}

func (a *archive) add(name string, mode uint32, major, minor int, data []byte) {
	if a.names[name] {
		return
	}
	a.names[name] = true
	if dir := path.Dir(name); !a.names[dir] {
		a.add(dir, typeDir|0o755, 0, 0, nil)
	}
	a.entry(strings.TrimPrefix(name, "/"), mode, major, minor, data)
}

// entry writes a header of 13 numbers with 8 hexadecimal digits each, the name
// and the data, both padded to a multiple of 4 bytes.
func (a *archive) entry(name string, mode uint32, major, minor int, data []byte) {
	a.inode++
	const links = 1
	header := fmt.Sprintf("070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
		a.inode, mode, 0, 0, links, 0, len(data), 0, 0, major, minor, len(name)+1, 0)
	a.write([]byte(header + name + "\x00"))
	a.write(data)
}

func (a *archive) write(b []byte) {
	if a.err == nil {
		_, a.err = a.w.Write(b)
	}
	if a.err == nil {
		_, a.err = a.w.Write(make([]byte, -len(b)&3))
	}
}

// close ends the archive.
func (a *archive) close() error {
	a.entry("TRAILER!!!", 0, 0, 0, nil)
	if a.err != nil {
		return a.err
	}
	return a.w.Flush()
}
