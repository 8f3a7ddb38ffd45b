package link

import "github.com/seed-030106aa/rawnl/nlmsg"

// ReadBack is readBack, which no kernel of today makes Create call.
var ReadBack = readBack

// Pass is what is left to filter where the kernel lists all links.
var Pass = Filter.pass

// DecodeListed is how List decodes messages, and DecodeStreamed is how All does.
func DecodeListed() func(nlmsg.Message, *Link) (bool, error) {
	return Filter{}.decoder(listMemory())
}

func DecodeStreamed() func(nlmsg.Message, *Link) (bool, error) {
	return Filter{}.decoder(streamMemory())
}
