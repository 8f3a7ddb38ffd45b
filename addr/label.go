package addr

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"slices"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Label is an entry of the policy table of RFC 6724 by which the source address
// of IPv6 packets is chosen: of several addresses, one with the same label as the
// destination is taken. On the wire it is struct ifaddrlblmsg of
// linux/if_addrlabel.h, and attributes:
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| ifal_family   |       0       | ifal_prefixlen| ifal_flags: 0 |
//	+---------------+---------------+---------------+---------------+
//	| ifal_index                                                    |
//	+---------------------------------------------------------------+
//	| ifal_seq: of the table, which changes with each label         |
//	+---------------------------------------------------------------+
//	| IFAL_ADDRESS, IFAL_LABEL                                      |
//	+---------------------------------------------------------------+
type Label struct {
	// Prefix is an IPv6 prefix (IFAL_ADDRESS, ifal_prefixlen), and always needed.
	// IPv4 is mapped, ::ffff:0:0/96. Of several prefixes that an address is in,
	// the longest counts.
	Prefix netip.Prefix

	// Index is the interface that the label is for (ifal_index). Zero stands for
	// all.
	Index int

	// Value is the label (IFAL_LABEL), any number but 0xffffffff.
	Value uint32

	// Seq counts the changes of the table (ifal_seq), so that all labels of a dump
	// have the same if it did not change meanwhile. It is read only.
	Seq uint32

	// Unknown are attributes that have no field here. They are sent as they
	// are.
	Unknown []rtattr.Raw
}

// AddLabel returns a request to add a label. One of the same Prefix and Index
// that exists is EEXIST, which is [io/fs.ErrExist].
func AddLabel(l *Label) nlmsg.Request {
	return labelRequest("addr label add", linux.RTM_NEWADDRLABEL, linux.NLM_F_CREATE|linux.NLM_F_EXCL, l)
}

// ReplaceLabel returns a request to add a label, or to give that of the same
// Prefix and Index another value.
func ReplaceLabel(l *Label) nlmsg.Request {
	return labelRequest("addr label replace", linux.RTM_NEWADDRLABEL, linux.NLM_F_CREATE|linux.NLM_F_REPLACE, l)
}

// DelLabel returns a request to delete the label of l's Prefix and Index. If
// there is none, it fails with ESRCH, which is [io/fs.ErrNotExist].
func DelLabel(l *Label) nlmsg.Request {
	return labelRequest("addr label del", linux.RTM_DELADDRLABEL, 0, l)
}

func labelRequest(op string, typ, flags uint16, l *Label) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: typ, Flags: flags | linux.NLM_F_ACK, Body: labelBody{l}}
}

// labelBody is a label to be added or deleted.
type labelBody struct{ label *Label }

// sizeofLabel is the size of struct ifaddrlblmsg.
const sizeofLabel = 12

func (b labelBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	l := b.label
	switch {
	case l == nil:
		e.Fail(0, errors.New("the label is nil"))
	case !l.Prefix.IsValid() || l.Prefix.Addr().Is4():
		e.Fail(linux.IFAL_ADDRESS, fmt.Errorf("%v is no prefix of IPv6", l.Prefix))
	case l.Prefix.Masked() != l.Prefix:
		e.Fail(linux.IFAL_ADDRESS, fmt.Errorf("%v has bits beyond the length of the prefix", l.Prefix))
	case l.Index < 0 || l.Index > math.MaxInt32:
		e.Fail(0, fmt.Errorf("ifal_index: %d is the index of no interface", l.Index))
	case l.Value == math.MaxUint32:
		e.Fail(linux.IFAL_LABEL, errors.New("0xffffffff stands for no label"))
	default:
		putLabelHeader(e, l.Prefix.Bits(), l.Index)
		l.encodeAttrs(e)
	}
	return e.Result()
}

// AppendBinary appends what follows the nlmsghdr of a message about l, as the
// kernel sends it. [AddLabel], [ReplaceLabel] and [DelLabel] make requests.
func (l Label) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if l.Index < math.MinInt32 || l.Index > math.MaxInt32 {
		e.Fail(0, fmt.Errorf("ifal_index: %d is the index of no interface", l.Index))
	}
	h := putLabelHeader(e, max(l.Prefix.Bits(), 0), l.Index)
	binary.NativeEndian.PutUint32(h[8:], l.Seq)
	l.encodeAttrs(e)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWADDRLABEL, fmt.Sprintf("address label %v", l), err)
	}
	return out, err
}

func (l *Label) encodeAttrs(e *rtattr.Encoder) {
	if l.Prefix.IsValid() {
		putIPv6(e, l.Prefix.Addr())
	}
	e.Uint32(linux.IFAL_LABEL, l.Value)
	e.Raws(l.Unknown)
}

// putLabelHeader appends struct ifaddrlblmsg, and returns it for what else is to
// be in it.
func putLabelHeader(e *rtattr.Encoder, bits, index int) []byte {
	h := e.Struct(sizeofLabel)
	h[0] = linux.AF_INET6
	h[2] = uint8(bits)
	binary.NativeEndian.PutUint32(h[4:], uint32(index))
	return h
}

// putIPv6 appends an address, of which IPv4 may be mapped.
func putIPv6(e *rtattr.Encoder, a netip.Addr) {
	x := a.As16()
	e.Bytes(linux.IFAL_ADDRESS, x[:])
}

// String returns what is to be added or deleted, if it is not nil.
func (b labelBody) String() string {
	if b.label == nil {
		return ""
	}
	return b.label.String()
}

// String returns the prefix, the interface if there is one, and the label, such
// as "2001:db8::/32 label 99", "2001:db8::/32 on index 3 label 99".
func (l Label) String() string {
	if l.Index != 0 {
		return fmt.Sprintf("%v on index %d label %d", l.Prefix, l.Index, l.Value)
	}
	return fmt.Sprintf("%v label %d", l.Prefix, l.Value)
}

// Clone returns a copy of l that shares no memory with it.
func (l Label) Clone() Label {
	l.Unknown = slices.Clone(l.Unknown)
	for i, raw := range l.Unknown {
		l.Unknown[i] = raw.Clone()
	}
	return l
}
