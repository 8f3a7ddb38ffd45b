package link

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Create creates l, as [Add] does, and returns the new link with the index and
// all else that the kernel gave it. It is one request, since the kernel echoes
// what it made (NLM_F_ECHO), or two where it does not: on older kernels, and for
// a port, whose master it sets after the echo.
//
// A link in another namespace cannot be seen from here: with a NetNS in l, use
// Add.
func Create(conn *nlmsg.Conn, l *Link) (*Link, error) {
	r := Add(l)
	r.Flags |= linux.NLM_F_ECHO
	if l != nil && l.NetNS != nil {
		return nil, fmt.Errorf("%v: the new link is in another namespace and cannot be read back: use Add", r)
	}
	m, err := conn.Get(r)
	switch {
	case errors.Is(err, nlmsg.ErrNoReply):
		return readBack(conn, l)
	case err != nil:
		return nil, err
	}
	made, err := Decode(m)
	if err != nil {
		return nil, err
	}
	if l.Master == nil {
		made.Change = 0 // all ones in an echo, as in any notification
		return made, nil
	}
	return Get(conn, Index(made.Index))
}

// readBack gets a new link whose creation was not echoed.
func readBack(conn *nlmsg.Conn, l *Link) (*Link, error) {
	if l.Index == 0 && (l.Name == "" || strings.Contains(l.Name, "%")) {
		return nil, fmt.Errorf("%v: it was created, but this kernel does not say under which name", Add(l))
	}
	return Get(conn, l)
}
