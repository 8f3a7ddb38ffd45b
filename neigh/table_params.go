package neigh

import (
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Params are the settings of a table for an interface, or for all that are to
// come (NDTPA_*). Times have milliseconds on the wire, and the kernel rounds
// them to its own clock, down as a rule. It takes times of up to 24 days as they
// are; it has a time of its own for longer ones, and those beyond 49 days, of more
// than 32 bits, are an error. In a change, nil leaves a setting as it is.
type Params struct {
	// Index is the interface (NDTPA_IFINDEX). Zero stands for the settings that
	// interfaces to come begin with, which can be changed in the first
	// namespace only.
	Index int

	// BaseReachableTime is how long a neighbour counts as reachable after it was
	// heard of, on average (NDTPA_BASE_REACHABLE_TIME). The time itself,
	// ReachableTime, is chosen anew every few minutes, between half of that and
	// half as much again (NDTPA_REACHABLE_TIME). It is not sent.
	BaseReachableTime *time.Duration
	ReachableTime     *time.Duration

	// RetransTime is the time between two questions (NDTPA_RETRANS_TIME).
	RetransTime *time.Duration

	// GCStaleTime is how long a neighbour that nobody uses is kept
	// (NDTPA_GC_STALETIME).
	GCStaleTime *time.Duration

	// DelayProbeTime is how long a sign of life is waited for before a neighbour
	// is asked again (NDTPA_DELAY_PROBE_TIME).
	DelayProbeTime *time.Duration

	// IntervalProbeTime is the time between two questions to a neighbour with
	// FlagManaged (NDTPA_INTERVAL_PROBE_TIME_MS, since Linux 6.0), at least a
	// millisecond.
	IntervalProbeTime *time.Duration

	// QueueLen is how many packets may wait for a neighbour to answer
	// (NDTPA_QUEUE_LEN), and QueueLenBytes how many bytes
	// (NDTPA_QUEUE_LENBYTES). The kernel counts bytes, and works the other out
	// with a packet of usual size: a QueueLen of more than a million makes bytes of
	// more than 32 bits, of which it keeps the lower ones. If a change has both,
	// QueueLenBytes counts.
	QueueLen, QueueLenBytes *uint32

	// AppProbes is how often a program is told to ask (NDTPA_APP_PROBES),
	// UcastProbes how often the kernel asks at the known address
	// (NDTPA_UCAST_PROBES), McastProbes how often it asks all (NDTPA_MCAST_PROBES),
	// and McastReprobes how often it asks all after it has asked at the known
	// address in vain (NDTPA_MCAST_REPROBES).
	AppProbes, UcastProbes, McastProbes, McastReprobes *uint32

	// AnycastDelay is the longest time before an answer for an anycast address
	// (NDTPA_ANYCAST_DELAY), and ProxyDelay that for a proxy entry
	// (NDTPA_PROXY_DELAY). ProxyQLen is how many of the latter may wait
	// (NDTPA_PROXY_QLEN).
	AnycastDelay, ProxyDelay *time.Duration
	ProxyQLen                *uint32

	// LockTime is how long an address is kept before another answer can change
	// it (NDTPA_LOCKTIME).
	LockTime *time.Duration

	// Refs is how many users the settings have within the kernel
	// (NDTPA_REFCNT). It is not sent.
	Refs uint32

	// Unknown are attributes that have no field here. They are sent as they
	// are.
	Unknown []rtattr.Raw
}

// times and counts are the settings of p and their attributes, but for those that
// are not sent.

func (p *Params) times() [8]setting[time.Duration] {
	return [...]setting[time.Duration]{
		{linux.NDTPA_BASE_REACHABLE_TIME, &p.BaseReachableTime},
		{linux.NDTPA_RETRANS_TIME, &p.RetransTime},
		{linux.NDTPA_GC_STALETIME, &p.GCStaleTime},
		{linux.NDTPA_DELAY_PROBE_TIME, &p.DelayProbeTime},
		{linux.NDTPA_INTERVAL_PROBE_TIME_MS, &p.IntervalProbeTime},
		{linux.NDTPA_ANYCAST_DELAY, &p.AnycastDelay},
		{linux.NDTPA_PROXY_DELAY, &p.ProxyDelay},
		{linux.NDTPA_LOCKTIME, &p.LockTime},
	}
}

func (p *Params) counts() [7]setting[uint32] {
	return [...]setting[uint32]{
		{linux.NDTPA_QUEUE_LEN, &p.QueueLen},
		{linux.NDTPA_QUEUE_LENBYTES, &p.QueueLenBytes},
		{linux.NDTPA_APP_PROBES, &p.AppProbes},
		{linux.NDTPA_UCAST_PROBES, &p.UcastProbes},
		{linux.NDTPA_MCAST_PROBES, &p.McastProbes},
		{linux.NDTPA_MCAST_REPROBES, &p.McastReprobes},
		{linux.NDTPA_PROXY_QLEN, &p.ProxyQLen},
	}
}

// setting is an attribute, and the field that it becomes.
type setting[T any] struct {
	typ   uint16
	field **T
}

// encode appends p: everything in it if full is set, or else what a request has.
func (p *Params) encode(e *rtattr.Encoder, full bool) {
	if p.Index != 0 {
		e.Index(linux.NDTPA_IFINDEX, p.Index)
	}
	for _, s := range p.times() {
		if *s.field != nil {
			putMilliseconds(e, s.typ, **s.field)
		}
	}
	for _, s := range p.counts() {
		rtattr.Opt(e.Uint32, s.typ, *s.field)
	}
	if full {
		p.encodeState(e)
	}
	e.Raws(p.Unknown)
}

func (p *Params) encodeState(e *rtattr.Encoder) {
	if p.ReachableTime != nil {
		putMilliseconds(e, linux.NDTPA_REACHABLE_TIME, *p.ReachableTime)
	}
	if p.Refs != 0 {
		e.Uint32(linux.NDTPA_REFCNT, p.Refs)
	}
}

func decodeParams(v rtattr.Value) *Params {
	p := new(Params)
	times, counts := p.times(), p.counts()
next:
	for typ, v := range v.Nest().All() {
		switch typ {
		case linux.NDTPA_IFINDEX:
			p.Index = decodeIndex(v)
			continue
		case linux.NDTPA_REACHABLE_TIME:
			p.ReachableTime = new(wiretime.Of64(v, time.Millisecond))
			continue
		case linux.NDTPA_REFCNT:
			p.Refs = v.Uint32()
			continue
		case linux.NDTPA_PAD:
			continue
		}
		for _, s := range times {
			if s.typ == typ {
				*s.field = new(wiretime.Of64(v, time.Millisecond))
				continue next
			}
		}
		for _, s := range counts {
			if s.typ == typ {
				*s.field = new(v.Uint32())
				continue next
			}
		}
		p.Unknown = append(p.Unknown, v.Raw())
	}
	return p
}
