package rtattr

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/ifname"
	"github.com/seed-030106aa/rawnl/internal/linux"
)

// String appends a NUL-terminated string. A NUL within s is an error.
func (e *Encoder) String(typ uint16, s string) {
	if len(s) > shortString {
		e.longString(typ, s)
		return
	}
	at := len(e.buf)
	p := e.room(headerLen + align(len(s)+1))
	putHeader(p, typ, len(s)+1)
	p = p[headerLen:]
	hasNUL := false
	for i := 0; i < len(s) && i < len(p); i++ { // copies a short string faster than copy does
		c := s[i]
		p[i] = c
		hasNUL = hasNUL || c == 0
	}
	if hasNUL {
		e.failNUL(typ, at, s)
	}
}

func (e *Encoder) longString(typ uint16, s string) {
	n := len(s) + 1
	if n > MaxPayload {
		e.Fail(typ, tooLong(n))
		return
	}
	at := len(e.buf)
	e.header(typ, n)
	e.buf = append(e.buf, s...)
	e.zeros(align(n) - len(s))
	if strings.IndexByte(s, 0) >= 0 {
		e.failNUL(typ, at, s)
	}
}

func (e *Encoder) failNUL(typ uint16, at int, s string) {
	e.failAt(typ, at, fmt.Errorf("%q holds a NUL", s))
}

// shortString is the length of the longest name of a device, and so of most
// strings.
const shortString = linux.IFNAMSIZ - 1

// room appends n zero bytes, what an attribute with a short string has, and
// returns as many as it can have at most: a length that the compiler knows.
func (e *Encoder) room(n int) []byte {
	at := len(e.buf)
	e.buf = append(e.buf, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	p := e.buf[at : at+headerLen+shortString+1]
	e.buf = e.buf[:at+n]
	return p
}

// Name appends a NUL-terminated name of 1 to limit bytes, the NUL not counted:
// 15 for an interface name (IFNAMSIZ), 127 for an alternative one
// (ALTIFNAMSIZ).
func (e *Encoder) Name(typ uint16, name string, limit int) {
	if name == "" || len(name) > limit {
		e.failName(typ, name, limit)
		return
	}
	e.String(typ, name)
}

func (e *Encoder) failName(typ uint16, name string, limit int) {
	if name == "" {
		e.Fail(typ, errors.New("the name is empty"))
		return
	}
	e.Fail(typ, fmt.Errorf("name %q has %d bytes, at most %d fit", name, len(name), limit))
}

// IfName appends the NUL-terminated name of a network device: 1 to 15 bytes, and
// none that the kernel refuses, such as a slash, a colon or a space.
func (e *Encoder) IfName(typ uint16, name string) {
	if name == "" || len(name) > shortString || name[0] == '.' {
		e.oddIfName(typ, name)
		return
	}
	at := len(e.buf)
	p := e.room(headerLen + align(len(name)+1))
	putHeader(p, typ, len(name)+1)
	p = p[headerLen:]
	var refused uint8
	for i := 0; i < len(name) && i < len(p); i++ { // copies and checks in one go
		c := name[i]
		p[i] = c
		refused |= ifname.Refused[c]
	}
	if refused != 0 {
		e.buf = e.buf[:at]
		e.oddIfName(typ, name)
	}
}

// oddIfName fails for a name that is refused, and appends one that begins with a
// dot and is not.
func (e *Encoder) oddIfName(typ uint16, name string) {
	if err := ifname.Check(name); err != nil {
		e.Fail(typ, err)
		return
	}
	e.Name(typ, name, linux.IFNAMSIZ-1)
}
