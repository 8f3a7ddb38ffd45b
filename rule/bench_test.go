package rule_test

import (
	"testing"

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

func TestEncodingAllocatesNothing(t *testing.T) {
	for name, r := range requests {
		buf := make([]byte, 0, 512)
		n := testing.AllocsPerRun(100, func() {
			if _, err := r.AppendBinary(buf); err != nil {
				t.Fatal(err)
			}
		})
		if n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for name, r := range requests {
		b.Run(name, func(b *testing.B) {
			buf := make([]byte, 0, 512)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.AppendBinary(buf); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	m := newRule(encode(b, requests["add"])[nlmsg.HeaderLen:])
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rule.Decode(m); err != nil {
			b.Fatal(err)
		}
	}
}
