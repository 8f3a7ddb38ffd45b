package rule_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

// requests are one of each form.
var requests = map[string]nlmsg.Request{
	"add":            rule.Add(&rule.Rule{Src: prefix("192.0.2.0/24"), Table: 100, Priority: new(uint32(500))}),
	"add everything": rule.Add(full(ipv6)),
	"del":            rule.Del(&rule.Rule{Family: ipv4, Priority: new(uint32(500))}),
	"list":           rule.Filter{}.Request(),
}

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(requests).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(requests).Bench(b) }

// decoded takes a rule itself, a decoder, and what may be nil, its priority at
// least, an allocation each. So do names, and the growing list of what is unknown.
func decoded(tb testing.TB) testcost.Table {
	table := testcost.Table{
		"plain":      testcost.Decoding(rule.Decode, newRule(encode(tb, requests["add"])[nlmsg.HeaderLen:]), 3),
		"everything": testcost.Decoding(rule.Decode, newRule(encode(tb, requests["add everything"])[nlmsg.HeaderLen:]), 16),
	}
	for _, rec := range golden.Records(tb, "../explain/testdata/wire/dumps.jsonl") {
		if rec.ID != "rule" {
			continue
		}
		for m := range nlmsg.Messages(rec.Messages[1].Bytes) {
			if m.Type == linux.RTM_NEWRULE {
				table["of a kernel"] = testcost.Decoding(rule.Decode, m, 3)
			}
		}
	}
	if _, ok := table["of a kernel"]; !ok {
		tb.Fatal("no record has a rule of a kernel")
	}
	return table
}

func TestDecodingAllocatesLittle(t *testing.T) { decoded(t).Check(t) }

func BenchmarkDecode(b *testing.B) { decoded(b).Bench(b) }
