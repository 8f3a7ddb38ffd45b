package link_test

import (
	"math"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
)

// comparison is that of one field of a link, as it was given and as it was read.
type comparison struct {
	t           *testing.T
	given, read *link.Link
	set         bool // the link is changed, and not made
	want, got   reflect.Value
}

// equal reports whether the field reads back as it was given. What says the same
// is equal: flags that a mask leaves out do not count, an index of 0 is none,
// and so is an unspecified address.
func (c comparison) equal() bool {
	if cmp.Equal(c.want.Interface(), c.got.Interface(), cmpAddr) {
		return true
	}
	switch want := c.want.Interface().(type) {
	case *link.Bits:
		var got link.Bits
		if p := c.got.Interface().(*link.Bits); p != nil {
			got = *p
		}
		return (want.Value^got.Value)&(want.Value|want.Mask) == 0
	case *int:
		return *want == 0 && c.got.IsNil()
	case netip.Addr:
		return want.IsUnspecified() && !c.got.Interface().(netip.Addr).IsValid()
	}
	return false
}

// sameFields checks that the fields of a struct that were given read back equal.
func (c comparison) sameFields(name string, want, got reflect.Value) {
	c.t.Helper()
	for i := range want.NumField() {
		f := want.Type().Field(i)
		key := want.Type().Name() + "." + f.Name
		c.want, c.got = want.Field(i), got.Field(i)
		switch {
		case f.Anonymous && saidByKernel(want.Type(), i), f.Name == "Data", f.Name == "Port":
		case f.Anonymous:
			c.sameFields(name, want.Field(i), got.Field(i))
		case f.Name == "Unknown":
			if n := c.got.Len(); n > 0 && !c.want.IsZero() {
				c.t.Errorf("%s: %d attributes have no field: %+v", name, n, c.got)
			}
		case c.want.IsZero() || saidByKernel(want.Type(), i) || c.equal() || c.excepted(key):
		default:
			c.t.Errorf("%s: %s (-given +read)\n%s", name, key, cmp.Diff(c.want.Interface(), c.got.Interface(), cmpAddr))
		}
	}
}

// excepted reports whether a field need not read back equal.
func (c comparison) excepted(key string) bool {
	for _, e := range exceptions {
		if slices.Contains(strings.Fields(e.fields), key) && e.holds(c) {
			return true
		}
	}
	// A kernel ignores an attribute that it does not know. That all of ours are
	// reported shows the newest one.
	return c.got.IsZero() && !testns.KernelSince(c.t, 6, 18)
}

// exception is what need not read back as it was given, and why.
type exception struct {
	why    string
	fields string
	holds  func(comparison) bool
}

func always(comparison) bool        { return true }
func inChanges(c comparison) bool   { return c.set }
func notReported(c comparison) bool { return c.got.IsZero() }

// The flags that can be set (__dev_change_flags).
const flagsThatCanBeSet = unix.IFF_UP | unix.IFF_DEBUG | unix.IFF_NOTRAILERS | unix.IFF_NOARP | unix.IFF_DYNAMIC |
	unix.IFF_MULTICAST | unix.IFF_PORTSEL | unix.IFF_AUTOMEDIA | unix.IFF_PROMISC | unix.IFF_ALLMULTI

// exceptions are all that need not read back as it was given.
var exceptions = []exception{
	// Of all links.
	{"it is a mask", "Link.Change", always},
	{"other flags are the kernel's", "Link.Flags", func(c comparison) bool {
		return (c.given.Flags^c.read.Flags)&c.given.Flags&flagsThatCanBeSet == 0
	}},
	{"the kernel puts a number in", "Link.Name", func(c comparison) bool { return strings.Contains(c.given.Name, "%") }},
	{"it is a hint for links that wait for a program", "Link.OperState", always},
	{"it takes effect in a move", "Link.NewIndex", always},
	{"only wwan has a use for it", "Link.ParentDevName", always},
	{"the kernel takes as many bytes as the link's address has", "Link.HardwareAddr Link.Broadcast", func(c comparison) bool {
		want, got := c.want.Bytes(), c.got.Bytes()
		return len(want) > len(got) && slices.Equal(want[:len(got)], got)
	}},
	{"it is that of the ends or of the parent", "Link.HardwareAddr Link.Broadcast", func(c comparison) bool {
		return slices.Contains([]string{"gre", "ip6gre", "ip6tnl", "ipip", "ipvlan", "ipvtap", "sit", "vti", "vti6"}, c.read.Data.Kind())
	}},
	{"a new tunnel has no more than fits into IP", "Link.MTU", func(c comparison) bool {
		const most = 0xffff // IP_MAX_MTU
		return !c.set && c.given.MTU > most && c.read.MTU < most
	}},
	{"older kernels take that of the parent", "Link.GSOMaxSize Link.GSOMaxSegs", func(c comparison) bool {
		return needsParent[c.read.Data.Kind()] && !testns.KernelSince(c.t, 6, 18)
	}},
	{"kinds without a parent ignore it", "Link.ParentIndex", func(c comparison) bool { return !needsParent[c.read.Data.Kind()] }},
	{"an empty one deletes it", "Link.Alias", func(c comparison) bool { return *c.given.Alias == "" && c.read.Alias == nil }},
	{"it is where the link is now", "Link.NetNS", always},
	{"an empty one says nothing", "Link.XDP", func(c comparison) bool { return c.want.Elem().IsZero() }},
	{"families have fields that are not read as they are set", "Link.AFSpec", sameFamilies},

	// Of bridges and their ports.
	{"it is a command", "Bridge.FDBFlush BridgePort.Flush", always},
	{"ignored since Linux 5.0", "Bridge.McastHashElasticity", always},
	{"it is on, or run by a program", "Bridge.STPState", func(c comparison) bool {
		return c.want.Elem().Uint() != 0 && c.got.Elem().Uint() != 0
	}},
	{"a tick of 10 ms is no whole number of jiffies", "Bridge.ForwardDelay Bridge.HelloTime Bridge.MaxAge Bridge.AgeingTime " +
		"Bridge.McastLastMemberInterval Bridge.McastStartupQueryInterval Bridge.McastQueryInterval " +
		"Bridge.McastQueryResponseInterval Bridge.McastMembershipInterval Bridge.McastQuerierInterval", func(c comparison) bool {
		return sameTime(timeOf(c.want), timeOf(c.got))
	}},
	{"between a second and a day", "Bridge.McastQueryInterval Bridge.McastStartupQueryInterval", func(c comparison) bool {
		return sameTime(min(max(timeOf(c.want), time.Second), 24*time.Hour), timeOf(c.got))
	}},
	{"drivers have a use for it, and none of these", "BridgePort.LearningSync", notReported},
	{"0 is none", "BridgePort.BackupNHID", isZero},

	// Of tunnels.
	{"the kernel says what the tunnel is capable of", "IP6GRE.Flags IP6Gretap.Flags IP6Tnl.Flags", func(c comparison) bool {
		const capable = 0x70000 // IP6_TNL_F_CAP_*
		return (uint32(c.want.Elem().Uint())^uint32(c.got.Elem().Uint()))&^capable == 0
	}},
	{"the kernel knows some of the flags", "GRE.IFlags GRE.OFlags Gretap.IFlags Gretap.OFlags " +
		"IP6GRE.IFlags IP6GRE.OFlags IP6Gretap.IFlags IP6Gretap.OFlags", sameGREFlags},
	{"no change can have it", "IP6GRE.CollectMetadata IP6Gretap.CollectMetadata IPIP.Proto SIT.Proto SIT.Flags VLAN.ID VLAN.Protocol", inChanges},
	{"one version of the header has it", "Erspan.Index IP6Erspan.Index Erspan.Dir IP6Erspan.Dir Erspan.HWID IP6Erspan.HWID", notReported},
	{"TTLInherit takes its place", "Geneve.TTL", func(c comparison) bool { return *c.read.Data.(*link.Geneve).TTLInherit }},
	{"tunnels over IPv4 have no such checksums", "Geneve.UDPZeroCsum6Tx Geneve.UDPZeroCsum6Rx", func(c comparison) bool {
		return !c.read.Data.(*link.Geneve).Remote.Is6()
	}},
	{"it is of tunnels over IPv4, and UDPZeroCsum6Tx turns it off too", "Geneve.UDPCsum", func(c comparison) bool {
		off := c.given.Data.(*link.Geneve).UDPZeroCsum6Tx
		return c.got.IsNil() || off != nil && *off
	}},
	{"0 is the default", "VXLAN.Ageing", func(c comparison) bool { return timeOf(c.want) == 0 && timeOf(c.got) == 300*time.Second }},
	{"it is read if it is on", "VXLAN.VNIFilter", isZero},
	{"no kernel reports it", "VXLAN.MCRoute", always},

	// Of other kinds.
	{"it is said to the new link only, which has a peer then", "Veth.Peer VXCAN.Peer Netkit.Peer", always},
	{"a mapping to 0 is none, and the last of several counts", "VLAN.IngressQoS VLAN.EgressQoS", sameQoS},
	{"it is read with ReplayProtect", "Macsec.Window", notReported},
	{"all ones are none", "Macsec.SCI", func(c comparison) bool { return *c.given.Data.(*link.Macsec).SCI == math.MaxUint64 }},
	{"it is part of the SCI", "Macsec.Port", always},
	{"it is a multiple of MIIMon", "Bond.UpDelay Bond.DownDelay Bond.PeerNotifyDelay", func(c comparison) bool {
		return timeOf(c.got) == timeOf(c.want).Truncate(*c.read.Data.(*link.Bond).MIIMon)
	}},
	{"it is no business of a user namespace", "Bond.ADActorSysPrio Bond.ADActorSystem Bond.ADUserPortKey", func(c comparison) bool {
		return !rootOfTheMachine(c.t) && notReported(c)
	}},
	{"it is read once it is a port", "Bond.Primary Bond.ActiveSlave", notReported},
	{"it is said of a request", "Macvlan.SourcesMode Macvtap.SourcesMode", always},
	{"1, as at first, is not reported", "Macvlan.BCCutoff Macvtap.BCCutoff", func(c comparison) bool { return c.want.Elem().Int() == 1 && c.got.IsNil() }},

	// Of newer kernels: older ones ignore what they do not know.
	{"since Linux 7", "Bond.LACPStrict Bridge.STPMode BridgePort.NeighForwardGrat Geneve.GROHint Geneve.Local Netkit.Pairing", beforeLinux7},
}

func isZero(c comparison) bool {
	return c.got.IsNil() && c.want.Elem().IsZero()
}

func beforeLinux7(c comparison) bool { return c.got.IsZero() && !testns.KernelSince(c.t, 7, 0) }

// timeOf returns a time that may be behind a pointer.
func timeOf(v reflect.Value) time.Duration {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return time.Duration(v.Int())
}

func sameTime(want, got time.Duration) bool { return (want - got).Abs() <= 10*time.Millisecond }

// sameGREFlags compares those that the kernel keeps, of two groups of them
// whether there is any (gre_flags_to_tnl_flags).
func sameGREFlags(c comparison) bool {
	const routing, strict, recursion, version = 0x4000, 0x0800, 0x0700, 0x0007 // GRE_* of linux/if_tunnel.h
	keep := func(flags uint16) uint16 {
		for _, group := range []uint16{recursion, version} {
			if flags&group != 0 {
				flags |= group
			}
		}
		return flags & (routing | strict | recursion | version)
	}
	return keep(uint16(c.want.Uint())) == uint16(c.got.Uint())
}

// needsParent are the kinds that say which link they sit on.
var needsParent = map[string]bool{
	"ipoib": true, "ipvlan": true, "ipvtap": true, "macsec": true, "macvlan": true, "macvtap": true,
	"rmnet": true, "virt_wifi": true, "vlan": true,
}

// sameQoS compares maps: a change adds to what there is.
func sameQoS(c comparison) bool {
	want, got := c.want.Interface().([]link.VLANQoS), c.got.Interface().([]link.VLANQoS)
	to := make(map[uint32]uint32)
	for _, q := range want {
		to[q.From] = q.To
	}
	for from, to := range to {
		i := slices.IndexFunc(got, func(q link.VLANQoS) bool { return q.From == from })
		if i < 0 && to != 0 || i >= 0 && got[i].To != to {
			return false
		}
	}
	return true
}

// sameFamilies compares what can be set of address families.
func sameFamilies(c comparison) bool {
	want, got := c.given.AFSpec, c.read.AFSpec
	if want.MCTP != nil && want.MCTP.Net != 0 {
		return false // the kernel has no MCTP on these links
	}
	if got == nil {
		return want.Inet6 == nil && want.InetSettings == nil
	}
	last := make(map[uint16]int32)
	for _, s := range want.InetSettings {
		last[s.ID] = s.Value
	}
	for id, v := range last {
		if int(id) > len(got.Inet) || got.Inet[id-1] != v {
			return false
		}
	}
	if want.Inet6 == nil {
		return true
	}
	return got.Inet6 != nil &&
		(want.Inet6.AddrGenMode == nil || *want.Inet6.AddrGenMode == *got.Inet6.AddrGenMode) &&
		(!want.Inet6.Token.IsValid() || want.Inet6.Token == got.Inet6.Token)
}
