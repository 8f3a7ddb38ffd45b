package link

import (
	"iter"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Get returns the link that ref names. If there is none, the error is
// fs.ErrNotExist. It is one request: the kernel looks the name up, alternative
// names too.
func Get(conn *nlmsg.Conn, ref Ref) (*Link, error) {
	m, err := conn.Get(GetRequest(ref))
	if err != nil {
		return nil, err
	}
	return Decode(m)
}

// GetRequest is the request that [Get] makes: RTM_GETLINK.
func GetRequest(ref Ref) nlmsg.Request {
	return nlmsg.Request{
		Op:   "link get",
		Type: linux.RTM_GETLINK,
		Body: getBody{selectBody{selectorOf(ref)}},
	}
}

type getBody struct{ selectBody }

func (b getBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b getBody) encode(e *rtattr.Encoder) {
	b.selectBody.encode(e)
	e.Uint32(linux.IFLA_EXT_MASK, linux.RTEXT_FILTER_VF)
}

// List returns all links of the namespace. They share no memory with what was
// received.
func List(conn *nlmsg.Conn) ([]Link, error) { return Filter{}.List(conn) }

// All yields all links of the namespace as the kernel sends them. An error comes
// last, see [nlmsg.Conn.Dump].
//
// What a link holds is the caller's own and stays as it is, but for raw bytes,
// which are valid until the next link: the Data of an [UnknownKind], XStats, and
// that of any [rtattr.Raw]. [Link.Clone] keeps them. Links are allocated two at a
// time; a clone also does not keep the memory of another.
func All(conn *nlmsg.Conn) iter.Seq2[Link, error] { return Filter{}.All(conn) }

// Filter says which links to list. The zero Filter lists all.
type Filter struct {
	// Kind is a kind of link, such as "veth", or empty for all.
	Kind string

	// PortKind is a kind of master, such as "bridge", whose ports to list
	// (IFLA_INFO_SLAVE_KIND), or empty for all. The kernel sends all.
	PortKind string

	// Master is the index of the bridge or other device whose ports to list, or
	// zero for all links.
	Master int

	// NoMaster lists the links that are no ports (IFLA_MASTER of -1). Kernels
	// before 5.15 send none then, and are asked once more, for all.
	NoMaster bool

	// BridgePorts lists the ports of bridges, as bridges see them: messages of
	// AF_BRIDGE, with Port and without much of the rest, Data among it.
	BridgePorts bool

	// VLANs adds AFSpec.Bridge.VLANs to BridgePorts, and the bridges themselves,
	// if the kernel has VLAN filtering.
	VLANs bool

	// IPv6 lists the links that have IPv6, as IPv6 sees them: messages of
	// AF_INET6, with ProtInfo, which has the Token, and without much of the rest.
	// It goes with no other field.
	IPv6 bool

	// NetNS is the namespace to list, by its id. Nil is the connection's. The
	// links have it as their NetNS too, and are no [Ref] for this connection.
	NetNS *NSID

	// SkipStats leaves out the counters of IPv6 and of virtual functions, a
	// quarter of the answer (RTEXT_FILTER_SKIP_STATS). Stats come all the same.
	SkipStats bool

	// SkipVFs leaves out VFs, of which a network card can have hundreds.
	SkipVFs bool

	// Extra are further RTEXT_FILTER_* of linux/rtnetlink.h, of what else an answer
	// is to hold. With BridgePorts, BRVLAN_COMPRESSED (4) is VLANs with ranges of
	// them as two, MRP (16) and CFM (32, 64) add what stays in
	// AFSpec.Bridge.Unknown, and MST (128) adds AFSpec.Bridge.MST.
	Extra uint32
}

// List returns the links that pass.
func (f Filter) List(conn *nlmsg.Conn) ([]Link, error) { return f.list(conn, f.Request()) }

func (f Filter) list(conn *nlmsg.Conn, r nlmsg.Request) ([]Link, error) {
	list, err := nlmsg.List(conn, r, f.decoder(streamMemory()))
	if f.NoMaster && len(list) == 0 && err == nil {
		list, err = nlmsg.List(conn, f.withPorts(), f.decoder(streamMemory()))
	}
	return list, err
}

// All yields the links that pass, as [All] does.
func (f Filter) All(conn *nlmsg.Conn) iter.Seq2[Link, error] { return f.all(conn, f.Request()) }

func (f Filter) all(conn *nlmsg.Conn, r nlmsg.Request) iter.Seq2[Link, error] {
	return func(yield func(Link, error) bool) {
		if !f.NoMaster {
			nlmsg.All(conn, r, f.decoder(streamMemory()))(yield)
			return
		}
		none := true
		for l, err := range nlmsg.All(conn, r, f.decoder(streamMemory())) {
			none = false
			if !yield(l, err) {
				return
			}
		}
		if none {
			nlmsg.All(conn, f.withPorts(), f.decoder(streamMemory()))(yield)
		}
	}
}

// withPorts is the request to make if there is nothing without a master: older
// kernels look for links whose master has the index -1, and find none.
func (f Filter) withPorts() nlmsg.Request {
	f.NoMaster = false
	return f.Request()
}

// Request is the request for a dump that List and All make: RTM_GETLINK. The
// kernel filters, as far as it can.
func (f Filter) Request() nlmsg.Request {
	return nlmsg.Request{
		Op:    "link list",
		Type:  linux.RTM_GETLINK,
		Flags: linux.NLM_F_DUMP,
		Body:  listBody{f},
	}
}

// decoder returns a function that decodes a link and reports whether it passes.
func (f Filter) decoder(mem *memory) func(*nlmsg.Message, *Link) (bool, error) {
	return func(m *nlmsg.Message, l *Link) (bool, error) {
		if err := l.decodeMessage(m, mem); err != nil {
			return false, err
		}
		return f.pass(l), nil
	}
}

// pass filters once more: kernels without strict checking list all, and so does
// any kernel for a kind that it does not know.
func (f Filter) pass(l *Link) bool {
	if f.Kind != "" && (l.Data == nil || l.Data.Kind() != f.Kind) {
		return false
	}
	if f.PortKind != "" && (l.Port == nil || l.Port.Kind() != f.PortKind) {
		return false
	}
	if f.NoMaster && l.Master != nil && *l.Master != 0 {
		return false
	}
	return f.Master == 0 || l.Master != nil && *l.Master == f.Master
}
