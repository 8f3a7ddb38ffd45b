package neigh_test

import (
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var goldens = []struct {
	file, comment string
	request       nlmsg.Request
}{
	{"add", "ip neigh add 192.0.2.5 lladdr 02:00:00:00:00:05 dev 3",
		neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), LLAddr: mac("02:00:00:00:00:05"), State: neigh.StatePermanent})},
	{"replace-v6", "ip neigh replace 2001:db8::5 lladdr 02:00:00:00:00:05 dev 3 nud reachable router extern_learn protocol 99",
		neigh.Replace(&neigh.Neigh{Index: 3, Dst: ip("2001:db8::5"), LLAddr: mac("02:00:00:00:00:05"),
			State: neigh.StateReachable, Flags: neigh.FlagRouter | neigh.FlagExtLearned, Protocol: 99})},
	{"add-managed", "ip neigh add 192.0.2.5 dev 3 managed\nNTF_EXT_MANAGED is beyond the eight bits of ndm_flags.",
		neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), Flags: neigh.FlagManaged})},
	{"add-validated", "A neighbour that a program vouches for, since Linux 6.17.",
		neigh.Replace(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), LLAddr: mac("02:00:00:00:00:05"), State: neigh.StateStale,
			Flags: neigh.FlagExtValidated | neigh.FlagExtLearned})},
	{"add-proxy", "ip neigh add proxy 192.0.2.8 dev 3",
		neigh.Add(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.8"), Flags: neigh.FlagProxy})},
	{"change", "ip neigh change 192.0.2.5 nud stale dev 3",
		neigh.Change(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), State: neigh.StateStale})},
	{"del", "ip neigh del 192.0.2.5 dev 3", neigh.Del(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5")})},
	{"get", "ip neigh get 192.0.2.5 dev 3", neigh.GetRequest(&neigh.Neigh{Index: 3, Dst: ip("192.0.2.5")})},
	{"list-master", "ip -6 neigh show dev 3 vrf 9",
		neigh.Filter{Family: linux.AF_INET6, Index: 3, Master: 9}.Request()},
	{"list-proxy", "ip neigh show proxy nomaster", neigh.Filter{Proxy: true, NoMaster: true}.Request()},

	{"fdb-add", "bridge fdb add 02:00:00:00:01:01 dev 3 master static vlan 10",
		neigh.AddFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:01"), VLAN: 10, State: static, Flags: neigh.FlagMaster})},
	{"fdb-replace-notify", "bridge fdb replace 02:00:00:00:01:01 dev 3 master static, which falls silent or is heard again with a notification",
		neigh.ReplaceFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:01"), State: static, Flags: neigh.FlagMaster,
			Ext: &neigh.FDBExt{ActivityNotify: new(uint8(linux.FDB_NOTIFY_BIT | linux.FDB_NOTIFY_INACTIVE_BIT)), DontRefresh: true}})},
	{"fdb-append-vxlan", "bridge fdb append 00:00:00:00:00:00 dev 4 dst 198.51.100.2 vni 200 src_vni 300 port 4790 via 3",
		neigh.AppendFDB(&neigh.FDB{Index: 4, MAC: mac("00:00:00:00:00:00"), State: permanent, Flags: neigh.FlagSelf,
			Dst: ip("198.51.100.2"), VNI: new(uint32(200)), SrcVNI: new(uint32(300)), Port: 4790, Via: 3})},
	{"fdb-add-nhid", "bridge fdb add 02:00:00:00:01:0a dev 4 nhid 102 self",
		neigh.AddFDB(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:0a"), State: permanent, Flags: neigh.FlagSelf, NHID: 102})},
	{"fdb-del", "bridge fdb del 02:00:00:00:01:01 dev 3 master",
		neigh.DelFDB(&neigh.FDB{Index: 3, MAC: mac("02:00:00:00:01:01"), Flags: neigh.FlagMaster})},
	{"fdb-get", "bridge fdb get 02:00:00:00:01:01 br 4 vlan 10",
		neigh.GetFDBRequest(&neigh.FDB{MAC: mac("02:00:00:00:01:01"), Master: 4, VLAN: 10})},
	{"fdb-get-vxlan", "bridge fdb get 02:00:00:00:01:08 dev 4 vni 300 self\nNDA_VNI is what other messages have as NDA_SRC_VNI.",
		neigh.GetFDBRequest(&neigh.FDB{Index: 4, MAC: mac("02:00:00:00:01:08"), Flags: neigh.FlagSelf, SrcVNI: new(uint32(300))})},
	{"fdb-list", "bridge fdb show br 4 brport 3", neigh.FDBFilter{Index: 3, Master: 4}.Request()},
	{"fdb-flush", "bridge fdb flush dev 4 brport 3 vlan 10 dynamic noextern_learn\nThe entries that age have neither of the states in the mask.",
		neigh.FlushFDB(&neigh.FDBFlush{Index: 4, Port: 3, VLAN: 10, Flags: neigh.FlagSelf, FlagsMask: neigh.FlagExtLearned,
			StateMask: neigh.StateNoARP | neigh.StatePermanent})},
	{"fdb-flush-vxlan", "bridge fdb flush dev 4 dst 198.51.100.2 port 4790 vni 200 src_vni 300 nhid 102 router",
		neigh.FlushFDB(&neigh.FDBFlush{Index: 4, Flags: neigh.FlagSelf | neigh.FlagRouter, FlagsMask: neigh.FlagRouter,
			Dst: ip("198.51.100.2"), UDPPort: 4790, VNI: new(uint32(200)), SrcVNI: new(uint32(300)), NHID: 102})},

	{"table-set", "ip ntable change name arp_cache dev 3 base_reachable 20000 queue 32 ...\nand the settings that ip does not know.",
		neigh.SetTable(&neigh.Table{Name: "arp_cache", Params: &neigh.Params{Index: 3,
			BaseReachableTime: new(20 * time.Second), QueueLen: new(uint32(32)), QueueLenBytes: new(uint32(65536)),
			McastReprobes: new(uint32(2)), IntervalProbeTime: new(3 * time.Second)}})},
	{"table-set-thresholds", "ip -6 ntable change name ndisc_cache thresh1 200 thresh2 600 thresh3 2000 gc_int 40000",
		neigh.SetTable(&neigh.Table{Family: linux.AF_INET6, Name: "ndisc_cache", Threshold1: new(uint32(200)),
			Threshold2: new(uint32(600)), Threshold3: new(uint32(2000)), GCInterval: new(40 * time.Second)})},
	{"table-list", "ip -4 ntable show", neigh.TableFilter{Family: linux.AF_INET}.Request()},
}
