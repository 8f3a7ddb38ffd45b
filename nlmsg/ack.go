package nlmsg

import (
	"encoding/binary"
	"fmt"
	"syscall"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// ack is how the kernel says that something ended: an NLMSG_ERROR, whose errno
// is 0 on success, or the NLMSG_DONE of a dump.
//
//	NLMSG_ERROR                          NLMSG_DONE
//	+-----------------------------+      +-----------------------------+
//	| i32 0 or -errno             |      | i32 0 or -errno             |
//	+-----------------------------+      +-----------------------------+
//	| the request's nlmsghdr      |      | attributes                  |
//	+-----------------------------+      +-----------------------------+
//	| its payload, if not CAPPED  |
//	+-----------------------------+
//	| attributes                  |
//	+-----------------------------+
//
// The attributes, NLMSGERR_ATTR_*, are there only with NLM_F_ACK_TLVS.
type ack struct {
	errno    syscall.Errno
	msg      string
	offset   int // of the attribute complained of; 0: none
	missing  bool
	missType uint16
	missNest int // 0: the top level
}

// parseAck reads an NLMSG_ERROR or an NLMSG_DONE. Attributes that are damaged
// cost what they say, not the errno.
func parseAck(m Message) (ack, error) {
	var a ack
	if len(m.Data) < 4 {
		if m.Type == linux.NLMSG_DONE {
			return a, nil // some families send none
		}
		return a, fmt.Errorf("NLMSG_ERROR of %d bytes, want at least %d", len(m.Data), 4+HeaderLen)
	}
	a.errno = syscall.Errno(-int32(binary.NativeEndian.Uint32(m.Data)))
	at := 4
	if m.Type == linux.NLMSG_ERROR {
		if len(m.Data) < 4+HeaderLen {
			return a, fmt.Errorf("NLMSG_ERROR of %d bytes, want at least %d", len(m.Data), 4+HeaderLen)
		}
		at += HeaderLen
		if m.Flags&linux.NLM_F_CAPPED == 0 {
			copied := parseHeader(m.Data[4:]).Len
			at = 4 + align(int(min(copied, uint32(len(m.Data)))))
		}
	}
	if m.Flags&linux.NLM_F_ACK_TLVS == 0 || at >= len(m.Data) {
		return a, nil
	}
	for typ, v := range rtattr.NewDecoder(m.Data[at:], HeaderLen+at).All() {
		switch typ {
		case linux.NLMSGERR_ATTR_MSG:
			a.msg = v.Str()
		case linux.NLMSGERR_ATTR_OFFS:
			a.offset = int(v.Uint32())
		case linux.NLMSGERR_ATTR_MISS_TYPE:
			a.missing, a.missType = true, uint16(v.Uint32())
		case linux.NLMSGERR_ATTR_MISS_NEST:
			a.missNest = int(v.Uint32())
		}
	}
	return a, nil
}

// err returns the kernel's refusal of r, which was sent as msg, or nil.
func (a ack) err(r Request, msg []byte) error {
	if a.errno == 0 {
		return nil
	}
	e := &Error{Op: r.String(), Protocol: r.Protocol, Type: r.Type, Errno: a.errno, Message: a.msg, Offset: a.offset, Missing: a.missing}
	if a.missing {
		e.Attr, e.Offset = schema.NameMissing(r.Protocol, msg, a.missNest, a.missType), 0
	} else if path, ok := schema.Find(r.Protocol, msg, a.offset); ok {
		e.Attr = schema.Name(r.Protocol, msg, path)
	}
	return e
}
