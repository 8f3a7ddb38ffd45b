package addr_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
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

func TestEncodingAllocatesNothing(t *testing.T) {
	for name, r := range requests {
		buf := make([]byte, 0, 256)
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
			buf := make([]byte, 0, 256)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.AppendBinary(buf); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
