package encap

import (
	"errors"
	"reflect"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Encap is a tunnel: a pointer to one of the types here.
//
// A type outside of this package can be an Encap in requests. What is read is
// one of the types here or an [Unknown], whose bytes Decode of such a type can
// read: x.Decode(rtattr.NewDecoder(u.Data, 0)).
type Encap interface {
	// EncapType returns the number by which the kernel knows the type,
	// LWTUNNEL_ENCAP_* (RTA_ENCAP_TYPE, NHA_ENCAP_TYPE).
	EncapType() uint16

	// Encode appends the attributes in RTA_ENCAP or NHA_ENCAP.
	Encode(e *rtattr.Encoder)

	// Decode reads these attributes into the Encap, which is zero. It copies
	// what it keeps.
	Decode(d *rtattr.Decoder)
}

// Encode appends x as attribute attr, RTA_ENCAP or NHA_ENCAP, and its type as
// typeAttr. It appends nothing if x is nil.
func Encode(e *rtattr.Encoder, attr, typeAttr uint16, x Encap) {
	if x == nil {
		return
	}
	if v := reflect.ValueOf(x); v.Kind() == reflect.Pointer && v.IsNil() {
		e.Fail(attr, errNil)
		return
	}
	nest := e.Begin(attr)
	e.Via(x.Encode)
	e.End(nest)
	if typ := x.EncapType(); typ != linux.LWTUNNEL_ENCAP_NONE {
		e.Uint16(typeAttr, typ)
	}
}

var errNil = errors.New("the tunnel is a nil pointer")

// Decode returns the tunnel in the payload of RTA_ENCAP or NHA_ENCAP, whose type
// is the payload of the other attribute, or nil if there is none. The attributes
// may have come in any order: so they are read when all have been met.
func Decode(typ, data rtattr.Value) Encap {
	number := typ.Uint16()
	if number == linux.LWTUNNEL_ENCAP_NONE && len(data.Bytes()) == 0 {
		return nil
	}
	x := newEncap(number)
	x.Decode(data.Nest())
	return x
}

// newEncap returns a new one of the type. Here alone the types are listed.
func newEncap(typ uint16) Encap {
	switch typ {
	case linux.LWTUNNEL_ENCAP_MPLS:
		return new(MPLS)
	case linux.LWTUNNEL_ENCAP_IP:
		return new(IP)
	case linux.LWTUNNEL_ENCAP_ILA:
		return new(ILA)
	case linux.LWTUNNEL_ENCAP_IP6:
		return new(IP6)
	case linux.LWTUNNEL_ENCAP_SEG6:
		return new(Seg6)
	case linux.LWTUNNEL_ENCAP_BPF:
		return new(BPF)
	case linux.LWTUNNEL_ENCAP_SEG6_LOCAL:
		return new(Seg6Local)
	case linux.LWTUNNEL_ENCAP_RPL:
		return new(RPL)
	case linux.LWTUNNEL_ENCAP_IOAM6:
		return new(IOAM6)
	case linux.LWTUNNEL_ENCAP_XFRM:
		return new(XFRM)
	}
	return &Unknown{Type: typ}
}

// Unknown is a tunnel of a type that this package does not know, as bytes.
type Unknown struct {
	// Type is the tunnel's type, LWTUNNEL_ENCAP_* (RTA_ENCAP_TYPE). Zero,
	// LWTUNNEL_ENCAP_NONE, leaves it out.
	Type uint16

	// Data is the payload of RTA_ENCAP: attributes as package rtattr encodes
	// them.
	Data []byte
}

// EncapType returns Type.
func (u *Unknown) EncapType() uint16 { return u.Type }

// Encode appends Data, attribute by attribute.
func (u *Unknown) Encode(e *rtattr.Encoder) {
	d := rtattr.NewDecoder(u.Data, 0)
	for _, v := d.Next(); v.Present(); _, v = d.Next() {
		e.Raw(v.Raw())
	}
	if err := d.Err(); err != nil {
		e.Fail(0, err)
	}
}

// Decode takes all attributes as they are.
func (u *Unknown) Decode(d *rtattr.Decoder) {
	e := rtattr.NewEncoder(nil)
	for _, v := range d.All() {
		e.Raw(v.Raw())
	}
	u.Data, _ = e.Result()
}
