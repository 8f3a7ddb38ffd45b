package bridge

import (
	"encoding/binary"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// MDB is the multicast database of a bridge or of a VXLAN, or a part of it that
// a notification tells of: struct br_port_msg and MDBA_* of linux/if_bridge.h.
type MDB struct {
	// Bridge is the index of the bridge or of the VXLAN (ifindex).
	Bridge int

	// Groups are the entries (MDBA_MDB).
	Groups []Group

	// Routers are the ports with a multicast router behind them, which get the
	// packets of all groups (MDBA_ROUTER).
	Routers []Router

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// DecodeMDB returns what a message tells of a multicast database: an answer, or a
// notification of the group RTNLGRP_MDB, that entries and routers are there
// (RTM_NEWMDB) or gone (RTM_DELMDB). What it holds as bytes is part of m.Data;
// [MDB.Clone] gives it bytes of its own.
func DecodeMDB(m nlmsg.Message) (*MDB, error) {
	db := new(MDB)
	if err := db.decode(&m); err != nil {
		return nil, err
	}
	return db, nil
}

func (db *MDB) decode(m *nlmsg.Message) error {
	switch m.Type {
	case linux.RTM_NEWMDB, linux.RTM_DELMDB, linux.RTM_GETMDB: // which is the type of those in a dump
	default:
		return fmt.Errorf("mdb: message of type %d, want RTM_NEWMDB, RTM_DELMDB or RTM_GETMDB", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	db.Bridge = header(d)
	for typ, v := range d.All() {
		switch typ {
		case linux.MDBA_MDB:
			db.decodeGroups(v.Nest())
		case linux.MDBA_ROUTER:
			db.Routers = decodeRouters(v.Nest())
		default:
			db.Unknown = append(db.Unknown, v.Raw())
		}
	}
	if err := d.Err(); err != nil {
		return fmt.Errorf("mdb of bridge %d: %w", db.Bridge, nlmsg.NameError(*m, err))
	}
	return nil
}

// decodeGroups reads MDBA_MDB, which holds a nest for each group, which holds one
// for each port. The kernel gives them all one number.
func (db *MDB) decodeGroups(d *rtattr.Decoder) {
	if db.Groups == nil {
		db.Groups = []Group{}
	}
	for _, entry := range d.All() {
		for _, info := range entry.Nest().All() {
			g := Group{Bridge: db.Bridge}
			g.decode(info.Nest())
			db.Groups = append(db.Groups, g)
		}
	}
}

func (g *Group) decode(d *rtattr.Decoder) {
	g.entry(d)
	for typ, v := range d.All() {
		switch typ {
		case linux.MDBA_MDB_EATTR_TIMER:
			g.Timer = ticks(v)
		case linux.MDBA_MDB_EATTR_SRC_LIST:
			g.decodeSources(v.Nest())
		case linux.MDBA_MDB_EATTR_GROUP_MODE:
			g.Mode = new(v.Uint8())
		case linux.MDBA_MDB_EATTR_SOURCE:
			g.Source = v.Addr()
		case linux.MDBA_MDB_EATTR_RTPROT:
			g.Protocol = v.Uint8()
		case linux.MDBA_MDB_EATTR_DST:
			g.Dst = v.Addr()
		case linux.MDBA_MDB_EATTR_DST_PORT:
			g.DstPort = v.Uint16()
		case linux.MDBA_MDB_EATTR_VNI:
			g.VNI = new(v.Uint32())
		case linux.MDBA_MDB_EATTR_IFINDEX:
			g.OIF = index(v)
		case linux.MDBA_MDB_EATTR_SRC_VNI:
			g.SrcVNI = new(v.Uint32())
		default:
			g.Unknown = append(g.Unknown, v.Raw())
		}
	}
}

func (g *Group) decodeSources(d *rtattr.Decoder) {
	g.Sources = []Source{}
	for _, entry := range d.All() {
		var s Source
		for typ, v := range entry.Nest().All() {
			switch typ {
			case linux.MDBA_MDB_SRCATTR_ADDRESS:
				s.Addr = v.Addr()
			case linux.MDBA_MDB_SRCATTR_TIMER:
				s.Timer = ticks(v)
			default:
				s.Unknown = append(s.Unknown, v.Raw())
			}
		}
		g.Sources = append(g.Sources, s)
	}
}

// AppendBinary appends what follows the nlmsghdr of a message about db, as the
// kernel sends it.
func (db *MDB) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	putHeader(e, db.Bridge)
	if db.Groups != nil {
		nest := e.Begin(linux.MDBA_MDB)
		for i := range db.Groups {
			entry := e.Begin(linux.MDBA_MDB_ENTRY)
			db.Groups[i].encode(e)
			e.End(entry)
		}
		e.End(nest)
	}
	if db.Routers != nil {
		nest := e.Begin(linux.MDBA_ROUTER)
		encodeRouters(e, db.Routers)
		e.End(nest)
	}
	e.Raws(db.Unknown)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWMDB, fmt.Sprintf("mdb of bridge %d", db.Bridge), err)
	}
	return out, err
}

// encode writes MDBA_MDB_ENTRY_INFO.
func (g *Group) encode(e *rtattr.Encoder) {
	info := e.Begin(linux.MDBA_MDB_ENTRY_INFO)
	g.putEntry(e, e.Struct(sizeofEntry))
	putTicks(e, linux.MDBA_MDB_EATTR_TIMER, g.Timer)
	if g.Sources != nil {
		list := e.Begin(linux.MDBA_MDB_EATTR_SRC_LIST)
		for _, s := range g.Sources {
			entry := e.Begin(linux.MDBA_MDB_SRCLIST_ENTRY)
			putAddr(e, linux.MDBA_MDB_SRCATTR_ADDRESS, s.Addr)
			putTicks(e, linux.MDBA_MDB_SRCATTR_TIMER, s.Timer)
			e.Raws(s.Unknown)
			e.End(entry)
		}
		e.End(list)
	}
	rtattr.Opt(e.Uint8, linux.MDBA_MDB_EATTR_GROUP_MODE, g.Mode)
	putAddr(e, linux.MDBA_MDB_EATTR_SOURCE, g.Source)
	rtattr.NonZero(e.Uint8, linux.MDBA_MDB_EATTR_RTPROT, g.Protocol)
	putAddr(e, linux.MDBA_MDB_EATTR_DST, g.Dst)
	rtattr.NonZero(e.Uint16, linux.MDBA_MDB_EATTR_DST_PORT, g.DstPort)
	rtattr.Opt(e.Uint32, linux.MDBA_MDB_EATTR_VNI, g.VNI)
	rtattr.NonZero(e.Index, linux.MDBA_MDB_EATTR_IFINDEX, g.OIF)
	rtattr.Opt(e.Uint32, linux.MDBA_MDB_EATTR_SRC_VNI, g.SrcVNI)
	e.Raws(g.Unknown)
	e.End(info)
}

// String returns how many entries there are, such as "3 groups of bridge 4".
func (db MDB) String() string {
	return fmt.Sprintf("%d groups of bridge %d", len(db.Groups), db.Bridge)
}

// Clone returns a copy of db that shares no memory with it.
func (db MDB) Clone() MDB { return deep.Copy(db) }

// sizeofHeader is the size of struct br_port_msg and of struct br_vlan_msg.
const sizeofHeader = 8

func putHeader(e *rtattr.Encoder, index int) {
	h := e.Struct(sizeofHeader)
	h[0] = linux.AF_BRIDGE
	setIndex(e, h[4:], index)
}

func header(d *rtattr.Decoder) (index int) {
	return int(int32(binary.NativeEndian.Uint32(d.Struct(sizeofHeader)[4:])))
}
