package link

import "github.com/seed-030106aa/rawnl/nlmsg"

// ReadBack is readBack, which no kernel of today makes Create call.
var ReadBack = readBack

// Pass is what is left to filter where the kernel lists all links.
var Pass = Filter.pass

// DecodeListed is how List decodes a message.
func DecodeListed() func(nlmsg.Message, *Link) (bool, error) {
	mem := streamMemory()
	mem.copies = true
	return Filter{}.decoder(mem)
}
