//go:build linux

package main

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/route"
)

// metrics returns what a route says of its path, in the order of RTAX_*. One that
// is locked is shown even if it is zero.
func metrics(m *route.Metrics) string {
	if m == nil {
		return ""
	}
	var b strings.Builder
	metric := func(number int, name, value string) {
		lock := m.Lock & (1 << number)
		switch {
		case lock != 0:
			fmt.Fprintf(&b, "%s lock %s ", name, value)
		case value != "0" && value != "0ms" && value != "":
			fmt.Fprintf(&b, "%s %s ", name, value)
		}
	}
	metric(unix.RTAX_MTU, "mtu", fmt.Sprint(m.MTU))
	metric(unix.RTAX_WINDOW, "window", fmt.Sprint(m.Window))
	metric(unix.RTAX_RTT, "rtt", milliseconds(m.RTT))
	metric(unix.RTAX_RTTVAR, "rttvar", milliseconds(m.RTTVar))
	metric(unix.RTAX_SSTHRESH, "ssthresh", fmt.Sprint(m.SSThresh))
	metric(unix.RTAX_CWND, "cwnd", fmt.Sprint(m.Cwnd))
	metric(unix.RTAX_ADVMSS, "advmss", fmt.Sprint(m.AdvMSS))
	metric(unix.RTAX_REORDERING, "reordering", fmt.Sprint(m.Reordering))
	metric(unix.RTAX_HOPLIMIT, "hoplimit", fmt.Sprint(m.HopLimit))
	metric(unix.RTAX_INITCWND, "initcwnd", fmt.Sprint(m.InitCwnd))
	metric(unix.RTAX_FEATURES, "features", features(m.Features))
	metric(unix.RTAX_RTO_MIN, "rto_min", milliseconds(m.RTOMin))
	metric(unix.RTAX_INITRWND, "initrwnd", fmt.Sprint(m.InitRwnd))
	metric(unix.RTAX_QUICKACK, "quickack", bit(m.QuickACK))
	metric(unix.RTAX_CC_ALGO, "congctl", m.CongCtl)
	metric(unix.RTAX_FASTOPEN_NO_COOKIE, "fastopen_no_cookie", bit(m.FastOpenNoCookie))
	return b.String()
}

// milliseconds returns a time in milliseconds, or in seconds from one on.
func milliseconds(d time.Duration) string {
	if d >= time.Second {
		return fmt.Sprintf("%gs", float64(d/time.Millisecond)/1e3)
	}
	return fmt.Sprintf("%dms", d/time.Millisecond)
}

func features(f uint32) string {
	var words []string
	if f&unix.RTAX_FEATURE_ECN != 0 {
		words = append(words, "ecn")
	}
	if f&^unix.RTAX_FEATURE_ECN != 0 {
		words = append(words, fmt.Sprintf("%#x", f))
	}
	return strings.Join(words, " ")
}

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// encapText returns what packets are wrapped in: of labels and of outer IP headers
// the whole, of the rest the name.
func encapText(x encap.Encap) string {
	if x == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, " encap %s ", encapName(x.EncapType()))
	switch x := x.(type) {
	case *encap.MPLS:
		var labels []string
		for _, l := range x.Labels {
			labels = append(labels, fmt.Sprint(l))
		}
		fmt.Fprintf(&b, " %s ", strings.Join(labels, "/"))
		if x.TTL != nil {
			fmt.Fprintf(&b, "ttl %d ", *x.TTL)
		}
	case *encap.IP:
		fmt.Fprintf(&b, "id %d src %v dst %v ttl %d tos %d %s", x.ID, x.Src, x.Dst, x.TTL, x.TOS, tunnelFlags(x.Flags))
	case *encap.IP6:
		fmt.Fprintf(&b, "id %d src %v dst %v hoplimit %d tc %d %s", x.ID, x.Src, x.Dst, x.HopLimit, x.TrafficClass, tunnelFlags(x.Flags))
	}
	return b.String()
}

func tunnelFlags(f encap.Flags) string {
	return flagWords(uint32(f), []flagName{
		{uint32(encap.FlagKey), "key"}, {uint32(encap.FlagChecksum), "csum"}, {uint32(encap.FlagSeq), "seq"},
	})
}

func encapName(typ uint16) string {
	switch typ {
	case unix.LWTUNNEL_ENCAP_MPLS:
		return "mpls"
	case unix.LWTUNNEL_ENCAP_IP:
		return "ip"
	case unix.LWTUNNEL_ENCAP_ILA:
		return "ila"
	case unix.LWTUNNEL_ENCAP_IP6:
		return "ip6"
	case unix.LWTUNNEL_ENCAP_SEG6:
		return "seg6"
	case unix.LWTUNNEL_ENCAP_BPF:
		return "bpf"
	case unix.LWTUNNEL_ENCAP_SEG6_LOCAL:
		return "seg6local"
	case unix.LWTUNNEL_ENCAP_RPL:
		return "rpl"
	case unix.LWTUNNEL_ENCAP_IOAM6:
		return "ioam6"
	case unix.LWTUNNEL_ENCAP_XFRM:
		return "xfrm"
	}
	return "unknown"
}
