package neigh

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// sizeofTableHeader is the size of struct ndtmsg.
const sizeofTableHeader = 4

// AppendBinary appends what follows the nlmsghdr of a message about t, as the
// kernel sends it. [SetTable] makes a request.
func (t Table) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	t.encode(e, true)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWNEIGHTBL, fmt.Sprintf("neighbour table %q", t.Name), err)
	}
	return out, err
}

// encode appends t: everything in it if full is set, as the kernel does, or else
// what a request has, which it checks.
func (t *Table) encode(e *rtattr.Encoder, full bool) {
	e.Struct(sizeofTableHeader)[0] = t.Family
	if full {
		e.String(linux.NDTA_NAME, t.Name)
	} else {
		e.Name(linux.NDTA_NAME, t.Name, rtattr.MaxPayload-1)
	}
	rtattr.Opt(e.Uint32, linux.NDTA_THRESH1, t.Threshold1)
	rtattr.Opt(e.Uint32, linux.NDTA_THRESH2, t.Threshold2)
	rtattr.Opt(e.Uint32, linux.NDTA_THRESH3, t.Threshold3)
	if t.GCInterval != nil {
		putMilliseconds(e, linux.NDTA_GC_INTERVAL, *t.GCInterval)
	}
	if t.Params != nil {
		nest := e.Begin(linux.NDTA_PARMS)
		t.Params.encode(e, full)
		e.End(nest)
	}
	if full {
		t.Config.encode(e)
		t.Stats.encode(e)
	}
	e.Raws(t.Unknown)
}

// decode decodes m into t, which is zero.
func (t *Table) decode(m *nlmsg.Message) error {
	if m.Type != linux.RTM_NEWNEIGHTBL {
		return fmt.Errorf("neighbour table: message of type %d, want RTM_NEWNEIGHTBL", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	t.Family = d.Struct(sizeofTableHeader)[0]
	for typ, v := range d.All() {
		switch typ {
		case linux.NDTA_NAME:
			t.Name = v.Str()
		case linux.NDTA_THRESH1:
			t.Threshold1 = new(v.Uint32())
		case linux.NDTA_THRESH2:
			t.Threshold2 = new(v.Uint32())
		case linux.NDTA_THRESH3:
			t.Threshold3 = new(v.Uint32())
		case linux.NDTA_GC_INTERVAL:
			t.GCInterval = new(wiretime.Of64(v, time.Millisecond))
		case linux.NDTA_PARMS:
			t.Params = decodeParams(v)
		case linux.NDTA_CONFIG:
			t.Config = decodeTableConfig(v.Struct(sizeofTableConfig))
		case linux.NDTA_STATS:
			t.Stats = decodeTableStats(v.Struct(sizeofTableStats))
		case linux.NDTA_PAD:
		default:
			t.Unknown = append(t.Unknown, v.Raw())
		}
	}
	if err := d.Err(); err != nil {
		return fmt.Errorf("neighbour table %q: %w", t.Name, nlmsg.NameError(*m, err))
	}
	return nil
}

// struct ndt_config of linux/neighbour.h, times in milliseconds:
//
//	+-------------------------------+-------------------------------+
//	| ndtc_key_len                  | ndtc_entry_size               |
//	+-------------------------------+-------------------------------+
//	| ndtc_entries                                                  |
//	+---------------------------------------------------------------+
//	| ndtc_last_flush                                               |
//	+---------------------------------------------------------------+
//	| ndtc_last_rand                                                |
//	+---------------------------------------------------------------+
//	| ndtc_hash_rnd                                                 |
//	+---------------------------------------------------------------+
//	| ndtc_hash_mask                                                |
//	+---------------------------------------------------------------+
//	| ndtc_hash_chain_gc                                            |
//	+---------------------------------------------------------------+
//	| ndtc_proxy_qlen                                               |
//	+---------------------------------------------------------------+
const sizeofTableConfig = 32

func decodeTableConfig(b []byte) *TableConfig {
	u16, u32 := binary.NativeEndian.Uint16, binary.NativeEndian.Uint32
	return &TableConfig{
		KeyLen:      u16(b[0:]),
		EntrySize:   u16(b[2:]),
		Entries:     u32(b[4:]),
		LastFlush:   time.Duration(u32(b[8:])) * time.Millisecond,
		LastRand:    time.Duration(u32(b[12:])) * time.Millisecond,
		HashRnd:     u32(b[16:]),
		HashMask:    u32(b[20:]),
		HashChainGC: u32(b[24:]),
		ProxyQLen:   u32(b[28:]),
	}
}

func (c *TableConfig) encode(e *rtattr.Encoder) {
	if c == nil {
		return
	}
	b := e.StructAttr(linux.NDTA_CONFIG, sizeofTableConfig)
	binary.NativeEndian.PutUint16(b[0:], c.KeyLen)
	binary.NativeEndian.PutUint16(b[2:], c.EntrySize)
	ago := func(d time.Duration) uint32 {
		return wiretime.Units32(e, linux.NDTA_CONFIG, d, time.Millisecond)
	}
	for i, n := range [...]uint32{
		c.Entries, ago(c.LastFlush), ago(c.LastRand),
		c.HashRnd, c.HashMask, c.HashChainGC, c.ProxyQLen,
	} {
		binary.NativeEndian.PutUint32(b[4+4*i:], n)
	}
}

// struct ndt_stats of linux/neighbour.h: eleven u64, in the order of the fields
// of TableStats.
const sizeofTableStats = 88

func decodeTableStats(b []byte) *TableStats {
	var n [sizeofTableStats / 8]uint64
	for i := range n {
		n[i] = binary.NativeEndian.Uint64(b[8*i:])
	}
	return &TableStats{n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10]}
}

func (s *TableStats) encode(e *rtattr.Encoder) {
	if s == nil {
		return
	}
	b := e.StructAttr(linux.NDTA_STATS, sizeofTableStats)
	for i, n := range [sizeofTableStats / 8]uint64{
		s.Allocs, s.Destroys, s.HashGrows, s.ResFailed, s.Lookups, s.Hits,
		s.RcvProbesMcast, s.RcvProbesUcast, s.PeriodicGCRuns, s.ForcedGCRuns, s.TableFulls,
	} {
		binary.NativeEndian.PutUint64(b[8*i:], n)
	}
}

// putMilliseconds appends a time as a u64 of milliseconds. What is between two
// of them is an error, for it would not be read back, and so is one of more than 32
// bits, of which the kernel would take the rest (msecs_to_jiffies).
func putMilliseconds(e *rtattr.Encoder, typ uint16, d time.Duration) {
	e.Uint64(typ, uint64(wiretime.Units32(e, typ, d, time.Millisecond)))
}
