package neigh

import (
	"errors"
	"fmt"
	"math"
	"net"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// AppendBinary appends what follows the nlmsghdr of a message about f, as the
// kernel sends it. [AddFDB], [ReplaceFDB] and [AppendFDB] make requests.
func (f FDB) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	f.encode(e, f.Flags, true)
	cacheInfo{f.Confirmed, f.Used, f.Updated, f.Refs}.encode(e)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWNEIGH, fmt.Sprintf("forwarding entry %v", f), err)
	}
	return out, err
}

// encode appends what a request has of f, with these flags, and checks it unless
// full is set.
func (f *FDB) encode(e *rtattr.Encoder, flags Flags, full bool) {
	header{linux.AF_BRIDGE, f.Index, f.State, flags, f.Type}.encode(e, full)
	if !full {
		f.check(e)
	}
	if len(f.MAC) != 0 {
		e.Bytes(linux.NDA_LLADDR, f.MAC)
	}
	if f.VLAN != 0 {
		e.Uint16(linux.NDA_VLAN, f.VLAN)
	}
	if f.Dst.IsValid() {
		e.Addr(linux.NDA_DST, f.Dst)
	}
	if f.Port != 0 {
		e.Uint16BE(linux.NDA_PORT, f.Port)
	}
	rtattr.Opt(e.Uint32, linux.NDA_VNI, f.VNI)
	rtattr.Opt(e.Uint32, linux.NDA_SRC_VNI, f.SrcVNI)
	if f.NHID != 0 {
		e.Uint32(linux.NDA_NH_ID, f.NHID)
	}
	if f.Via != 0 {
		e.Index(linux.NDA_IFINDEX, f.Via)
	}
	if f.LinkNetNSID != nil {
		e.Int32(linux.NDA_LINK_NETNSID, *f.LinkNetNSID)
	}
	if f.Master != 0 {
		e.Index(linux.NDA_MASTER, f.Master)
	}
	f.Ext.encode(e)
	flags.encodeExt(e)
	e.Raws(f.Unknown)
}

// check fails if f has what a request cannot say.
func (f *FDB) check(e *rtattr.Encoder) {
	if len(f.MAC) != 0 {
		checkMAC(e, f.MAC)
	}
	checkVLAN(e, f.VLAN)
	if f.Dst.IsValid() {
		checkDst(e, f.Dst)
	}
	checkVNI(e, linux.NDA_VNI, f.VNI)
	checkVNI(e, linux.NDA_SRC_VNI, f.SrcVNI)
}

func checkMAC(e *rtattr.Encoder, mac net.HardwareAddr) {
	if len(mac) != sizeofMAC {
		e.Fail(linux.NDA_LLADDR, fmt.Errorf("address of %d bytes, want %d", len(mac), sizeofMAC))
	}
}

const sizeofMAC = 6

func checkVLAN(e *rtattr.Encoder, vlan uint16) {
	if vlan > maxVLAN {
		e.Fail(linux.NDA_VLAN, fmt.Errorf("VLAN %d, the last is %d", vlan, maxVLAN))
	}
}

const maxVLAN = 4094

// checkVNI fails if there is a network identifier of more than 24 bits. The kernel
// takes one, and sends frames with what is left of it.
func checkVNI(e *rtattr.Encoder, typ uint16, vni *uint32) {
	if vni != nil && *vni >= 1<<24 {
		e.Fail(typ, fmt.Errorf("VNI %d does not fit 24 bits", *vni))
	}
}

func (x *FDBExt) encode(e *rtattr.Encoder) {
	if x == nil {
		return
	}
	nest := e.Begin(linux.NDA_FDB_EXT_ATTRS)
	if x.ActivityNotify != nil {
		e.Uint8(linux.NFEA_ACTIVITY_NOTIFY, *x.ActivityNotify)
	}
	e.Flag(linux.NFEA_DONT_REFRESH, x.DontRefresh)
	e.Raws(x.Unknown)
	e.End(nest)
}

// decodeFDB decodes m into f, which is zero.
func (r *reader) decodeFDB(m *nlmsg.Message, f *FDB) error {
	const what = "forwarding entry"
	h, err := r.begin(m, what)
	if err != nil {
		return err
	}
	if h.family != linux.AF_BRIDGE {
		r.dec.Fail(fmt.Errorf("ndm_family: %d, want AF_BRIDGE", h.family))
	}
	f.Index, f.State, f.Flags, f.Type = h.index, h.state, h.flags, h.typ
	for typ, v := r.dec.Next(); v.Present(); typ, v = r.dec.Next() {
		switch typ {
		case linux.NDA_LLADDR:
			f.MAC = r.hardwareAddr(v.Bytes())
		case linux.NDA_VLAN:
			f.VLAN = v.Uint16()
		case linux.NDA_DST:
			f.Dst = v.Addr()
		case linux.NDA_PORT:
			f.Port = v.Uint16BE()
		case linux.NDA_VNI:
			f.VNI = new(v.Uint32())
		case linux.NDA_SRC_VNI:
			f.SrcVNI = new(v.Uint32())
		case linux.NDA_NH_ID:
			f.NHID = v.Uint32()
		case linux.NDA_IFINDEX:
			f.Via = decodeIndex(v)
		case linux.NDA_LINK_NETNSID:
			f.LinkNetNSID = new(v.Int32())
		case linux.NDA_MASTER:
			f.Master = decodeIndex(v)
		case linux.NDA_CACHEINFO:
			c := r.cacheInfo(v)
			f.Confirmed, f.Used, f.Updated, f.Refs = c.confirmed, c.used, c.updated, c.refs
		case linux.NDA_FDB_EXT_ATTRS:
			f.Ext = decodeFDBExt(v)
		case linux.NDA_FLAGS_EXT:
			f.Flags.setExt(v)
		default:
			f.Unknown = append(f.Unknown, v.Raw())
		}
	}
	return r.end(m, what, f.Index)
}

// decodeIndex returns an interface index, which is not below zero.
func decodeIndex(v rtattr.Value) int {
	index := v.Uint32()
	if index > math.MaxInt32 {
		v.Fail(errIndex)
		return 0
	}
	return int(index)
}

var errIndex = errors.New("not the index of an interface")

func decodeFDBExt(v rtattr.Value) *FDBExt {
	x := new(FDBExt)
	for typ, v := range v.Nest().All() {
		switch typ {
		case linux.NFEA_ACTIVITY_NOTIFY:
			x.ActivityNotify = new(v.Uint8())
		case linux.NFEA_DONT_REFRESH:
			x.DontRefresh = true
		default:
			x.Unknown = append(x.Unknown, v.Raw())
		}
	}
	return x
}
