package rule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

// Any bytes decode or are refused, and what has been decoded and can be sent
// is the same when it is decoded again.
func FuzzDecode(f *testing.F) {
	if !bigEndian {
		for _, rec := range golden.Records(f, "testdata/iproute2.jsonl") {
			for m, err := range nlmsg.Messages(rec.Main()) {
				if err == nil {
					f.Add(m.Data)
				}
			}
		}
	}
	f.Add(encode(f, rule.Add(full(ipv4)))[nlmsg.HeaderLen:])
	f.Add(encode(f, rule.Add(full(ipv6)))[nlmsg.HeaderLen:])
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := rule.Decode(newRule(data))
		if err != nil {
			return
		}
		_ = first.String()
		isSaid(t, first)
		first.Flags &^= linux.FIB_RULE_UNRESOLVED | linux.FIB_RULE_IIF_DETACHED | linux.FIB_RULE_OIF_DETACHED // not sent
		for _, request := range []nlmsg.Request{rule.Add(first), rule.Del(first)} {
			b, err := request.AppendBinary(nil)
			if err != nil {
				continue
			}
			second, err := rule.Decode(newRule(b[nlmsg.HeaderLen:]))
			if err != nil {
				t.Fatal(err)
			}
			if first.Action == linux.FR_ACT_UNSPEC {
				second.Action = linux.FR_ACT_UNSPEC // which was filled in
			}
			if diff := cmp.Diff(first, second, values); diff != "" {
				t.Errorf("%v decoded again (-first +second)\n%s", request, diff)
			}
		}
	})
}
