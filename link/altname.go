package link

import (
	"errors"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// AddAltNames is the request to give a link further names, of up to 127 bytes:
// RTM_NEWLINKPROP. A name that a link of the namespace has already is an error
// that is fs.ErrExist. If the kernel refuses one, those before it are added.
func AddAltNames(ref Ref, names ...string) nlmsg.Request {
	return nlmsg.Request{
		Op:    "link add names of",
		Type:  linux.RTM_NEWLINKPROP,
		Flags: linux.NLM_F_ACK | linux.NLM_F_CREATE | linux.NLM_F_EXCL | linux.NLM_F_APPEND,
		Body:  namesBody{selectorOf(ref), names},
	}
}

// DelAltNames is the request to take names from a link: RTM_DELLINKPROP. If the
// kernel refuses one, those before it are taken.
func DelAltNames(ref Ref, names ...string) nlmsg.Request {
	return nlmsg.Request{
		Op:    "link del names of",
		Type:  linux.RTM_DELLINKPROP,
		Flags: linux.NLM_F_ACK,
		Body:  namesBody{selectorOf(ref), names},
	}
}

// namesBody is a link and some of its alternative names.
type namesBody struct {
	selector
	names []string
}

func (b namesBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b namesBody) encode(e *rtattr.Encoder) {
	selectBody{b.selector}.encode(e)
	if len(b.names) == 0 {
		e.Fail(linux.IFLA_PROP_LIST, errors.New("no names are given"))
	}
	e.Nest(linux.IFLA_PROP_LIST, func() {
		for _, name := range b.names {
			putAltName(e, name)
		}
	})
}
