//go:build linux

package main

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/sys/unix"

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
