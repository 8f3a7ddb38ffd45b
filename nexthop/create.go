package nexthop

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Create adds n, as [Add] does, and returns the new object with the ID and all
// else that the kernel gave it. It is one request, since the kernel echoes what it
// made (NLM_F_ECHO).
func Create(conn *nlmsg.Conn, n *NextHop) (*NextHop, error) {
	r := Add(n)
	r.Flags |= linux.NLM_F_ECHO
	m, err := conn.Get(r)
	if err != nil {
		return nil, err
	}
	return Decode(m)
}
