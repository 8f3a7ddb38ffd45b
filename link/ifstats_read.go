package link

import (
	"fmt"
	"iter"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// StatsFilter says which statistics to read.
type StatsFilter struct {
	// Index is that of a link. Zero stands for all, and is for List and All only.
	Index int

	// Mask says which of the statistics (filter_mask), and is needed.
	Mask StatsMask

	// Offload says which of HardwareStats (IFLA_STATS_GET_FILTERS, since Linux
	// 5.18): IFLA_STATS_FILTER_BIT of IFLA_OFFLOAD_XSTATS_*, which is 1 for CPUHit,
	// 2 for L3Info and 4 for L3. Zero stands for all.
	Offload uint32
}

// Get returns the statistics of the link f.Index. If it does not exist, Get fails
// with ENODEV, which is [io/fs.ErrNotExist].
func (f StatsFilter) Get(conn *nlmsg.Conn) (*IfStats, error) {
	m, err := conn.Get(f.GetRequest())
	if err != nil {
		return nil, err
	}
	return DecodeStats(m)
}

// GetRequest returns the request that Get makes.
func (f StatsFilter) GetRequest() nlmsg.Request {
	return nlmsg.Request{Op: "stats get", Type: linux.RTM_GETSTATS, Body: statsBody(f)}
}

// List returns the statistics of all links that have any of those asked for, or of
// the link f.Index.
func (f StatsFilter) List(conn *nlmsg.Conn) ([]IfStats, error) {
	return nlmsg.List(conn, f.Request(), f.decode)
}

// All yields what List returns, as it comes from the kernel. An error comes last, see
// [nlmsg.Conn.Dump]. Unknown attributes are valid until the next IfStats:
// [IfStats.Clone] keeps them.
func (f StatsFilter) All(conn *nlmsg.Conn) iter.Seq2[IfStats, error] {
	return nlmsg.All(conn, f.Request(), f.decode)
}

// Request returns the request for a dump that List and All make. The kernel sends
// the statistics of all links.
func (f StatsFilter) Request() nlmsg.Request {
	f.Index = 0
	return nlmsg.Request{Op: "stats list", Type: linux.RTM_GETSTATS, Flags: linux.NLM_F_DUMP, Body: statsBody(f)}
}

func (f StatsFilter) decode(m *nlmsg.Message, s *IfStats) (bool, error) {
	if _, err := s.decode(m); err != nil {
		return false, err
	}
	return f.Index == 0 || f.Index == s.Index, nil
}

// statsBody is the body of a request for statistics.
type statsBody StatsFilter

func (f statsBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	putIfStatsHeader(e, f.Index, f.Mask)
	if f.Offload != 0 {
		nest := e.Begin(linux.IFLA_STATS_GET_FILTERS)
		e.Uint32(linux.IFLA_STATS_LINK_OFFLOAD_XSTATS, f.Offload)
		e.End(nest)
	}
	return e.Result()
}

func (f statsBody) String() string {
	if f.Index == 0 {
		return ""
	}
	return fmt.Sprintf("of index %d", f.Index)
}

// SetL3Stats returns a request that asks the hardware of the link with an index to
// count routed packets, or no longer to (RTM_SETSTATS, since Linux 5.18). Without
// such hardware the kernel makes a note of it: whether they are counted, L3Info
// says.
func SetL3Stats(index int, on bool) nlmsg.Request {
	return nlmsg.Request{Op: "stats set", Type: linux.RTM_SETSTATS, Flags: linux.NLM_F_ACK, Body: l3Body{index, on}}
}

// l3Body is the body of a request to count routed packets.
type l3Body struct {
	index int
	on    bool
}

func (b l3Body) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	putIfStatsHeader(e, b.index, 0)
	e.Bool(linux.IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS, b.on)
	return e.Result()
}

func (b l3Body) String() string { return fmt.Sprintf("of index %d", b.index) }
