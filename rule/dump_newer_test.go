package rule_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

// What ip(8) prints since 6.15, and what the dumps of older ones lack, is read
// here, and is the same when it is written and read again.
func TestDumpsAreReadAsByNewerIproute2(t *testing.T) {
	for _, rec := range golden.Records(t, "testdata/dumps.jsonl") {
		t.Run(rec.ID, func(t *testing.T) {
			var got []map[string]any
			for _, datagram := range rec.Messages[1:] {
				for m, err := range nlmsg.Messages(datagram.Bytes) {
					if err != nil {
						t.Fatal(err)
					}
					if m.Type != linux.RTM_NEWRULE {
						continue
					}
					r, err := rule.Decode(m)
					if err != nil {
						t.Fatal(err)
					}
					if again := sent(t, rule.Add(r)); !cmp.Equal(r, again, values) {
						t.Errorf("written and read again: %s", cmp.Diff(r, again, values))
					}
					got = append(got, newerKeys(r))
				}
			}
			if diff := cmp.Diff(printed(t, rec), got); diff != "" {
				t.Errorf("(-ip +got)\n%s", diff)
			}
		})
	}
}

// printed returns what ip printed, without what the dumps of older ones have.
func printed(t *testing.T, rec golden.Record) []map[string]any {
	t.Helper()
	var list []map[string]any
	if err := json.Unmarshal(rec.JSON, &list); err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		for _, key := range []string{"src", "srclen", "table", "protocol", "not"} {
			delete(m, key)
		}
	}
	return list
}

// newerKeys returns r as ip -N -j -d rule show has it, without those keys.
func newerKeys(r *rule.Rule) map[string]any {
	m := map[string]any{"priority": float64(*r.Priority)}
	number := func(key string, n int) { m[key] = fmt.Sprint(n) }
	hex := func(key string, n uint32) { m[key] = fmt.Sprintf("%#x", n) }
	if r.DSCP != nil {
		number("dscp", int(*r.DSCP))
	}
	if r.DSCPMask != nil {
		hex("dscp_mask", uint32(*r.DSCPMask))
	}
	if r.FlowLabel != nil {
		hex("flowlabel", *r.FlowLabel)
	}
	if r.FlowLabelMask != nil {
		hex("flowlabel_mask", *r.FlowLabelMask)
	}
	ports := func(p rule.PortRange, mask uint16, key string) {
		switch {
		case p.First != p.Last:
			m[key+"_start"], m[key+"_end"] = float64(p.First), float64(p.Last)
		case p.First != 0:
			m[key] = float64(p.First)
		}
		if mask != 0 {
			hex(key+"_mask", uint32(mask))
		}
	}
	ports(r.SrcPorts, r.SrcPortMask, "sport")
	ports(r.DstPorts, r.DstPortMask, "dport")
	if r.IPProto != 0 {
		m["ipproto"] = fmt.Sprintf("ipproto-%d", r.IPProto)
	}
	if r.TunID != 0 {
		m["tun_id"] = float64(r.TunID)
	}
	if r.Flow != 0 {
		number("flow_from", int(r.Flow>>16))
		number("flow_to", int(r.Flow&0xffff))
	}
	return m
}
