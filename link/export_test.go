package link

import "github.com/seed-030106aa/rawnl/nlmsg"

// ReadBack is readBack, which no kernel of today makes Create call.
var ReadBack = readBack

// ListBy and AllBy are List and All, with a request that older kernels answer in
// the same way as newer ones.
var (
	ListBy = Filter.list
	AllBy  = Filter.all
)

// Pass is what is left to filter where the kernel lists all links.
var Pass = Filter.pass

// DecodeStreamed is how All and List decode messages.
func DecodeStreamed() func(*nlmsg.Message, *Link) (bool, error) {
	return Filter{}.decoder(streamMemory())
}

// LeaveOut makes of a link what Watch yields of it.
var LeaveOut = (*Link).leaveOut
