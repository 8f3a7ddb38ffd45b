package link

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/ifname"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Ref names a link: a [Name], an [Index], or a [Link] or *Link, which stands
// for its Index or, without one, for its Name. The kernel resolves names, so
// that a request by name needs no lookup before, and can be part of the batch
// that creates the link.
//
// An index counts in one namespace only, so that a Link with a NetNS, as listed
// by [Filter].NetNS, is an error as Ref: it would be another link in the
// namespace of the connection.
type Ref interface {
	selector() selector
}

// Name is the name of a link, or one of its alternative names. What can be the
// name of a device, of up to 15 bytes, is sent as IFLA_IFNAME, by which the
// kernel finds both; any other, up to 127 bytes, as IFLA_ALT_IFNAME.
type Name string

// Index is the index of a link.
type Index int

func (n Name) selector() selector  { return selector{name: string(n)} }
func (i Index) selector() selector { return selector{index: int(i)} }
func (l Link) selector() selector {
	return selector{index: l.Index, name: l.Name, err: elsewhere(l.NetNS)}
}

// String returns the name in quotes.
func (n Name) String() string { return strconv.Quote(string(n)) }

// String returns "index 3".
func (i Index) String() string { return "index " + strconv.Itoa(int(i)) }

// selector is a Ref resolved to what the wire has room for. If it has an index,
// the name is for errors only.
type selector struct {
	index int
	name  string
	err   error // why it is no link of the connection's namespace
}

// selectorOf is ref.selector for any ref, nil too.
func selectorOf(ref Ref) selector {
	if isNil(ref) {
		return selector{}
	}
	return ref.selector()
}

// isNil reports whether v is nil, or a nil pointer within an interface.
func isNil(v any) bool {
	r := reflect.ValueOf(v)
	return v == nil || r.Kind() == reflect.Pointer && r.IsNil()
}

// elsewhere is the error of a link that was read from ns, or is to be there.
func elsewhere(ns NetNS) error {
	if ns == nil {
		return nil
	}
	where := "another namespace"
	if id, ok := ns.(NSID); ok {
		where = fmt.Sprintf("the namespace with id %d", int32(id))
	}
	return fmt.Errorf("the link is in %s: use a connection there", where)
}

// String returns the name in quotes or, without one, "index 3". It is empty for
// what names nothing, so that errors leave it out.
func (s selector) String() string {
	switch {
	case s.name != "":
		return Name(s.name).String()
	case s.index != 0:
		return Index(s.index).String()
	}
	return ""
}

// check fails for what is no link of the connection's namespace, or names none:
// with IFLA_GROUP that would name the whole group.
func (s selector) check(e *rtattr.Encoder) {
	switch {
	case s.err != nil:
		e.Fail(0, s.err)
	case s.index == 0 && s.name == "":
		e.Fail(0, errNoLink)
	}
}

// put writes the name if the link is not selected by index.
func (s selector) put(e *rtattr.Encoder) {
	switch {
	case s.index != 0 || s.name == "":
	case len(s.name) < linux.IFNAMSIZ && ifname.Check(s.name) == nil:
		e.IfName(linux.IFLA_IFNAME, s.name)
	default:
		putAltName(e, s.name)
	}
}

var errNoLink = errors.New("no link is named: neither an index nor a name is given")

// putAltName appends an alternative name.
func putAltName(e *rtattr.Encoder, name string) {
	e.Name(linux.IFLA_ALT_IFNAME, name, linux.ALTIFNAMSIZ-1)
}

func hasNUL(s string) bool { return strings.IndexByte(s, 0) >= 0 }
