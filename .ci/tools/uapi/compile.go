package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// compiler is gcc with the headers of a directory before those of the system.
type compiler struct {
	include string // absolute
	flags   []string
	work    string // for files in between
}

func newCompiler(include, work string) (*compiler, error) {
	include, err := filepath.Abs(include)
	if err != nil {
		return nil, err
	}
	c := &compiler{include: include, work: work}
	out, err := c.gcc("-print-multiarch")
	if err != nil {
		return nil, err
	}
	c.flags = []string{"-w", "-isystem", include}
	// Where Debian has the headers of the architecture, asm/*.h.
	if arch := filepath.Join(include, strings.TrimSpace(string(out))); arch != include {
		c.flags = append(c.flags, "-isystem", arch)
	}
	return c, nil
}

// An error of gcc has what it wrote to standard error.
type compileError struct{ stderr []byte }

func (e *compileError) Error() string { return "gcc: " + string(bytes.TrimSpace(e.stderr)) }

func (c *compiler) gcc(args ...string) ([]byte, error) {
	cmd := exec.Command("gcc", append(c.flags, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		err = &compileError{stderr.Bytes()}
	}
	return out, err
}

// preprocess returns what source becomes, with the definitions of macros and
// with line markers.
func (c *compiler) preprocess(source string) ([]byte, error) {
	path, err := c.write("macros.c", source)
	if err != nil {
		return nil, err
	}
	return c.gcc("-E", "-dD", path)
}

// object compiles source, with a description of every type in it, and returns
// the path of the object file.
func (c *compiler) object(source string) (string, error) {
	path, err := c.write("unit.c", source)
	if err != nil {
		return "", err
	}
	object := filepath.Join(c.work, "unit.o")
	_, err = c.gcc("-g", "-fno-eliminate-unused-debug-types", "-fmax-errors=0", "-c", path, "-o", object)
	return object, err
}

func (c *compiler) write(name, source string) (string, error) {
	path := filepath.Join(c.work, name)
	return path, os.WriteFile(path, []byte(source), 0o644)
}

// header returns which of the headers a path is, and whether it is one of them.
func (c *compiler) header(path string) (string, bool) {
	rel, ok := strings.CutPrefix(path, c.include+"/")
	if !ok {
		return "", false
	}
	return rel, slices.Contains(headers, rel)
}

// includes returns C source with the headers.
func includes() string {
	var b strings.Builder
	b.WriteString("#include <sys/socket.h>\n") // AF_*, which the kernel does not export
	for _, h := range headers {
		fmt.Fprintf(&b, "#if __has_include(<%s>)\n#include <%[1]s>\n#endif\n", h)
	}
	return b.String()
}
