package iproute2

import (
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
)

// neighTables compares the record of ip ntable show.
func neighTables(t *testing.T, d *dump) {
	compareAll(t, d, func(n *neigh.Table) object {
		o := append(ntableTable.of(n), paramsTable.of(n.Params)...)
		if n.Config != nil {
			o = append(o, ntableConfigTable.of(n.Config)...)
		}
		if n.Stats != nil {
			o = append(o, ntableStatsTable.of(n.Stats)...)
		}
		return o
	}, all(t, d, neigh.DecodeTable))
}

var ntableTable = table[*neigh.Table]{
	{"family", func(n *neigh.Table) any {
		return map[uint8]any{linux.AF_INET: "inet", linux.AF_INET6: "inet6"}[n.Family]
	}},
	{"name", func(n *neigh.Table) any { return n.Name }},
	{"thresh1", func(n *neigh.Table) any { return n.Threshold1 }},
	{"thresh2", func(n *neigh.Table) any { return n.Threshold2 }},
	{"thresh3", func(n *neigh.Table) any { return n.Threshold3 }},
	{"gc_interval", func(n *neigh.Table) any { return optMilliseconds(n.GCInterval) }},
}

var paramsTable = table[*neigh.Params]{
	{"dev", func(p *neigh.Params) any { return device(p.Index) }},
	{"refcnt", func(p *neigh.Params) any { return nonZero(p.Refs) }},
	{"reachable", func(p *neigh.Params) any { return optMilliseconds(p.ReachableTime) }},
	{"base_reachable", func(p *neigh.Params) any { return optMilliseconds(p.BaseReachableTime) }},
	{"retrans", func(p *neigh.Params) any { return optMilliseconds(p.RetransTime) }},
	{"gc_stale", func(p *neigh.Params) any { return optMilliseconds(p.GCStaleTime) }},
	{"delay_probe", func(p *neigh.Params) any { return optMilliseconds(p.DelayProbeTime) }},
	{"queue", func(p *neigh.Params) any { return p.QueueLen }},
	{"app_probes", func(p *neigh.Params) any { return p.AppProbes }},
	{"ucast_probes", func(p *neigh.Params) any { return p.UcastProbes }},
	{"mcast_probes", func(p *neigh.Params) any { return p.McastProbes }},
	{"anycast_delay", func(p *neigh.Params) any { return optMilliseconds(p.AnycastDelay) }},
	{"proxy_delay", func(p *neigh.Params) any { return optMilliseconds(p.ProxyDelay) }},
	{"proxy_queue", func(p *neigh.Params) any { return p.ProxyQLen }},
	{"locktime", func(p *neigh.Params) any { return optMilliseconds(p.LockTime) }},
}

var ntableConfigTable = table[*neigh.TableConfig]{
	{"key_length", func(c *neigh.TableConfig) any { return c.KeyLen }},
	{"entry_size", func(c *neigh.TableConfig) any { return c.EntrySize }},
	{"entries", func(c *neigh.TableConfig) any { return c.Entries }},
	{"hash_rnd", func(c *neigh.TableConfig) any { return c.HashRnd }},
	{"hash_mask", func(c *neigh.TableConfig) any { return hex(c.HashMask) }},
	{"hash_chain_gc", func(c *neigh.TableConfig) any { return c.HashChainGC }},
	{"proxy_qlen", func(c *neigh.TableConfig) any { return c.ProxyQLen }},
	{"last_flush", func(*neigh.TableConfig) any { return unchecked("it is printed as the time of day") }},
	{"last_rand", func(*neigh.TableConfig) any { return unchecked("it is printed as the time of day") }},
}

var ntableStatsTable = table[*neigh.TableStats]{
	{"allocs", func(s *neigh.TableStats) any { return s.Allocs }},
	{"destroys", func(s *neigh.TableStats) any { return s.Destroys }},
	{"hash_grows", func(s *neigh.TableStats) any { return s.HashGrows }},
	{"res_failed", func(s *neigh.TableStats) any { return s.ResFailed }},
	{"lookups", func(s *neigh.TableStats) any { return s.Lookups }},
	{"hits", func(s *neigh.TableStats) any { return s.Hits }},
	{"rcv_probes_mcast", func(s *neigh.TableStats) any { return s.RcvProbesMcast }},
	{"rcv_probes_ucast", func(s *neigh.TableStats) any { return s.RcvProbesUcast }},
	{"periodic_gc_runs", func(s *neigh.TableStats) any { return s.PeriodicGCRuns }},
	{"forced_gc_runs", func(s *neigh.TableStats) any { return s.ForcedGCRuns }},
	{"table_fulls", func(s *neigh.TableStats) any { return s.TableFulls }},
}

func optMilliseconds(d *time.Duration) any {
	if d == nil {
		return nil
	}
	return d.Milliseconds()
}
