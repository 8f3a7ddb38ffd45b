package link

import (
	"errors"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Kind is what makes a link a bridge, a veth or another kind, with the
// attributes that the kind adds. The same form serves what a link has as a port
// of its master.
//
// A type outside of this package can be a Kind in requests. What is read is one
// of the kinds here or an [UnknownKind], whose bytes Decode of such a type can
// read: k.Decode(rtattr.NewDecoder(u.Data, 0)).
type Kind interface {
	// Kind returns the name by which the kernel knows the kind, such as
	// "bridge" (IFLA_INFO_KIND, IFLA_INFO_SLAVE_KIND).
	Kind() string

	// Encode appends what can be set of the attributes in IFLA_INFO_DATA or
	// IFLA_INFO_SLAVE_DATA. If it appends nothing, they are left out.
	Encode(e *rtattr.Encoder)

	// Decode reads these attributes into the Kind, which is zero.
	Decode(d *rtattr.Decoder)
}

// newKind and newPortKind return a new one of the kinds known here, or nil. A
// switch is faster than a map.

func (m *memory) newKind(name []byte) knownKind {
	switch string(name) {
	case "amt":
		return new(AMT)
	case "bareudp":
		return new(BareUDP)
	case "batadv":
		return new(Batadv)
	case "bond":
		return new(Bond)
	case "bridge":
		return m.room.ofBridge(m.bridges.one())
	case "can":
		return new(CAN)
	case "dsa":
		return new(DSA)
	case "dummy":
		return new(Dummy)
	case "erspan":
		return new(Erspan)
	case "geneve":
		return new(Geneve)
	case "gre":
		return new(GRE)
	case "gretap":
		return new(Gretap)
	case "gtp":
		return new(GTP)
	case "hsr":
		return new(HSR)
	case "ifb":
		return new(IFB)
	case "ip6erspan":
		return new(IP6Erspan)
	case "ip6gre":
		return new(IP6GRE)
	case "ip6gretap":
		return new(IP6Gretap)
	case "ip6tnl":
		return new(IP6Tnl)
	case "ipip":
		return new(IPIP)
	case "ipoib":
		return new(IPoIB)
	case "ipvlan":
		return new(IPVLAN)
	case "ipvtap":
		return new(IPVTAP)
	case "macsec":
		return new(Macsec)
	case "macvlan":
		return new(Macvlan)
	case "macvtap":
		return new(Macvtap)
	case "netdevsim":
		return new(Netdevsim)
	case "netkit":
		return new(Netkit)
	case "nlmon":
		return new(Nlmon)
	case "ovpn":
		return new(OVPN)
	case "pfcp":
		return new(PFCP)
	case "ppp":
		return new(PPP)
	case "rmnet":
		return new(Rmnet)
	case "sit":
		return new(SIT)
	case "team":
		return new(Team)
	case "tun":
		return new(Tun)
	case "vcan":
		return new(VCAN)
	case "veth":
		return one(&m.room.veth)
	case "virt_wifi":
		return new(VirtWifi)
	case "vlan":
		return new(VLAN)
	case "vrf":
		return new(VRF)
	case "vti":
		return new(VTI)
	case "vti6":
		return new(VTI6)
	case "vxcan":
		return new(VXCAN)
	case "vxlan":
		return m.room.ofVXLAN(new(vxlanBlock))
	case "wireguard":
		return new(WireGuard)
	case "wwan":
		return new(WWAN)
	case "xfrm":
		return new(XFRM)
	}
	return nil
}

func (m *memory) newPortKind(name []byte) knownKind {
	switch string(name) {
	case "bond":
		return new(BondPort)
	case "bridge":
		return m.room.ofPort(m.ports.one())
	case "team":
		return new(TeamPort)
	case "vrf":
		return new(VRFPort)
	}
	return nil
}

// knownKind is a Kind of this package. decode does what Decode does, with the
// link's memory in place of memory of its own.
type knownKind interface {
	Kind
	decode(d *rtattr.Decoder, mem *memory)
}

// stateful is a Kind that holds more than can be set. encodeAll writes all.
type stateful interface {
	encodeAll(e *rtattr.Encoder)
}

// UnknownKind is a kind that this package does not know, as bytes.
type UnknownKind struct {
	// Name is the kind's name, such as "lowpan".
	Name string

	// Data is the payload of IFLA_INFO_DATA or IFLA_INFO_SLAVE_DATA: attributes
	// as package rtattr encodes them. Nil leaves it out.
	Data []byte
}

// Kind returns Name.
func (u *UnknownKind) Kind() string { return u.Name }

// Encode appends Data, attribute by attribute.
func (u *UnknownKind) Encode(e *rtattr.Encoder) {
	d := rtattr.NewDecoder(u.Data, 0)
	for _, v := d.Next(); v.Present(); _, v = d.Next() {
		e.Raw(v.Raw())
	}
	if err := d.Err(); err != nil {
		e.Fail(0, err)
	}
}

// Decode takes all attributes as they are.
func (u *UnknownKind) Decode(d *rtattr.Decoder) {
	e := rtattr.NewEncoder(nil)
	for _, v := range d.All() {
		e.Raw(v.Raw())
	}
	u.Data, _ = e.Result()
}

// encodeInfo writes IFLA_LINKINFO, or IFLA_PROTINFO for a bridge's port in a
// message of AF_BRIDGE.
func (l *Link) encodeInfo(e *rtattr.Encoder, family uint8, full bool) {
	port := l.Port
	if p, ok := port.(*BridgePort); ok && family == linux.AF_BRIDGE {
		putProtInfo(e, p, full)
		port = nil
	}
	if l.Data == nil && port == nil && len(l.UnknownInfo) == 0 && (!full || len(l.XStats) == 0) {
		return
	}
	info := e.Begin(linux.IFLA_LINKINFO)
	if veth, ok := l.Data.(*Veth); ok && veth != nil { // the most used is called directly
		copy(e.Struct(len(vethKind)), vethKind[:])
		data := e.Begin(linux.IFLA_INFO_DATA)
		veth.encode(e, full)
		e.EndOpt(data)
	} else if l.Data != nil {
		putKind(e, linux.IFLA_INFO_KIND, linux.IFLA_INFO_DATA, l.Data, full)
	}
	if port != nil {
		putKind(e, linux.IFLA_INFO_SLAVE_KIND, linux.IFLA_INFO_SLAVE_DATA, port, full)
	}
	if full {
		putBytes(e, linux.IFLA_INFO_XSTATS, l.XStats)
	}
	e.Raws(l.UnknownInfo)
	e.End(info)
}

func putKind(e *rtattr.Encoder, kindType, dataType uint16, k Kind, full bool) {
	if isNil(k) {
		e.Fail(kindType, errNilKind)
		return
	}
	name := k.Kind()
	if name == "" && !full && kindType == linux.IFLA_INFO_KIND {
		e.Fail(kindType, errors.New("the kind has no name"))
	}
	putString(e, kindType, name)
	if u, ok := k.(*UnknownKind); ok && full {
		// Damage as the kernel sent it, if it did.
		if len(u.Data) > 0 {
			e.Bytes(dataType|rtattr.Nested, u.Data)
		}
		return
	}
	data := e.Begin(dataType)
	encodeKind(e, k, full)
	e.EndOpt(data)
}

var errNilKind = errors.New("the kind is a nil pointer")

func encodeKind(e *rtattr.Encoder, k Kind, full bool) {
	if s, ok := k.(stateful); ok && full {
		e.Via(s.encodeAll)
		return
	}
	e.Via(k.Encode)
}

// decodeInfo reads IFLA_LINKINFO. The kind may come after its data.
func (l *Link) decodeInfo(d *rtattr.Decoder, mem *memory, peer bool) {
	var kind, port struct{ name, data rtattr.Value }
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_INFO_KIND:
			kind.name = v
		case linux.IFLA_INFO_DATA:
			kind.data = v
		case linux.IFLA_INFO_SLAVE_KIND:
			port.name = v
		case linux.IFLA_INFO_SLAVE_DATA:
			port.data = v
		case linux.IFLA_INFO_XSTATS:
			l.XStats = mem.bytes(v)
		default:
			mem.raw(&l.UnknownInfo, v)
		}
	}
	if peer && hasPeer(untilNUL(kind.name)) && kind.data.Present() {
		kind.data.Fail(errNestedPeer)
		return
	}
	l.Data = mem.kind((*memory).newKind, kind.name, kind.data)
	if l.Port == nil {
		l.Port = mem.kind((*memory).newPortKind, port.name, port.data)
	}
}

// kind returns the kind of a name with the attributes in data, or nil if there
// is neither. newKind is newKind or newPortKind.
func (m *memory) kind(newKind func(*memory, []byte) knownKind, name, data rtattr.Value) Kind {
	if !name.Present() && !data.Present() {
		return nil
	}
	b := untilNUL(name)
	if k := newKind(m, b); k != nil {
		k.decode(m.nest(data), m)
		return k
	}
	if len(b) == 0 && len(data.Bytes()) == 0 {
		return nil
	}
	u := m.unknowns.one()
	u.Name, u.Data = m.str(name), m.bytes(data)
	return u
}
