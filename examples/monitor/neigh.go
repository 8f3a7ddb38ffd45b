//go:build linux

package main

import (
	"fmt"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// isFDB reports whether a message about a neighbour is about an entry of a
// forwarding database, which has the same type.
func isFDB(m nlmsg.Message) bool { return len(m.Data) > 0 && m.Data[0] == unix.AF_BRIDGE }

func neighText(ns *namespace, m nlmsg.Message) (string, error) {
	if isFDB(m) {
		return "", nil
	}
	n, err := neigh.Decode(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if n.Dst.IsValid() {
		fmt.Fprintf(&b, "%v ", n.Dst)
	}
	if n.Index != 0 {
		fmt.Fprintf(&b, "dev %s ", ns.name(n.Index))
	}
	if len(n.LLAddr) > 0 {
		fmt.Fprintf(&b, "lladdr %s ", hardwareAddr(n.LLAddr, ns.links[n.Index].typ))
	}
	b.WriteString(flagWords(uint32(n.Flags), neighFlags))
	b.WriteString(flagWords(uint32(n.State), neighStates))
	if n.Protocol != 0 {
		fmt.Fprintf(&b, "proto %s ", protocolName(n.Protocol))
	}
	return b.String(), nil
}

// missText shows a neighbour that the kernel looks for, and asks programs of, and
// an address that a VXLAN has no entry for, which bridge(8) does not show.
func missText(ns *namespace, m nlmsg.Message) (string, error) {
	if !isFDB(m) {
		text, err := neighText(ns, m)
		return "miss " + text, err
	}
	f, err := neigh.DecodeFDB(m)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("miss dev %s lladdr %v %s", ns.name(f.Index), f.MAC, flagWords(uint32(f.State), neighStates)), nil
}

var neighFlags = []flagName{
	{uint32(neigh.FlagRouter), "router"}, {uint32(neigh.FlagProxy), "proxy"}, {uint32(neigh.FlagManaged), "managed"},
	{uint32(neigh.FlagExtLearned), "extern_learn"}, {uint32(neigh.FlagOffloaded), "offload"},
}

var neighStates = []flagName{
	{uint32(neigh.StateIncomplete), "INCOMPLETE"}, {uint32(neigh.StateReachable), "REACHABLE"},
	{uint32(neigh.StateStale), "STALE"}, {uint32(neigh.StateDelay), "DELAY"}, {uint32(neigh.StateProbe), "PROBE"},
	{uint32(neigh.StateFailed), "FAILED"}, {uint32(neigh.StateNoARP), "NOARP"}, {uint32(neigh.StatePermanent), "PERMANENT"},
}
