// Package labels encodes and decodes label stacks of MPLS, as attributes such as
// RTA_NEWDST and MPLS_IPTUNNEL_DST hold them: an entry of four bytes for each
// label, in network byte order (struct mpls_label of linux/mpls.h):
//
//	 0                                       20      23  24              32
//	+---------------------------------------+-------+---+---------------+
//	| label                                 | class | S | time to live  |
//	+---------------------------------------+-------+---+---------------+
//
// S marks the last entry, the bottom of the stack. In netlink messages the
// traffic class and the time to live are zero.
package labels

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// MaxLabel is the largest label, of 20 bits.
const MaxLabel = 1<<20 - 1

const (
	entryLen = 4
	bottom   = 1 << linux.MPLS_LS_S_SHIFT
)

// Encode appends a stack as attribute typ, the outermost label first.
func Encode(e *rtattr.Encoder, typ uint16, stack []uint32) {
	if len(stack) == 0 {
		e.Fail(typ, errors.New("no label"))
		return
	}
	for _, label := range stack {
		if label > MaxLabel {
			e.Fail(typ, fmt.Errorf("label %d is out of range, the largest is %d", label, MaxLabel))
			return
		}
	}
	b := e.StructAttr(typ, entryLen*len(stack))
	for i, label := range stack {
		binary.BigEndian.PutUint32(b[entryLen*i:], label<<linux.MPLS_LS_LABEL_SHIFT)
	}
	b[len(b)-2] |= bottom >> 8
}

// Decode returns the labels of a stack, the outermost first. It fails if they
// are not all there is to it.
func Decode(v rtattr.Value) []uint32 {
	b := v.Bytes()
	if len(b) == 0 || len(b)%entryLen != 0 {
		v.Fail(fmt.Errorf("label stack of %d bytes, want a multiple of %d", len(b), entryLen))
		return nil
	}
	stack := make([]uint32, len(b)/entryLen)
	for i := range stack {
		entry := binary.BigEndian.Uint32(b[entryLen*i:])
		var last uint32
		if i == len(stack)-1 {
			last = bottom
		}
		if entry&^linux.MPLS_LS_LABEL_MASK != last {
			v.Fail(fmt.Errorf("label stack entry %#08x has more than a label, or the bottom of the stack is elsewhere", entry))
			return nil
		}
		stack[i] = entry >> linux.MPLS_LS_LABEL_SHIFT
	}
	return stack
}
