package rule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

// What was read of the kernel can be sent in a request, and is the same.
func TestDumpsCanBeSent(t *testing.T) {
	skipBigEndian(t)
	n := 0
	for _, rec := range golden.Records(t, "../explain/testdata/wire/dumps.jsonl") {
		for _, d := range rec.Messages {
			for m, err := range nlmsg.Messages(d.Bytes) {
				if err != nil {
					break // zeros after a dump request
				}
				if m.Type != linux.RTM_NEWRULE {
					continue
				}
				n++
				r, err := rule.Decode(m)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(r, sent(t, rule.Add(r)), values); diff != "" {
					t.Errorf("sent again (-first +second)\n%s", diff)
				}
			}
		}
	}
	if n < 20 {
		t.Errorf("%d rules in the records", n)
	}
}
