package faults_test

import (
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// unanswered is a request that succeeds, and that the kernel is not asked to
// answer: a Get waits for ever.
var unanswered = func() nlmsg.Request {
	r := link.SetUp(link.Name("lo"))
	r.Flags &^= unix.NLM_F_ACK
	return r
}()
