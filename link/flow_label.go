package link

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// The flow information of an IPv6 header is a 20-bit flow label, with the traffic
// class above it.
const (
	flowLabelBits = 20
	flowLabelMax  = 1<<flowLabelBits - 1 // IPV6_FLOWLABEL_MASK, linux/in6.h
)

// putFlowLabel appends a flow label. The kernel would cut a longer one in a
// request.
func putFlowLabel(e *rtattr.Encoder, typ uint16, label *uint32, full bool) {
	if label != nil && *label > flowLabelMax && !full {
		e.Fail(typ, errFlowLabel(*label))
		return
	}
	rtattr.Opt(e.Uint32BE, typ, label)
}

func (m *memory) flowLabel(v rtattr.Value) *uint32 {
	return m.room.uint32s.put(v.Uint32BE())
}

// putFlowInfo appends traffic class and flow label if there is either.
func putFlowInfo(e *rtattr.Encoder, typ uint16, tclass *uint8, label *uint32) {
	var info uint32
	if tclass != nil {
		info = uint32(*tclass) << flowLabelBits
	}
	if label != nil {
		if *label > flowLabelMax {
			e.Fail(typ, errFlowLabel(*label))
			return
		}
		info |= *label
	}
	if tclass != nil || label != nil {
		e.Uint32BE(typ, info)
	}
}

func (m *memory) flowInfo(v rtattr.Value) (tclass *uint8, label *uint32) {
	info := v.Uint32BE()
	return m.room.uint8s.put(uint8(info >> flowLabelBits)), m.room.uint32s.put(info & flowLabelMax)
}

func errFlowLabel(label uint32) error {
	return fmt.Errorf("flow label %#x has more than %d bits", label, flowLabelBits)
}
