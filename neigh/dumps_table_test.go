package neigh_test

import (
	"fmt"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// tableKeys is keys for tables.
var tableKeys = keys[neigh.Table]{
	"family": func(_ reading, t *neigh.Table) any {
		return map[uint8]any{linux.AF_INET: "inet", linux.AF_INET6: "inet6"}[t.Family]
	},
	"name":        func(_ reading, t *neigh.Table) any { return t.Name },
	"thresh1":     func(_ reading, t *neigh.Table) any { return count(t.Threshold1) },
	"thresh2":     func(_ reading, t *neigh.Table) any { return count(t.Threshold2) },
	"thresh3":     func(_ reading, t *neigh.Table) any { return count(t.Threshold3) },
	"gc_interval": func(_ reading, t *neigh.Table) any { return millis(t.GCInterval) },

	"dev":            func(r reading, t *neigh.Table) any { return r.name(t.Params.Index) },
	"refcnt":         func(_ reading, t *neigh.Table) any { return number(t.Params.Refs) },
	"reachable":      func(_ reading, t *neigh.Table) any { return millis(t.Params.ReachableTime) },
	"base_reachable": func(_ reading, t *neigh.Table) any { return millis(t.Params.BaseReachableTime) },
	"retrans":        func(_ reading, t *neigh.Table) any { return millis(t.Params.RetransTime) },
	"gc_stale":       func(_ reading, t *neigh.Table) any { return millis(t.Params.GCStaleTime) },
	"delay_probe":    func(_ reading, t *neigh.Table) any { return millis(t.Params.DelayProbeTime) },
	"queue":          func(_ reading, t *neigh.Table) any { return count(t.Params.QueueLen) },
	"app_probes":     func(_ reading, t *neigh.Table) any { return count(t.Params.AppProbes) },
	"ucast_probes":   func(_ reading, t *neigh.Table) any { return count(t.Params.UcastProbes) },
	"mcast_probes":   func(_ reading, t *neigh.Table) any { return count(t.Params.McastProbes) },
	"anycast_delay":  func(_ reading, t *neigh.Table) any { return millis(t.Params.AnycastDelay) },
	"proxy_delay":    func(_ reading, t *neigh.Table) any { return millis(t.Params.ProxyDelay) },
	"proxy_queue":    func(_ reading, t *neigh.Table) any { return count(t.Params.ProxyQLen) },
	"locktime":       func(_ reading, t *neigh.Table) any { return millis(t.Params.LockTime) },

	"key_length":    config(func(c *neigh.TableConfig) any { return float64(c.KeyLen) }),
	"entry_size":    config(func(c *neigh.TableConfig) any { return float64(c.EntrySize) }),
	"entries":       config(func(c *neigh.TableConfig) any { return float64(c.Entries) }),
	"hash_rnd":      config(func(c *neigh.TableConfig) any { return float64(c.HashRnd) }),
	"hash_mask":     config(func(c *neigh.TableConfig) any { return fmt.Sprintf("%#x", c.HashMask) }),
	"hash_chain_gc": config(func(c *neigh.TableConfig) any { return float64(c.HashChainGC) }),
	"proxy_qlen":    config(func(c *neigh.TableConfig) any { return float64(c.ProxyQLen) }),
	// Printed as the time of day: that of the recording.
	"last_flush": config(func(*neigh.TableConfig) any { return anything }),
	"last_rand":  config(func(*neigh.TableConfig) any { return anything }),

	"allocs":           stats(func(s *neigh.TableStats) uint64 { return s.Allocs }),
	"destroys":         stats(func(s *neigh.TableStats) uint64 { return s.Destroys }),
	"hash_grows":       stats(func(s *neigh.TableStats) uint64 { return s.HashGrows }),
	"res_failed":       stats(func(s *neigh.TableStats) uint64 { return s.ResFailed }),
	"lookups":          stats(func(s *neigh.TableStats) uint64 { return s.Lookups }),
	"hits":             stats(func(s *neigh.TableStats) uint64 { return s.Hits }),
	"rcv_probes_mcast": stats(func(s *neigh.TableStats) uint64 { return s.RcvProbesMcast }),
	"rcv_probes_ucast": stats(func(s *neigh.TableStats) uint64 { return s.RcvProbesUcast }),
	"periodic_gc_runs": stats(func(s *neigh.TableStats) uint64 { return s.PeriodicGCRuns }),
	"forced_gc_runs":   stats(func(s *neigh.TableStats) uint64 { return s.ForcedGCRuns }),
	"table_fulls":      stats(func(s *neigh.TableStats) uint64 { return s.TableFulls }),
}

func config(value func(*neigh.TableConfig) any) func(reading, *neigh.Table) any {
	return func(_ reading, t *neigh.Table) any {
		if t.Config == nil {
			return nil
		}
		return value(t.Config)
	}
}

func stats(value func(*neigh.TableStats) uint64) func(reading, *neigh.Table) any {
	return func(_ reading, t *neigh.Table) any {
		if t.Stats == nil {
			return nil
		}
		return float64(value(t.Stats))
	}
}

func count(n *uint32) any {
	if n == nil {
		return nil
	}
	return float64(*n)
}

func millis(d *time.Duration) any {
	if d == nil {
		return nil
	}
	return float64(*d / time.Millisecond)
}

// asAnswer is a request to change the table, with the type of the answer that
// reports it.
func asAnswer(t *neigh.Table) nlmsg.Request {
	r := neigh.SetTable(t)
	r.Type = linux.RTM_NEWNEIGHTBL
	return r
}
