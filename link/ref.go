package link

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Ref names a link: a [Name], an [Index], or a [Link] or *Link, which stands
// for its Index or, without one, for its Name. The kernel resolves names, so
// that a request by name needs no lookup before, and can be part of the batch
// that creates the link.
type Ref interface {
	selector() selector
}

// Name is the name of a link, or one of its alternative names. One of up to 15
// bytes is sent as IFLA_IFNAME, by which the kernel finds both, a longer one,
// up to 127, as IFLA_ALT_IFNAME.
type Name string

// Index is the index of a link.
type Index int

func (n Name) selector() selector  { return selector{name: string(n)} }
func (i Index) selector() selector { return selector{index: int(i)} }
func (l Link) selector() selector  { return selector{index: l.Index, name: l.Name} }

// String returns the name in quotes.
func (n Name) String() string { return n.selector().String() }

// String returns "index 3".
func (i Index) String() string { return i.selector().String() }

// selector is a Ref resolved to what the wire has room for. If it has an index,
// the name is for errors only.
type selector struct {
	index int
	name  string
}

// selectorOf is ref.selector for any ref, nil too.
func selectorOf(ref Ref) selector {
	if l, ok := ref.(*Link); ref == nil || ok && l == nil {
		return selector{}
	}
	return ref.selector()
}

func (s selector) String() string {
	if s.name == "" {
		return "index " + strconv.Itoa(s.index)
	}
	return strconv.Quote(s.name)
}

// put writes the name if the link is not selected by index. One that names
// nothing is an error, for with IFLA_GROUP it would name the whole group.
func (s selector) put(e *rtattr.Encoder) {
	switch {
	case s.index != 0:
	case s.name == "":
		e.Fail(0, errNoLink)
	case len(s.name) < linux.IFNAMSIZ:
		putName(e, s.name)
	default:
		putAltName(e, s.name)
	}
}

var errNoLink = errors.New("neither an index nor a name says which link")

// putName appends a name of a device, if the kernel has room for it and takes
// it (dev_valid_name).
func putName(e *rtattr.Encoder, name string) {
	if err := validName(name); err != nil {
		e.Fail(linux.IFLA_IFNAME, err)
		return
	}
	e.IfName(linux.IFLA_IFNAME, name)
}

func validName(name string) error {
	if name == "." || name == ".." {
		return fmt.Errorf("name %q would be a directory in sysfs", name)
	}
	// The kernel's isspace takes 0xa0 for a space, even within UTF-8.
	for i := range len(name) {
		if c := name[i]; strings.IndexByte("/: \t\n\v\f\r\xa0", c) >= 0 {
			return fmt.Errorf("name %q holds %q, which the kernel refuses", name, name[i:i+1])
		}
	}
	return nil
}

// putAltName appends an alternative name.
func putAltName(e *rtattr.Encoder, name string) {
	e.Name(linux.IFLA_ALT_IFNAME, name, linux.ALTIFNAMSIZ-1)
}

func hasNUL(s string) bool { return strings.IndexByte(s, 0) >= 0 }
