package addr

import "github.com/seed-030106aa/rawnl/nlmsg"

// DecodeStreamed is how All decodes messages.
func DecodeStreamed() func(*nlmsg.Message, *Addr) (bool, error) { return Filter{}.decoder() }
