package bridge

import (
	"fmt"
	"io/fs"
	"iter"
	"net"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// ListMDBs returns the multicast databases of all bridges and VXLANs.
func ListMDBs(conn *nlmsg.Conn) ([]MDB, error) {
	parts, err := nlmsg.List(conn, MDBsRequest(), decodeMDB)
	// A large database comes in several messages.
	var list []MDB
	for _, part := range parts {
		if n := len(list); n > 0 && list[n-1].Bridge == part.Bridge {
			last := &list[n-1]
			last.Groups = append(last.Groups, part.Groups...)
			last.Routers = append(last.Routers, part.Routers...)
			last.Unknown = append(last.Unknown, part.Unknown...)
			continue
		}
		list = append(list, part)
	}
	return list, err
}

// AllMDBs yields what [ListMDBs] returns, as it comes from the kernel: a large
// database in several parts, one after the other. An error is yielded last, as by
// [nlmsg.Conn.Dump]. The loop may use conn. Unknown attributes are valid until the
// next part: see [MDB.Clone].
func AllMDBs(conn *nlmsg.Conn) iter.Seq2[MDB, error] {
	return nlmsg.All(conn, MDBsRequest(), decodeMDB)
}

func decodeMDB(m *nlmsg.Message, db *MDB) (bool, error) { return true, db.decode(m) }

// MDBsRequest returns the request for a dump that [ListMDBs] and [AllMDBs] make. The
// kernel sends the databases of all bridges, and has no filter.
func MDBsRequest() nlmsg.Request {
	return nlmsg.Request{Op: "mdb list", Type: linux.RTM_GETMDB, Flags: linux.NLM_F_DUMP, Body: mdbDump{}}
}

type mdbDump struct{}

func (mdbDump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	putHeader(e, 0)
	return e.Result()
}

// GroupQuery says which group [GetGroup] looks up.
type GroupQuery struct {
	// Bridge is the index of the bridge or of the VXLAN, and needed.
	Bridge int

	// Addr, HardwareAddr, Source, VLAN and SrcVNI are those of a [Group].
	Addr         netip.Addr
	HardwareAddr net.HardwareAddr
	Source       netip.Addr
	VLAN         uint16
	SrcVNI       *uint32
}

// GetGroup returns the entries of a group, one for each port or remote end (since
// Linux 6.7). Without any it fails with ENOENT, which is [io/fs.ErrNotExist].
func GetGroup(conn *nlmsg.Conn, q GroupQuery) ([]Group, error) {
	r := q.Request()
	m, err := conn.Get(r)
	if err != nil {
		return nil, err
	}
	db, err := DecodeMDB(m)
	if err != nil {
		return nil, err
	}
	if len(db.Groups) == 0 {
		return nil, fmt.Errorf("%v: %w", r, fs.ErrNotExist)
	}
	return db.Groups, nil
}

// Request returns the request that [GetGroup] makes.
func (q GroupQuery) Request() nlmsg.Request {
	return nlmsg.Request{Op: "mdb get", Type: linux.RTM_GETMDB, Body: groupQuery(q)}
}

// groupQuery is the body of a request for a group.
type groupQuery GroupQuery

func (q groupQuery) group() *Group {
	return &Group{Bridge: q.Bridge, Addr: q.Addr, HardwareAddr: q.HardwareAddr, Source: q.Source, VLAN: q.VLAN, SrcVNI: q.SrcVNI}
}

// AppendBinary appends what a request to add the group has, but for the port: the
// numbers are the same (MDBA_GET_ENTRY, MDBA_GET_ENTRY_ATTRS).
func (q groupQuery) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	q.group().encodeRequest(e, false)
	return e.Result()
}

func (q groupQuery) String() string { return q.group().String() }
