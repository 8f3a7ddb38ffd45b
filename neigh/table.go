package neigh

import (
	"fmt"
	"time"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Table is a table of neighbours with its settings, or the settings of one of
// its interfaces. A namespace has "arp_cache" for IPv4 and "ndisc_cache" for
// IPv6. The kernel reports each in several messages: the first has all about the
// table, and Params that hold for interfaces to come; each of the others has the
// Name and the Params of an interface.
type Table struct {
	// Family is AF_INET or AF_INET6 (ndtm_family). Zero, AF_UNSPEC, is enough
	// to change a table, whose Name tells.
	Family uint8

	// Name is the table's name (NDTA_NAME). All changes need it.
	Name string

	// Threshold1 is how many neighbours the table may have before any is
	// removed for want of use, Threshold2 how many it may have for longer than
	// five seconds, and Threshold3 how many it may have at all (NDTA_THRESH1 to
	// NDTA_THRESH3). They hold for all namespaces and can be changed in the
	// first one only: in others the kernel refuses that with ENOENT. Nil leaves
	// one as it is.
	Threshold1, Threshold2, Threshold3 *uint32

	// GCInterval was the time between two searches for neighbours to remove
	// (NDTA_GC_INTERVAL), in milliseconds on the wire. The kernel keeps it, with
	// the rules of the thresholds, and does nothing with it. Nil leaves it as it
	// is.
	GCInterval *time.Duration

	// Params are the settings for interfaces to come, or, with an Index, those
	// of an interface (NDTA_PARMS). Nil leaves all as they are.
	Params *Params

	// Config is how the table is built, and Stats what has happened to it
	// (NDTA_CONFIG, NDTA_STATS). They are the kernel's report and not sent.
	Config *TableConfig
	Stats  *TableStats

	// Unknown are attributes that have no field here. They are sent as they
	// are. See [Table.Clone].
	Unknown []rtattr.Raw
}

// TableConfig is how a table is built (struct ndt_config).
type TableConfig struct {
	KeyLen    uint16 // size of an IP address in bytes (ndtc_key_len)
	EntrySize uint16 // size of an entry in bytes (ndtc_entry_size)
	Entries   uint32 // how many there are, in all namespaces (ndtc_entries)

	// LastFlush and LastRand are how long ago the table was last emptied for
	// want of room, and its ReachableTimes were last chosen (ndtc_last_flush,
	// ndtc_last_rand), in milliseconds on the wire.
	LastFlush, LastRand time.Duration

	HashRnd     uint32 // seed of the hash (ndtc_hash_rnd)
	HashMask    uint32 // how many buckets it has, less one (ndtc_hash_mask)
	HashChainGC uint32 // always zero (ndtc_hash_chain_gc)
	ProxyQLen   uint32 // how many requests for proxy entries wait (ndtc_proxy_qlen)
}

// TableStats is what has happened to a table in all namespaces since the system's
// start (struct ndt_stats).
type TableStats struct {
	Allocs         uint64 // neighbours made (ndts_allocs)
	Destroys       uint64 // and removed (ndts_destroys)
	HashGrows      uint64 // times that the hash grew (ndts_hash_grows)
	ResFailed      uint64 // neighbours that did not answer (ndts_res_failed)
	Lookups        uint64 // searches (ndts_lookups)
	Hits           uint64 // and those that found one (ndts_hits)
	RcvProbesMcast uint64 // questions received by multicast, of IPv6 (ndts_rcv_probes_mcast)
	RcvProbesUcast uint64 // and by unicast (ndts_rcv_probes_ucast)
	PeriodicGCRuns uint64 // searches for neighbours to remove (ndts_periodic_gc_runs)
	ForcedGCRuns   uint64 // and those for want of room (ndts_forced_gc_runs)
	TableFulls     uint64 // times that there was no room (ndts_table_fulls)
}

// String returns the name, and the interface if it is about one, such as
// `"arp_cache" of index 3`.
func (t Table) String() string {
	if t.Params != nil && t.Params.Index != 0 {
		return fmt.Sprintf("%q of index %d", t.Name, t.Params.Index)
	}
	return fmt.Sprintf("%q", t.Name)
}

// Clone returns a copy of t that shares no memory with it. The Unknown
// attributes of a table from [AllTables] or [DecodeTable] are part of the
// received message and valid only as long as that is.
func (t Table) Clone() Table { return deep.Copy(t) }

// DecodeTable returns the table in a message of type RTM_NEWNEIGHTBL, an answer
// to a request for tables. Nothing is told of their changes. Unknown attributes
// are part of m.Data; [Table.Clone] gives them bytes of their own.
func DecodeTable(m nlmsg.Message) (*Table, error) {
	t := new(Table)
	if err := t.decode(&m); err != nil {
		return nil, err
	}
	return t, nil
}
