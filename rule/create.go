package rule

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Create adds r, as [Add] does, and returns the new rule with the Priority and all
// else that the kernel gave it. It is one request, since the kernel echoes what it
// made (NLM_F_ECHO).
func Create(conn *nlmsg.Conn, r *Rule) (*Rule, error) {
	req := Add(r)
	req.Flags |= linux.NLM_F_ECHO
	m, err := conn.Get(req)
	if err != nil {
		return nil, err
	}
	return Decode(m)
}
