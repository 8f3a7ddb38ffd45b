package iproute2

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/route"
)

// metricsTable is for the metrics of a route. Which of them are locked is printed
// as text only.
var metricsTable = table[*route.Metrics]{
	{"mtu", func(m *route.Metrics) any { return nonZero(m.MTU) }},
	{"window", func(m *route.Metrics) any { return nonZero(m.Window) }},
	{"rtt", func(m *route.Metrics) any { return nonZero(m.RTT.Milliseconds()) }},
	{"rttvar", func(m *route.Metrics) any { return nonZero(m.RTTVar.Milliseconds()) }},
	{"ssthresh", func(m *route.Metrics) any { return nonZero(m.SSThresh) }},
	{"cwnd", func(m *route.Metrics) any { return nonZero(m.Cwnd) }},
	{"advmss", func(m *route.Metrics) any { return nonZero(m.AdvMSS) }},
	{"reordering", func(m *route.Metrics) any { return nonZero(m.Reordering) }},
	{"hoplimit", func(m *route.Metrics) any { return nonZero(m.HopLimit) }},
	{"initcwnd", func(m *route.Metrics) any { return nonZero(m.InitCwnd) }},
	{"ecn", func(m *route.Metrics) any { return flag(m.Features&linux.RTAX_FEATURE_ECN != 0) }},
	{"tcp_usec_ts", func(m *route.Metrics) any { return sinceNewer{flag(m.Features&linux.RTAX_FEATURE_TCP_USEC_TS != 0)} }},
	{"rto_min", func(m *route.Metrics) any { return nonZero(m.RTOMin.Milliseconds()) }},
	{"initrwnd", func(m *route.Metrics) any { return nonZero(m.InitRwnd) }},
	{"quickack", func(m *route.Metrics) any { return one(m.QuickACK) }},
	{"congestion", func(m *route.Metrics) any { return m.CongCtl }},
	{"fastopen_no_cookie", func(m *route.Metrics) any { return one(m.FastOpenNoCookie) }},
}

// one is 1 if v, and else nothing.
func one(v bool) any {
	if !v {
		return nil
	}
	return 1
}
