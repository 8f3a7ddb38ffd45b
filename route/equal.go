package route

import (
	"bytes"
	"slices"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// equal reports whether two routes are the same in the same state.
func (r *Route) equal(o *Route) bool {
	return r.same(o) && r.Flags == o.Flags &&
		slices.EqualFunc(r.MultiPath, o.MultiPath, func(a, b NextHop) bool { return a.Flags == b.Flags })
}

// same reports whether two routes are the same, whatever the kernel says of the
// state of their links. What changes by itself does not count: Expires, Cache and
// the counters of an Encap.
func (r *Route) same(o *Route) bool {
	return r.key() == o.key() &&
		r.Protocol == o.Protocol && r.Scope == o.Scope && r.Type == o.Type &&
		(r.Flags^o.Flags)&^state == 0 &&
		r.Gateway == o.Gateway && r.OIF == o.OIF && r.IIF == o.IIF && r.PrefSrc == o.PrefSrc &&
		r.NHID == o.NHID && encap.Equal(r.Encap, o.Encap) &&
		r.Pref == o.Pref && r.Flow == o.Flow && r.Mark == o.Mark &&
		(r.UID == o.UID || r.UID != nil && o.UID != nil && *r.UID == *o.UID) &&
		sameMetrics(r.Metrics, o.Metrics) &&
		slices.EqualFunc(r.MultiPath, o.MultiPath, sameHop) &&
		sameRaw(r.Unknown, o.Unknown)
}

func sameHop(a, b NextHop) bool {
	return a.OIF == b.OIF && a.Gateway == b.Gateway && a.Weight == b.Weight &&
		(a.Flags^b.Flags)&^uint8(state&0xff) == 0 && a.Flow == b.Flow &&
		encap.Equal(a.Encap, b.Encap) &&
		sameRaw(a.Unknown, b.Unknown)
}

func sameMetrics(a, b *Metrics) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Lock == b.Lock && a.MTU == b.MTU && a.Window == b.Window &&
		a.RTT == b.RTT && a.RTTVar == b.RTTVar && a.SSThresh == b.SSThresh &&
		a.Cwnd == b.Cwnd && a.AdvMSS == b.AdvMSS && a.Reordering == b.Reordering &&
		a.HopLimit == b.HopLimit && a.InitCwnd == b.InitCwnd && a.InitRwnd == b.InitRwnd &&
		a.Features == b.Features && a.RTOMin == b.RTOMin && a.QuickACK == b.QuickACK &&
		a.CongCtl == b.CongCtl && a.FastOpenNoCookie == b.FastOpenNoCookie &&
		sameRaw(a.Unknown, b.Unknown)
}

func sameRaw(a, b []rtattr.Raw) bool {
	return slices.EqualFunc(a, b, func(a, b rtattr.Raw) bool {
		return a.Type == b.Type && bytes.Equal(a.Data, b.Data)
	})
}
