//go:build linux

package main

import (
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// fdbText shows an entry of a forwarding database as bridge(8) does.
func fdbText(ns *namespace, m nlmsg.Message) (string, error) {
	if !isFDB(m) {
		return "", nil
	}
	f, err := neigh.DecodeFDB(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if len(f.MAC) > 0 {
		fmt.Fprintf(&b, "%v ", f.MAC)
	}
	fmt.Fprintf(&b, "dev %s ", ns.name(f.Index))
	if f.Dst.IsValid() {
		fmt.Fprintf(&b, "dst %v ", f.Dst)
	}
	if f.VLAN != 0 {
		fmt.Fprintf(&b, "vlan %d ", f.VLAN)
	}
	if f.Port != 0 {
		fmt.Fprintf(&b, "port %d ", f.Port)
	}
	if f.VNI != nil {
		fmt.Fprintf(&b, "vni %d ", *f.VNI)
	}
	if f.SrcVNI != nil {
		fmt.Fprintf(&b, "src_vni %d ", *f.SrcVNI)
	}
	switch {
	case f.Via == 0:
	case f.LinkNetNSID != nil:
		fmt.Fprintf(&b, "via ifindex %d ", f.Via)
	default:
		fmt.Fprintf(&b, "via %s ", ns.name(f.Via))
	}
	if f.NHID != 0 {
		fmt.Fprintf(&b, "nhid %d ", f.NHID)
	}
	if f.LinkNetNSID != nil {
		fmt.Fprintf(&b, "link-netnsid %d ", *f.LinkNetNSID)
	}
	b.WriteString(flagWords(uint32(f.Flags), fdbFlags))
	if f.Master != 0 {
		fmt.Fprintf(&b, "master %s ", ns.name(f.Master))
	}
	b.WriteString(fdbState(f.State))
	return b.String(), nil
}

var fdbFlags = []flagName{
	{uint32(neigh.FlagSelf), "self"}, {uint32(neigh.FlagRouter), "router"}, {uint32(neigh.FlagExtLearned), "extern_learn"},
	{uint32(neigh.FlagOffloaded), "offload"}, {uint32(neigh.FlagMaster), "master"}, {uint32(neigh.FlagSticky), "sticky"},
}

// fdbState names the first of these states, as bridge(8) does. An entry that ages
// and is in use has no word.
func fdbState(s neigh.State) string {
	switch {
	case s&neigh.StatePermanent != 0:
		return "permanent"
	case s&neigh.StateNoARP != 0:
		return "static"
	case s&neigh.StateStale != 0:
		return "stale"
	case s&neigh.StateReachable != 0:
		return ""
	}
	return fmt.Sprintf("state=%#x", uint16(s))
}
