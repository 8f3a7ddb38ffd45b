package roundtrip

import (
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rule"
)

// Requests of what was read.

func setLink(l *link.Link) nlmsg.Request { return link.Set(link.Index(1), l) }

func addVNIs(v *link.VNIs) nlmsg.Request { return link.AddVNIs(link.Index(v.Index), v.Ranges...) }

func addVLANs(v *bridge.VLANs) nlmsg.Request { return bridge.AddVLANs(v.Index, v.List...) }

func setVLANOptions(v *bridge.VLANs) nlmsg.Request {
	return bridge.SetVLANOptions(v.Index, v.Options...)
}

func addGroup(db *bridge.MDB) nlmsg.Request {
	if len(db.Groups) == 0 {
		return bridge.AddGroup(nil)
	}
	return bridge.AddGroup(&db.Groups[0])
}

// setTable has the type of the answer that reports what it asks for.
func setTable(x *neigh.Table) nlmsg.Request {
	r := neigh.SetTable(x)
	r.Type = linux.RTM_NEWNEIGHTBL
	return r
}

// What a request fills in and leaves out.

func sentAddr(a *addr.Addr) bool {
	a.Created, a.Updated = 0, 0
	return true
}

func sentLabel(l *addr.Label) bool {
	l.Seq = 0
	return true
}

func sentNeigh(n *neigh.Neigh) bool {
	n.Confirmed, n.Used, n.Updated, n.Refs, n.Probes = 0, 0, 0, 0, 0
	return true
}

func sentFDB(f *neigh.FDB) bool {
	f.Confirmed, f.Used, f.Updated, f.Refs = 0, 0, 0, 0
	switch {
	case f.Flags&(neigh.FlagSelf|neigh.FlagMaster) != 0:
	case f.Index == f.Master, f.Dst.IsValid(), f.Port != 0, f.VNI != nil, f.SrcVNI != nil, f.NHID != 0, f.Via != 0:
		f.Flags |= neigh.FlagSelf
	default:
		f.Flags |= neigh.FlagMaster
	}
	return true
}

func sentTable(x *neigh.Table) bool {
	x.Config, x.Stats = nil, nil
	if x.Params != nil {
		x.Params.Refs, x.Params.ReachableTime = 0, nil
	}
	return true
}

func sentRule(r *rule.Rule) bool {
	r.Flags &^= linux.FIB_RULE_UNRESOLVED | linux.FIB_RULE_IIF_DETACHED | linux.FIB_RULE_OIF_DETACHED
	return r.Action != linux.FR_ACT_UNSPEC // it depends on the rest
}

func sentLabels(r *mpls.Route) bool {
	r.Flags = 0
	if r.Protocol == linux.RTPROT_UNSPEC {
		r.Protocol = linux.RTPROT_BOOT
	}
	for i := range r.MultiPath {
		r.MultiPath[i].Flags = 0
	}
	return true
}

func sentRoute(r *route.Route) bool {
	const state = linux.RTNH_F_DEAD | linux.RTNH_F_OFFLOAD | linux.RTNH_F_LINKDOWN | linux.RTNH_F_UNRESOLVED |
		linux.RTNH_F_TRAP | linux.RTM_F_OFFLOAD | linux.RTM_F_TRAP | linux.RTM_F_OFFLOAD_FAILED
	if r.Flags&linux.RTM_F_CLONED != 0 {
		return false // an answer about one destination, whose scope means nothing
	}
	r.Cache = nil
	r.Flags &^= state
	if r.Expires > 0 {
		r.Expires = (r.Expires + time.Second - 1).Truncate(time.Second)
	}
	if r.Protocol == linux.RTPROT_UNSPEC {
		r.Protocol = linux.RTPROT_BOOT
	}
	if r.Table == 0 {
		r.Table = linux.RT_TABLE_MAIN
		switch r.Type {
		case linux.RTN_LOCAL, linux.RTN_BROADCAST, linux.RTN_ANYCAST, linux.RTN_NAT:
			r.Table = linux.RT_TABLE_LOCAL
		}
	}
	if r.Type == linux.RTN_UNSPEC {
		r.Type = linux.RTN_UNICAST
	}
	if r.NHID != 0 {
		r.Gateway, r.OIF, r.MultiPath, r.Encap = netip.Addr{}, 0, nil, nil
	}
	for i := range r.MultiPath {
		r.MultiPath[i].Flags &= 0xff &^ (state & 0xff)
	}
	if len(r.MultiPath) == 0 {
		r.MultiPath = nil
	}
	return true
}
