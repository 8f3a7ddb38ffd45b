package rule_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

// dumped is what the kernel answered to a command, and what that made of it.
type dumped struct {
	ID       string
	Messages []golden.Datagram
	JSON     []map[string]any
}

// What ip(8) reads in recorded dumps is read here, and is the same when it is
// written and read again.
func TestDumpsAreReadAsByIproute2(t *testing.T) {
	skipBigEndian(t)
	b, err := os.ReadFile("../explain/testdata/wire/dumps.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for line := range bytes.Lines(b) {
		var rec dumped
		if err := json.Unmarshal(line, &rec); err != nil {
			t.Fatal(err)
		}
		if rec.ID != "rule" && rec.ID != "rule-numeric" && rec.ID != "rule-v6" {
			continue
		}
		found++
		t.Run(rec.ID, func(t *testing.T) {
			var got []map[string]any
			for _, datagram := range rec.Messages {
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
					got = append(got, shown(r, rec.ID == "rule-numeric"))
				}
			}
			if diff := cmp.Diff(rec.JSON, got); diff != "" {
				t.Errorf("(-ip +got)\n%s", diff)
			}
		})
	}
	if found != 3 {
		t.Errorf("%d dumps of rules, want 3", found)
	}
}

// shown returns r as ip -j -d rule show has it.
func shown(r *rule.Rule, numeric bool) map[string]any {
	number := func(n, none uint64, key string, m map[string]any) {
		if n != none {
			m[key] = float64(n)
		}
	}
	name := func(n uint32, names map[uint32]string) string {
		if s, ok := names[n]; ok && !numeric {
			return s
		}
		return strconv.Itoa(int(n))
	}
	m := map[string]any{
		"priority": float64(*r.Priority),
		"src":      "all",
		"protocol": name(uint32(r.Protocol), map[uint32]string{0: "unspec", 2: "kernel", 4: "static"}),
	}
	if r.Src.IsValid() {
		m["src"] = r.Src.Addr().String()
		number(uint64(r.Src.Bits()), uint64(r.Src.Addr().BitLen()), "srclen", m)
	}
	if r.Dst.IsValid() {
		m["dst"] = r.Dst.Addr().String()
		number(uint64(r.Dst.Bits()), uint64(r.Dst.Addr().BitLen()), "dstlen", m)
	}
	if r.Flags == linux.FIB_RULE_INVERT {
		m["not"] = nil
	}
	if r.TOS != 0 {
		m["tos"] = fmt.Sprintf("0x%02x", r.TOS)
	}
	if r.FwMark != nil {
		m["fwmark"] = fmt.Sprintf("%#x", *r.FwMark)
		if *r.FwMask != 1<<32-1 {
			m["fwmask"] = fmt.Sprintf("%#x", *r.FwMask)
		}
	}
	if r.IIF != "" {
		m["iif"] = r.IIF
	}
	if r.OIF != "" {
		m["oif"] = r.OIF
	}
	if r.UIDs != nil {
		m["uid_start"], m["uid_end"] = float64(r.UIDs.First), float64(r.UIDs.Last)
	}
	if r.IPProto == 6 {
		m["ipproto"] = map[bool]string{false: "tcp", true: "ipproto-6"}[numeric]
	}
	ports := func(p rule.PortRange, key string) {
		if p.First == p.Last {
			number(uint64(p.First), 0, key, m)
			return
		}
		m[key+"_start"], m[key+"_end"] = float64(p.First), float64(p.Last)
	}
	ports(r.SrcPorts, "sport")
	ports(r.DstPorts, "dport")
	if r.L3MDev {
		m["l3mdev"] = nil
	}
	if r.Table != 0 {
		m["table"] = name(r.Table, map[uint32]string{253: "default", 254: "main", 255: "local"})
	}
	if r.SuppressPrefixLen != nil {
		m["suppress_prefixlen"] = float64(*r.SuppressPrefixLen)
	}
	if r.SuppressIfGroup != nil {
		m["suppress_ifgroup"] = strconv.Itoa(int(*r.SuppressIfGroup))
	}
	switch r.Action {
	case linux.FR_ACT_TO_TBL:
	case linux.FR_ACT_GOTO:
		m["goto"] = float64(r.Goto)
	default:
		m["action"] = name(uint32(r.Action), map[uint32]string{linux.FR_ACT_PROHIBIT: "prohibit"})
	}
	return m
}
