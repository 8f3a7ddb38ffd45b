package route

import (
	"fmt"
	"math"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Metrics are what TCP and IP are told about the path of a route (RTA_METRICS,
// which holds RTAX_*, each a u32 if nothing else is said). Zero stands for what
// the kernel finds out or has configured.
type Metrics struct {
	// Lock holds a bit 1<<RTAX_MTU, 1<<RTAX_RTT, ... for each metric that the
	// kernel must not change (RTAX_LOCK).
	Lock uint32

	// MTU is the size in bytes of the largest packet (RTAX_MTU). The kernel takes
	// more than 65520 for 65520.
	MTU uint32

	// Window is the most that TCP offers as its window, in bytes (RTAX_WINDOW).
	Window uint32

	// RTT and RTTVar are the first guess of a round trip's time and of its
	// variance (RTAX_RTT in eighths of a millisecond, RTAX_RTTVAR in fourths,
	// both rounded up).
	RTT, RTTVar time.Duration

	// SSThresh is the slow start threshold, in packets (RTAX_SSTHRESH).
	SSThresh uint32

	// Cwnd is the largest congestion window, in packets, if it is locked
	// (RTAX_CWND).
	Cwnd uint32

	// AdvMSS is the segment size, in bytes, that TCP announces (RTAX_ADVMSS). The
	// kernel takes more than 65495 for 65495.
	AdvMSS uint32

	// Reordering is by how many packets TCP takes them to be out of order
	// rather than lost (RTAX_REORDERING).
	Reordering uint32

	// HopLimit is the hop limit, or time to live, of packets (RTAX_HOPLIMIT).
	// The kernel takes more than 255 for 255.
	HopLimit uint32

	// InitCwnd and InitRwnd are the first congestion window and the first
	// receive window, in segments (RTAX_INITCWND, RTAX_INITRWND).
	InitCwnd, InitRwnd uint32

	// Features are RTAX_FEATURE_* bits, such as RTAX_FEATURE_ECN, which is 1
	// (RTAX_FEATURES).
	Features uint32

	// RTOMin is the shortest time until a retransmission, if it is locked
	// (RTAX_RTO_MIN, in milliseconds, rounded up).
	RTOMin time.Duration

	// QuickACK makes TCP acknowledge at once (RTAX_QUICKACK).
	QuickACK bool

	// CongCtl is the name of the congestion control, in at most 15 bytes
	// (RTAX_CC_ALGO, a string). Empty stands for the system's default.
	CongCtl string

	// FastOpenNoCookie lets TCP fast open do without a cookie
	// (RTAX_FASTOPEN_NO_COOKIE).
	FastOpenNoCookie bool

	// Unknown are metrics that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

const (
	eighth = time.Millisecond / 8
	fourth = time.Millisecond / 4

	// maxCongCtl is TCP_CA_NAME_MAX less the NUL. The kernel cuts longer names.
	maxCongCtl = 15
)

func (m *Metrics) encode(e *rtattr.Encoder, full bool) {
	e.Nest(linux.RTA_METRICS, func() {
		rtattr.NonZero(e.Uint32, linux.RTAX_LOCK, m.Lock)
		rtattr.NonZero(e.Uint32, linux.RTAX_MTU, m.MTU)
		rtattr.NonZero(e.Uint32, linux.RTAX_WINDOW, m.Window)
		putTime(e, linux.RTAX_RTT, m.RTT, eighth)
		putTime(e, linux.RTAX_RTTVAR, m.RTTVar, fourth)
		rtattr.NonZero(e.Uint32, linux.RTAX_SSTHRESH, m.SSThresh)
		rtattr.NonZero(e.Uint32, linux.RTAX_CWND, m.Cwnd)
		rtattr.NonZero(e.Uint32, linux.RTAX_ADVMSS, m.AdvMSS)
		rtattr.NonZero(e.Uint32, linux.RTAX_REORDERING, m.Reordering)
		rtattr.NonZero(e.Uint32, linux.RTAX_HOPLIMIT, m.HopLimit)
		rtattr.NonZero(e.Uint32, linux.RTAX_INITCWND, m.InitCwnd)
		rtattr.NonZero(e.Uint32, linux.RTAX_FEATURES, m.Features)
		putTime(e, linux.RTAX_RTO_MIN, m.RTOMin, time.Millisecond)
		rtattr.NonZero(e.Uint32, linux.RTAX_INITRWND, m.InitRwnd)
		if m.QuickACK {
			e.Uint32(linux.RTAX_QUICKACK, 1)
		}
		switch {
		case m.CongCtl == "":
		case full:
			e.String(linux.RTAX_CC_ALGO, m.CongCtl)
		default:
			e.Name(linux.RTAX_CC_ALGO, m.CongCtl, maxCongCtl)
		}
		if m.FastOpenNoCookie {
			e.Uint32(linux.RTAX_FASTOPEN_NO_COOKIE, 1)
		}
		e.Raws(m.Unknown)
	})
}

// putTime appends d in units, rounded up, unless it is zero.
func putTime(e *rtattr.Encoder, typ uint16, d, unit time.Duration) {
	switch {
	case d < 0:
		e.Fail(typ, fmt.Errorf("%v is below zero", d))
	case d > math.MaxUint32*unit:
		e.Fail(typ, fmt.Errorf("%v does not fit a u32", d))
	default:
		rtattr.NonZero(e.Uint32, typ, uint32((d+unit-1)/unit))
	}
}

func decodeMetrics(v rtattr.Value) *Metrics {
	m := new(Metrics)
	for typ, v := range v.Nest().All() {
		switch typ {
		case linux.RTAX_LOCK:
			m.Lock = v.Uint32()
		case linux.RTAX_MTU:
			m.MTU = v.Uint32()
		case linux.RTAX_WINDOW:
			m.Window = v.Uint32()
		case linux.RTAX_RTT:
			m.RTT = time.Duration(v.Uint32()) * eighth
		case linux.RTAX_RTTVAR:
			m.RTTVar = time.Duration(v.Uint32()) * fourth
		case linux.RTAX_SSTHRESH:
			m.SSThresh = v.Uint32()
		case linux.RTAX_CWND:
			m.Cwnd = v.Uint32()
		case linux.RTAX_ADVMSS:
			m.AdvMSS = v.Uint32()
		case linux.RTAX_REORDERING:
			m.Reordering = v.Uint32()
		case linux.RTAX_HOPLIMIT:
			m.HopLimit = v.Uint32()
		case linux.RTAX_INITCWND:
			m.InitCwnd = v.Uint32()
		case linux.RTAX_FEATURES:
			m.Features = v.Uint32()
		case linux.RTAX_RTO_MIN:
			m.RTOMin = time.Duration(v.Uint32()) * time.Millisecond
		case linux.RTAX_INITRWND:
			m.InitRwnd = v.Uint32()
		case linux.RTAX_QUICKACK:
			m.QuickACK = v.Uint32() != 0
		case linux.RTAX_CC_ALGO:
			m.CongCtl = v.Str()
		case linux.RTAX_FASTOPEN_NO_COOKIE:
			m.FastOpenNoCookie = v.Uint32() != 0
		default:
			m.Unknown = append(m.Unknown, v.Raw())
		}
	}
	return m
}
