package link

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// HardwareMap is where an old device is on its bus, struct rtnl_link_ifmap. Few
// drivers know it, and fewer let it be set.
type HardwareMap struct {
	MemStart, MemEnd, BaseAddr uint64
	IRQ                        uint16
	DMA                        uint8
	Port                       uint8 // the connector, IF_PORT_* of the kernel's linux/netdevice.h
}

// DevlinkPort is the port that a link has in devlink, as genetlink family
// "devlink" names it: DEVLINK_ATTR_* of linux/devlink.h.
type DevlinkPort struct {
	BusName, DevName string // the device, such as "0000:03:00.0" on "pci" (DEVLINK_ATTR_BUS_NAME, DEVLINK_ATTR_DEV_NAME)
	Index            uint32 // the port of the device, from 0 (DEVLINK_ATTR_PORT_INDEX)
	Instance         uint64 // number of the device in devlink, from 1, 0 if the kernel does not say (DEVLINK_ATTR_INDEX)

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// DPLLPin is the pin of a clock that a link's hardware drives or follows, as
// genetlink family "dpll" names it: DPLL_A_* of linux/dpll.h.
type DPLLPin struct {
	ID uint32 // number of the pin, from 0 (DPLL_A_PIN_ID)

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

const mapLen = 32 // struct rtnl_link_ifmap

func (m *HardwareMap) bytes() (b [mapLen]byte) {
	binary.NativeEndian.PutUint64(b[:], m.MemStart)
	binary.NativeEndian.PutUint64(b[8:], m.MemEnd)
	binary.NativeEndian.PutUint64(b[16:], m.BaseAddr)
	binary.NativeEndian.PutUint16(b[24:], m.IRQ)
	b[26], b[27] = m.DMA, m.Port
	return b
}

// parseMap returns nil for a map without anything in it, which the kernel sends
// of almost all links.
func parseMap(v rtattr.Value) *HardwareMap {
	b := v.Struct(mapLen)
	m := HardwareMap{
		MemStart: binary.NativeEndian.Uint64(b),
		MemEnd:   binary.NativeEndian.Uint64(b[8:]),
		BaseAddr: binary.NativeEndian.Uint64(b[16:]),
		IRQ:      binary.NativeEndian.Uint16(b[24:]),
		DMA:      b[26],
		Port:     b[27],
	}
	if m == (HardwareMap{}) {
		return nil
	}
	return new(m)
}

func (p *DevlinkPort) encode(e *rtattr.Encoder) {
	putString(e, linux.DEVLINK_ATTR_BUS_NAME, p.BusName)
	putString(e, linux.DEVLINK_ATTR_DEV_NAME, p.DevName)
	e.Uint32(linux.DEVLINK_ATTR_PORT_INDEX, p.Index)
	rtattr.NonZero(e.Uint, linux.DEVLINK_ATTR_INDEX, p.Instance)
	e.Raws(p.Unknown)
}

// devlinkPort reads IFLA_DEVLINK_PORT, which is empty if there is none.
func (m *memory) devlinkPort(nest rtattr.Value) *DevlinkPort {
	if len(nest.Bytes()) == 0 {
		return nil
	}
	p := new(DevlinkPort)
	d := m.nest(nest)
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.DEVLINK_ATTR_BUS_NAME:
			p.BusName = m.str(v)
		case linux.DEVLINK_ATTR_DEV_NAME:
			p.DevName = m.str(v)
		case linux.DEVLINK_ATTR_PORT_INDEX:
			p.Index = v.Uint32()
		case linux.DEVLINK_ATTR_INDEX:
			p.Instance = v.Uint64()
		default:
			m.raw(&p.Unknown, v)
		}
	}
	return p
}

// dpllPin reads IFLA_DPLL_PIN, which is empty if there is none.
func (m *memory) dpllPin(nest rtattr.Value) *DPLLPin {
	if len(nest.Bytes()) == 0 {
		return nil
	}
	p := new(DPLLPin)
	d := m.nest(nest)
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.DPLL_A_PIN_ID:
			p.ID = v.Uint32()
		default:
			m.raw(&p.Unknown, v)
		}
	}
	return p
}

// nanoseconds returns the time in a number of nanoseconds. One over 292 years,
// the most that a Duration holds, is cut to that.
func nanoseconds(v rtattr.Value) time.Duration {
	return time.Duration(min(v.Uint64(), math.MaxInt64))
}
