package addr_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// requests are one of each form.
var requests = map[string]nlmsg.Request{
	"add IPv4":       addr.Add(plain4),
	"add IPv6":       addr.Add(plain6),
	"add everything": addr.Add(full),
	"replace":        addr.Replace(plain4),
	"del":            addr.Del(plain4),
	"list":           addr.Filter{Index: 3, Family: linux.AF_INET}.Request(),
}

var (
	plain4 = &addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Broadcast: ip("192.0.2.255")}
	plain6 = &addr.Addr{Index: 3, Prefix: prefix("2001:db8::1/64"), Flags: linux.IFA_F_NODAD}
)

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(requests).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(requests).Bench(b) }

// A stream decodes into an address of the loop, and keeps its label for the next.
func streaming(tb testing.TB) testcost.Table {
	table := make(testcost.Table)
	for name, m := range fromKernel(tb) {
		decode := addr.DecodeStreamed()
		a := new(addr.Addr)
		table[name] = testcost.Item{Run: func() error {
			*a = addr.Addr{}
			_, err := decode(&m, a)
			return err
		}}
	}
	return table
}

func TestDecodingAllocatesNothing(t *testing.T) { streaming(t).Check(t) }

func BenchmarkDecode(b *testing.B) { streaming(b).Bench(b) }

// fromKernel returns an address of each family that a kernel has sent.
func fromKernel(tb testing.TB) map[string]nlmsg.Message {
	tb.Helper()
	out := make(map[string]nlmsg.Message)
	for _, rec := range golden.Records(tb, "../explain/testdata/wire/dumps.jsonl") {
		name := map[string]string{"addr-v4": "IPv4", "addr-v6": "IPv6"}[rec.ID]
		if name == "" {
			continue
		}
		for _, datagram := range rec.Messages {
			for m, err := range nlmsg.Messages(datagram.Bytes) {
				if err == nil && datagram.Dir == "recv" && m.Type == linux.RTM_NEWADDR {
					out[name] = m
				}
			}
		}
	}
	return out
}
