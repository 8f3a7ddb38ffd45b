package encap

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Options are what the headers of some tunnels have in addition. The kernel
// takes those of one kind of tunnel only.
//
// Some kernels have a defect by which any of them in a request can bring the
// system down, Linux 6.18 among them.
type Options struct {
	// Geneve are the options in a Geneve header (LWTUNNEL_IP_OPTS_GENEVE, one
	// for each in requests, and one for all in what the kernel sends).
	Geneve []GeneveOption

	// VXLAN is the group policy in a VXLAN header (LWTUNNEL_IP_OPTS_VXLAN). Nil
	// stands for none.
	VXLAN *VXLANOption

	// ERSPAN is the header of ERSPAN behind that of GRE
	// (LWTUNNEL_IP_OPTS_ERSPAN). Nil stands for none.
	ERSPAN *ERSPANOption

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// GeneveOption is an option of a Geneve header (RFC 8926).
type GeneveOption struct {
	// Class and Type say what the option is (LWTUNNEL_IP_OPT_GENEVE_CLASS,
	// big-endian, and LWTUNNEL_IP_OPT_GENEVE_TYPE).
	Class uint16
	Type  uint8

	// Data is its content, of a multiple of four bytes, 124 at most
	// (LWTUNNEL_IP_OPT_GENEVE_DATA).
	Data []byte

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// VXLANOption is what a VXLAN header with the group policy extension has.
type VXLANOption struct {
	// GBP is the group and the policy (LWTUNNEL_IP_OPT_VXLAN_GBP).
	GBP uint32

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// ERSPANOption is what an ERSPAN header has.
type ERSPANOption struct {
	// Version is 1 or 2 (LWTUNNEL_IP_OPT_ERSPAN_VER).
	Version uint8

	// Index is that of the mirrored port, of version 1
	// (LWTUNNEL_IP_OPT_ERSPAN_INDEX, big-endian).
	Index uint32

	// Direction is 0 for what the mirrored port received and 1 for what it
	// sent, and HardwareID the id of the mirroring engine, of 6 bits, of version 2
	// (LWTUNNEL_IP_OPT_ERSPAN_DIR, LWTUNNEL_IP_OPT_ERSPAN_HWID).
	Direction, HardwareID uint8

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// The largest that the header of ERSPAN has bits for. The kernel takes larger ones,
// and leaves out what does not fit.
const (
	maxERSPANDirection  = 1<<1 - 1
	maxERSPANHardwareID = 1<<6 - 1
)

// maxGeneveData is what the option's five bits of length, in words, can say.
const maxGeneveData = 31 * 4

func (o *Options) encode(e *rtattr.Encoder, typ uint16) {
	if o == nil {
		return
	}
	nest := e.Begin(typ)
	for i := range o.Geneve {
		o.Geneve[i].encode(e)
	}
	if o.VXLAN != nil {
		vxlan := e.Begin(linux.LWTUNNEL_IP_OPTS_VXLAN)
		e.Uint32(linux.LWTUNNEL_IP_OPT_VXLAN_GBP, o.VXLAN.GBP)
		e.Raws(o.VXLAN.Unknown)
		e.End(vxlan)
	}
	if o.ERSPAN != nil {
		o.ERSPAN.encode(e)
	}
	e.Raws(o.Unknown)
	e.End(nest)
}

func (o *GeneveOption) encode(e *rtattr.Encoder) {
	nest := e.Begin(linux.LWTUNNEL_IP_OPTS_GENEVE)
	if n := len(o.Data); n%4 != 0 || n > maxGeneveData {
		e.Fail(linux.LWTUNNEL_IP_OPT_GENEVE_DATA, fmt.Errorf("%d bytes, want a multiple of 4 and at most %d", n, maxGeneveData))
	}
	e.Uint16BE(linux.LWTUNNEL_IP_OPT_GENEVE_CLASS, o.Class)
	e.Uint8(linux.LWTUNNEL_IP_OPT_GENEVE_TYPE, o.Type)
	e.Bytes(linux.LWTUNNEL_IP_OPT_GENEVE_DATA, o.Data)
	e.Raws(o.Unknown)
	e.End(nest)
}

func (o *ERSPANOption) encode(e *rtattr.Encoder) {
	nest := e.Begin(linux.LWTUNNEL_IP_OPTS_ERSPAN)
	e.Uint8(linux.LWTUNNEL_IP_OPT_ERSPAN_VER, o.Version)
	e.Uint32BE(linux.LWTUNNEL_IP_OPT_ERSPAN_INDEX, o.Index)
	if o.Direction > maxERSPANDirection {
		e.Fail(linux.LWTUNNEL_IP_OPT_ERSPAN_DIR, fmt.Errorf("direction %d, at most %d", o.Direction, maxERSPANDirection))
	}
	e.Uint8(linux.LWTUNNEL_IP_OPT_ERSPAN_DIR, o.Direction)
	if o.HardwareID > maxERSPANHardwareID {
		e.Fail(linux.LWTUNNEL_IP_OPT_ERSPAN_HWID, fmt.Errorf("id %d, at most %d", o.HardwareID, maxERSPANHardwareID))
	}
	e.Uint8(linux.LWTUNNEL_IP_OPT_ERSPAN_HWID, o.HardwareID)
	e.Raws(o.Unknown)
	e.End(nest)
}

func decodeOptions(v rtattr.Value) *Options {
	o := new(Options)
	for typ, v := range v.Nest().All() {
		switch typ {
		case linux.LWTUNNEL_IP_OPTS_GENEVE:
			o.Geneve = decodeGeneve(o.Geneve, v)
		case linux.LWTUNNEL_IP_OPTS_VXLAN:
			o.VXLAN = decodeVXLAN(v)
		case linux.LWTUNNEL_IP_OPTS_ERSPAN:
			o.ERSPAN = decodeERSPAN(v)
		default:
			keep(&o.Unknown, v)
		}
	}
	return o
}

// decodeGeneve appends the options in a nest to list. An attribute that the
// option has already begins the next one.
func decodeGeneve(list []GeneveOption, v rtattr.Value) []GeneveOption {
	const all = 1<<linux.LWTUNNEL_IP_OPT_GENEVE_CLASS | 1<<linux.LWTUNNEL_IP_OPT_GENEVE_TYPE | 1<<linux.LWTUNNEL_IP_OPT_GENEVE_DATA
	begun, has := false, 0
	for typ, v := range v.Nest().All() {
		bit := 1 << min(typ, 31) & all
		if !begun || has&bit != 0 {
			list = append(list, GeneveOption{})
			begun, has = true, 0
		}
		has |= bit
		o := &list[len(list)-1]
		switch typ {
		case linux.LWTUNNEL_IP_OPT_GENEVE_CLASS:
			o.Class = v.Uint16BE()
		case linux.LWTUNNEL_IP_OPT_GENEVE_TYPE:
			o.Type = v.Uint8()
		case linux.LWTUNNEL_IP_OPT_GENEVE_DATA:
			o.Data = append([]byte(nil), v.Bytes()...)
		default:
			keep(&o.Unknown, v)
		}
	}
	return list
}

func decodeVXLAN(v rtattr.Value) *VXLANOption {
	o := new(VXLANOption)
	for typ, v := range v.Nest().All() {
		switch typ {
		case linux.LWTUNNEL_IP_OPT_VXLAN_GBP:
			o.GBP = v.Uint32()
		default:
			keep(&o.Unknown, v)
		}
	}
	return o
}

func decodeERSPAN(v rtattr.Value) *ERSPANOption {
	o := new(ERSPANOption)
	for typ, v := range v.Nest().All() {
		switch typ {
		case linux.LWTUNNEL_IP_OPT_ERSPAN_VER:
			o.Version = v.Uint8()
		case linux.LWTUNNEL_IP_OPT_ERSPAN_INDEX:
			o.Index = v.Uint32BE()
		case linux.LWTUNNEL_IP_OPT_ERSPAN_DIR:
			o.Direction = v.Uint8()
		case linux.LWTUNNEL_IP_OPT_ERSPAN_HWID:
			o.HardwareID = v.Uint8()
		default:
			keep(&o.Unknown, v)
		}
	}
	return o
}
