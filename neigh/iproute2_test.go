package neigh_test

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What bridge calls permanent and static.
const (
	permanent = neigh.StateNoARP | neigh.StatePermanent
	static    = neigh.StateNoARP | neigh.StateReachable
)

// recorded are the requests of iproute2, made by this package.
var recorded = map[string]nlmsg.Request{
	"neigh-add": neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), LLAddr: mac("02:00:00:00:00:05"),
		State: neigh.StatePermanent}),
	"neigh-add-nud": neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.6"), LLAddr: mac("02:00:00:00:00:06"),
		State: neigh.StateReachable}),
	"neigh-add-v6": neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("2001:db8::5"), LLAddr: mac("02:00:00:00:00:07"),
		State: neigh.StateStale, Flags: neigh.FlagRouter}),
	"neigh-add-extern": neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.7"), LLAddr: mac("02:00:00:00:00:08"),
		State: neigh.StatePermanent, Flags: neigh.FlagExtLearned, Protocol: linux.RTPROT_STATIC}),
	"neigh-add-proxy": neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.8"), State: neigh.StatePermanent,
		Flags: neigh.FlagProxy}),
	"neigh-add-managed": neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.9"), Flags: neigh.FlagManaged}),
	"neigh-replace": neigh.Replace(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), LLAddr: mac("02:00:00:00:00:55"),
		State: neigh.StateNoARP}),
	"neigh-change": neigh.Change(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), LLAddr: mac("02:00:00:00:00:56"),
		State: neigh.StatePermanent}),
	"neigh-del":        neigh.Del(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), State: neigh.StatePermanent}),
	"neigh-get":        neigh.GetRequest(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5")}),
	"neigh-show":       neigh.Filter{}.Request(),
	"neigh-show-proxy": neigh.Filter{Index: 3, Proxy: true}.Request(),

	"neigh-add-use": neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), State: neigh.StatePermanent,
		Flags: neigh.FlagUse}),
	// With an address that the kernel ignores, and a Neigh refuses.
	"neigh-add-none": neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"),
		Unknown: []rtattr.Raw{{Type: linux.NDA_LLADDR, Data: mac("02:00:00:00:00:05")}}}),
	"neigh-add-v6-managed": neigh.Replace(&neigh.Neigh{Index: 3, Dst: ip("2001:db8::5"), Protocol: 99,
		Flags: neigh.FlagManaged | neigh.FlagExtLearned}),
	"neigh-add-proxy-protocol": neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("2001:db8::8"), Protocol: 99,
		State: neigh.StatePermanent, Flags: neigh.FlagProxy | neigh.FlagRouter}),
	"neigh-get-proxy":   neigh.GetRequest(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.8"), Flags: neigh.FlagProxy}),
	"neigh-get-missing": neigh.GetRequest(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.77")}),
	"neigh-del-proxy": neigh.Del(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.8"), State: neigh.StatePermanent,
		Flags: neigh.FlagProxy}),
	"neigh-show-dev":      neigh.Filter{Family: linux.AF_INET6, Index: 3, State: neigh.StatePermanent}.Request(),
	"neigh-show-nomaster": neigh.Filter{NoMaster: true}.Request(),

	"neigh-add-all-flags": neigh.Replace(&neigh.Neigh{Index: 3, Dst: ip("2001:db8::6"), LLAddr: mac("02:00:00:00:00:06"),
		State: neigh.StateNoARP, Flags: neigh.FlagRouter | neigh.FlagExtLearned | neigh.FlagManaged,
		Protocol: linux.RTPROT_KERNEL}),
	"neigh-add-probe": neigh.Replace(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), LLAddr: mac("02:00:00:00:00:05"),
		State: neigh.StateProbe}),
	"neigh-del-v6":        neigh.Del(&neigh.Neigh{Index: 3, Dst: ip("2001:db8::5"), State: neigh.StatePermanent}),
	"neigh-get-v6":        neigh.GetRequest(&neigh.Neigh{Index: 3, Dst: ip("2001:db8::5")}),
	"neigh-get-proxy-v6":  neigh.GetRequest(&neigh.Neigh{Index: 3, Dst: ip("2001:db8::8"), Flags: neigh.FlagProxy}),
	"neigh-show-proxy-v6": neigh.Filter{Family: linux.AF_INET6, Proxy: true}.Request(),
	"neigh-show-v4-all":   neigh.Filter{Family: linux.AF_INET}.Request(),
	"neigh-show-to":       neigh.Filter{Family: linux.AF_INET, Index: 3, State: neigh.StateReachable}.Request(),
	"neigh-show-master":   neigh.Filter{Master: 4}.Request(),

	"fdb-add-defaults": neigh.AddFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:01"), State: permanent,
		Flags: neigh.FlagSelf}),
	"fdb-add-self-master": neigh.AddFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:02"), State: static,
		Flags: neigh.FlagSelf | neigh.FlagMaster, VLAN: 4094}),
	"fdb-add-extern-sticky": neigh.AddFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:03"), State: static,
		Flags: neigh.FlagMaster | neigh.FlagExtLearned | neigh.FlagSticky}),
	"fdb-add-local": neigh.AddFDB(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:04"), State: permanent,
		Flags: neigh.FlagSelf}),
	"fdb-append-nhid": neigh.AppendFDB(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:0b"), State: static,
		NHID: 102, SrcVNI: new(uint32(7))}),
	"fdb-del-vxlan-all": neigh.DelFDB(&neigh.FDB{Index: 4, MAC: mac("00:00:00:00:00:00"), State: permanent,
		Dst: ip("192.0.2.9"), Port: 4790, VNI: new(uint32(200)), SrcVNI: new(uint32(300)), Via: 3}),
	"fdb-get-self": neigh.GetFDBRequest(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:03"), Flags: neigh.FlagSelf}),
	"fdb-get-vni0": neigh.GetFDBRequest(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:03"),
		SrcVNI: new(uint32(0))}),
	"fdb-show-dynamic": neigh.FDBFilter{State: neigh.StateReachable | neigh.StateStale}.Request(),
	"fdb-show-stats":   neigh.FDBFilter{Index: 3}.Request(),
	"fdb-flush-vxlan-all": neigh.FlushFDB(&neigh.FDBFlush{Index: 4, Dst: ip("192.0.2.9"), UDPPort: 4790,
		VNI: new(uint32(200)), SrcVNI: new(uint32(300)), StateMask: neigh.StatePermanent,
		Flags: neigh.FlagSelf | neigh.FlagRouter, FlagsMask: neigh.FlagRouter}),
	"fdb-flush-vxlan-nhid": neigh.FlushFDB(&neigh.FDBFlush{Index: 4, NHID: 102, VNI: new(uint32(0)),
		FlagsMask: neigh.FlagRouter | neigh.FlagExtLearned}),
	"fdb-flush-vlan-port": neigh.FlushFDB(&neigh.FDBFlush{Index: 4, Port: 3, VLAN: 10, StateMask: neigh.StateNoARP,
		Flags: neigh.FlagSelf}),
	"fdb-flush-static": neigh.FlushFDB(&neigh.FDBFlush{Index: 3, State: neigh.StateNoARP,
		StateMask: neigh.StateNoARP | neigh.StatePermanent, Flags: neigh.FlagMaster,
		FlagsMask: neigh.FlagOffloaded | neigh.FlagUse}),

	"fdb-add-master": neigh.AddFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:01"), State: static,
		Flags: neigh.FlagMaster}),
	"fdb-add-vlan": neigh.AddFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:02"), State: neigh.StateReachable,
		Flags: neigh.FlagMaster, VLAN: 1}),
	"fdb-add-self": neigh.AddFDB(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:03"), State: permanent,
		Flags: neigh.FlagSelf}),
	"fdb-add-sticky": neigh.AddFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:04"), State: static,
		Flags: neigh.FlagMaster | neigh.FlagSticky}),
	"fdb-replace": neigh.ReplaceFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:05"), State: permanent,
		Flags: neigh.FlagMaster | neigh.FlagExtLearned}),
	"fdb-del": neigh.DelFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:01"), State: permanent,
		Flags: neigh.FlagMaster}),
	"fdb-show":        neigh.FDBFilter{}.Request(),
	"fdb-show-br":     neigh.FDBFilter{Master: 4}.Request(),
	"fdb-show-brport": neigh.FDBFilter{Index: 3, State: neigh.StateReachable}.Request(),
	"fdb-get":         neigh.GetFDBRequest(&neigh.FDB{MAC: mac("02:00:00:00:01:01"), Master: 4}),
	"fdb-flush":       neigh.FlushFDB(&neigh.FDBFlush{Index: 4, Flags: neigh.FlagSelf, VLAN: 1}),
	"fdb-append-vxlan": neigh.AppendFDB(&neigh.FDB{Index: 4, MAC: mac("00:00:00:00:00:00"), State: permanent,
		Dst: ip("198.51.100.2"), VNI: new(uint32(200)), Port: 4790, Via: 3}),
	"fdb-append-vxlan6": neigh.AppendFDB(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:02:01"), State: permanent,
		Dst: ip("2001:db8::99"), SrcVNI: new(uint32(100))}),

	"fdb-add-use": neigh.AddFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:06"), State: neigh.StateReachable,
		Flags: neigh.FlagMaster | neigh.FlagUse}),
	"fdb-add-router": neigh.AddFDB(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:07"), State: neigh.StateReachable,
		Flags: neigh.FlagSelf | neigh.FlagRouter, Dst: ip("192.0.2.9")}),
	"fdb-add-vxlan-vni0": neigh.AddFDB(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:08"), State: permanent,
		Dst: ip("192.0.2.9"), VNI: new(uint32(0)), SrcVNI: new(uint32(0)), Port: 1}),
	"fdb-add-vxlan6": neigh.ReplaceFDB(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:09"), State: permanent,
		Dst: ip("2001:db8::9"), Via: 3}),
	"fdb-add-nhid": neigh.AddFDB(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:0a"), State: permanent,
		NHID: 102}),
	"fdb-del-vxlan": neigh.DelFDB(&neigh.FDB{Index: 4, MAC: mac("00:00:00:00:00:00"), State: permanent,
		Dst: ip("192.0.2.9")}),
	"fdb-del-vlan": neigh.DelFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:01"), State: permanent,
		Flags: neigh.FlagMaster, VLAN: 10}),
	"fdb-get-port": neigh.GetFDBRequest(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:01"), Flags: neigh.FlagMaster}),
	"fdb-get-vlan": neigh.GetFDBRequest(&neigh.FDB{MAC: mac("02:00:00:00:01:01"), Master: 4, VLAN: 10}),
	"fdb-get-vxlan": neigh.GetFDBRequest(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:08"),
		SrcVNI: new(uint32(300))}),
	"fdb-show-br-port": neigh.FDBFilter{Index: 3, Master: 4, VLAN: 1, State: neigh.StateNoARP}.Request(),
	"fdb-flush-all":    neigh.FlushFDB(&neigh.FDBFlush{Index: 4, Flags: neigh.FlagSelf}),
	"fdb-flush-port": neigh.FlushFDB(&neigh.FDBFlush{Index: 3, Flags: neigh.FlagMaster,
		StateMask: neigh.StateNoARP | neigh.StatePermanent}),
	"fdb-flush-brport": neigh.FlushFDB(&neigh.FDBFlush{Index: 4, Port: 3,
		State: neigh.StateNoARP, StateMask: neigh.StateNoARP | neigh.StatePermanent,
		Flags:     neigh.FlagSelf | neigh.FlagUse,
		FlagsMask: neigh.FlagUse | neigh.FlagExtLearned | neigh.FlagSticky}),
	"fdb-flush-permanent": neigh.FlushFDB(&neigh.FDBFlush{Index: 4,
		State: neigh.StatePermanent, StateMask: neigh.StatePermanent,
		Flags: neigh.FlagSelf | neigh.FlagOffloaded, FlagsMask: neigh.FlagOffloaded}),
	"fdb-flush-nodynamic": neigh.FlushFDB(&neigh.FDBFlush{Index: 4,
		State: neigh.StateNoARP, StateMask: neigh.StateNoARP | neigh.StatePermanent,
		Flags:     neigh.FlagSelf | neigh.FlagExtLearned | neigh.FlagSticky,
		FlagsMask: neigh.FlagExtLearned | neigh.FlagSticky}),
	"fdb-flush-vxlan": neigh.FlushFDB(&neigh.FDBFlush{Index: 4, Flags: neigh.FlagSelf}),

	"ntable-show":    neigh.TableFilter{}.Request(),
	"ntable-show-v6": neigh.TableFilter{Family: linux.AF_INET6}.Request(),
	"ntable-change": neigh.SetTable(&neigh.Table{Name: "arp_cache", Params: &neigh.Params{
		Index: 3, QueueLen: new(uint32(32)), BaseReachableTime: new(20 * time.Second)}}),
	"ntable-change-v6": neigh.SetTable(&neigh.Table{Family: linux.AF_INET6, Name: "ndisc_cache", Params: &neigh.Params{
		Index: 3, BaseReachableTime: new(20 * time.Second), RetransTime: new(1500 * time.Millisecond),
		GCStaleTime: new(30 * time.Second), DelayProbeTime: new(4 * time.Second), QueueLen: new(uint32(32)),
		AppProbes: new(uint32(1)), UcastProbes: new(uint32(4)), McastProbes: new(uint32(5)),
		AnycastDelay: new(900 * time.Millisecond), ProxyDelay: new(700 * time.Millisecond),
		ProxyQLen: new(uint32(60)), LockTime: new(10 * time.Millisecond)}}),
	"ntable-show-dev": neigh.TableFilter{Name: "arp_cache", Index: 3}.Request(),
	"ntable-change-times": neigh.SetTable(&neigh.Table{Name: "arp_cache", Params: &neigh.Params{
		Index: 3, BaseReachableTime: new(30 * time.Second), RetransTime: new(time.Second), GCStaleTime: new(time.Minute),
		DelayProbeTime: new(5 * time.Second), QueueLen: new(uint32(31)), AnycastDelay: new(time.Second),
		ProxyDelay: new(800 * time.Millisecond), ProxyQLen: new(uint32(64)), LockTime: new(time.Second)}}),
	"ntable-change-default": neigh.SetTable(&neigh.Table{Name: "arp_cache", Params: &neigh.Params{
		QueueLen: new(uint32(33)), McastProbes: new(uint32(0))}}),
	"ntable-change-thresh": neigh.SetTable(&neigh.Table{Name: "arp_cache", Threshold1: new(uint32(200)),
		Threshold2: new(uint32(600)), Threshold3: new(uint32(2000)), GCInterval: new(40 * time.Second)}),
}

// leftOut are the records without a request here, and why.
var leftOut = map[string]string{
	"neigh-flush": "ip sends back what it has read: see TestFlushOfIproute2",
}

func TestRequestsAreThoseOfIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2.jsonl", recorded, leftOut)
}

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

func mac(s string) net.HardwareAddr {
	m, err := net.ParseMAC(s)
	if err != nil {
		panic(err)
	}
	return m
}

// ip neigh flush sends back what it has read. A request to delete the same is made
// of what Decode returns of it, and differs in what the kernel does not need.
func TestFlushOfIproute2(t *testing.T) {
	stats := []string{"nlmsg_flags: want REQUEST, got REQUEST|ACK",
		"NDA_PROBES: want 0 (00 00 00 00), got nothing",
		"NDA_CACHEINFO: want 01 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00, got nothing"}
	want := [][]string{stats, stats} // of each message
	golden.CompareRemade(t, "testdata/iproute2.jsonl", "neigh-flush", want, func(msg []byte) (remade []byte, err error) {
		for m, err := range nlmsg.Messages(msg) {
			if err != nil {
				return nil, err
			}
			read, err := neigh.Decode(m)
			if err != nil {
				return nil, err
			}
			if remade, err = neigh.Del(read).AppendBinary(remade); err != nil {
				return nil, err
			}
		}
		return remade, nil
	})
}
