package link

import (
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// PortProfile is what the switch outside gives a virtual machine's port: IFLA_PORT_*
// of linux/if_link.h, for devices that speak IEEE 802.1Qbh or another protocol
// of such profiles with it. A request associates the port, and what is read says
// what became of it.
type PortProfile struct {
	// VF is the number of the virtual function, from 0 (IFLA_PORT_VF). It counts
	// in VFPorts of a [Link] only.
	VF uint32

	// Profile is the name of the profile on the switch, up to 39 bytes
	// (IFLA_PORT_PROFILE). Empty leaves it out.
	Profile string

	// InstanceUUID and HostUUID are of 16 bytes each, the virtual machine and
	// the one that it runs on (IFLA_PORT_INSTANCE_UUID, IFLA_PORT_HOST_UUID). Nil
	// leaves them out.
	InstanceUUID, HostUUID []byte

	// Request is what the switch is asked for, PORT_REQUEST_*
	// (IFLA_PORT_REQUEST): 0 preassociate, 1 the same with resources reserved, 2
	// associate, 3 disassociate. Nil leaves it out.
	Request *uint8

	// Response is what the switch said, PORT_PROFILE_RESPONSE_* and
	// PORT_VDP_RESPONSE_* (IFLA_PORT_RESPONSE): 0 and 256 success, 257 in
	// progress, others are errors. It is nil if the device does not say, and
	// read only: requests leave it out.
	Response *uint16

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

func (l *Link) putVFPorts(e *rtattr.Encoder, full bool) {
	nest := e.Begin(linux.IFLA_VF_PORTS)
	for i := range l.VFPorts {
		each := e.Begin(linux.IFLA_VF_PORT)
		e.Uint32(linux.IFLA_PORT_VF, l.VFPorts[i].VF)
		l.VFPorts[i].encode(e, full)
		e.End(each)
	}
	e.Raws(l.UnknownVFPorts)
	e.End(nest)
}

func (l *Link) decodeVFPorts(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_VF_PORT:
			var p PortProfile
			p.decode(mem.nest(v), mem, true)
			l.VFPorts = append(l.VFPorts, p)
		default:
			mem.raw(&l.UnknownVFPorts, v)
		}
	}
}

func (p *PortProfile) encode(e *rtattr.Encoder, full bool) {
	putProfile(e, p.Profile, full)
	putUUID(e, linux.IFLA_PORT_INSTANCE_UUID, p.InstanceUUID, full)
	putUUID(e, linux.IFLA_PORT_HOST_UUID, p.HostUUID, full)
	rtattr.Opt(e.Uint8, linux.IFLA_PORT_REQUEST, p.Request)
	if full {
		rtattr.Opt(e.Uint16, linux.IFLA_PORT_RESPONSE, p.Response)
	}
	e.Raws(p.Unknown)
}

// putProfile appends the name of a profile in all the room there is, as drivers
// want it and the kernel sends it: since Linux 6.10 enic refuses any other.
func putProfile(e *rtattr.Encoder, name string, full bool) {
	const size = 40 // PORT_PROFILE_MAX
	switch {
	case name == "":
	case len(name) >= size && full:
		e.String(linux.IFLA_PORT_PROFILE, name)
	case len(name) >= size:
		e.Fail(linux.IFLA_PORT_PROFILE, fmt.Errorf("name of %d bytes, at most %d fit", len(name), size-1))
	case hasNUL(name):
		e.Fail(linux.IFLA_PORT_PROFILE, errors.New("the name holds a NUL"))
	default:
		copy(e.StructAttr(linux.IFLA_PORT_PROFILE, size), name)
	}
}

// putUUID appends a UUID unless it is nil. The kernel takes a shorter one, and
// drivers read what follows it in the message.
func putUUID(e *rtattr.Encoder, typ uint16, uuid []byte, full bool) {
	const size = 16 // PORT_UUID_MAX
	if uuid != nil && len(uuid) != size && !full {
		e.Fail(typ, fmt.Errorf("UUID of %d bytes, want %d", len(uuid), size))
	}
	putBytes(e, typ, uuid)
}

// decode reads IFLA_VF_PORT, or IFLA_PORT_SELF, which has no number.
func (p *PortProfile) decode(d *rtattr.Decoder, mem *memory, ofVF bool) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch {
		case typ == linux.IFLA_PORT_VF && ofVF:
			p.VF = v.Uint32()
		case typ == linux.IFLA_PORT_PROFILE:
			p.Profile = mem.str(v)
		case typ == linux.IFLA_PORT_INSTANCE_UUID:
			p.InstanceUUID = mem.copied(v.Bytes())
		case typ == linux.IFLA_PORT_HOST_UUID:
			p.HostUUID = mem.copied(v.Bytes())
		case typ == linux.IFLA_PORT_REQUEST:
			p.Request = mem.uint8(v)
		case typ == linux.IFLA_PORT_RESPONSE:
			p.Response = mem.uint16(v)
		default:
			mem.raw(&p.Unknown, v)
		}
	}
}
