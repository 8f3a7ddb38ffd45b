package addr_test

import (
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestRule66UnknownAttributesAreKept(t *testing.T) {
	testDecode(t, []decodeTest{
		{"unknown attributes", four + "0800 0100 c0000201 0800 0200 c0000201 0500 6340 07 000000",
			addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Unknown: []rtattr.Raw{{Type: 0x4063, Data: []byte{7}}}}},
	})
}

func TestRule75TheOwnAddressIsLocalIfThereIsOne(t *testing.T) {
	testDecode(t, []decodeTest{
		{"IPv6 without IFA_LOCAL", six + "1400 0100 20010db8000000000000000000000001",
			addr.Addr{Index: 3, Prefix: prefix("2001:db8::1/64")}},
		{"IPv6 with both", six + "1400 0100 20010db8000000000000000000000002 1400 0200 20010db8000000000000000000000001",
			addr.Addr{Index: 3, Prefix: prefix("2001:db8::1/64"), Peer: ip("2001:db8::2")}},
		{"IPv4 with equal ones", four + "0800 0100 c0000201 0800 0200 c0000201",
			addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24")}},
		{"IPv4 with a peer", four + "0800 0100 c0000202 0800 0200 c0000201",
			addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Peer: ip("192.0.2.2")}},
	})
}

func TestRule76FlagsOf32BitsWin(t *testing.T) {
	testDecode(t, []decodeTest{
		{"IFA_FLAGS wins", "02 18 80 00 03000000 0800 0800 80020000 0800 0100 c0000201 0800 0200 c0000201",
			addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Flags: linux.IFA_F_PERMANENT | linux.IFA_F_NOPREFIXROUTE}},
		{"8 bits alone", "02 18 80 00 03000000 0800 0100 c0000201 0800 0200 c0000201",
			addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Flags: linux.IFA_F_PERMANENT}},
	})
}

func TestRule77LifetimesOfAllOnesAreForEver(t *testing.T) {
	testDecode(t, []decodeTest{
		{"for ever", four + "0800 0100 c0000201 0800 0200 c0000201 1400 0600 ffffffff ffffffff 01000000 02000000",
			addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Created: 10 * time.Millisecond, Updated: 20 * time.Millisecond}},
	})
}

func TestRule77NothingIsPreferredLongerThanItIsValid(t *testing.T) {
	with := func(change func(a *addr.Addr)) nlmsg.Request {
		a := addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24")}
		change(&a)
		return addr.Add(&a)
	}
	testRefusals(t, []refusalTest{
		{"preferred over valid", with(func(a *addr.Addr) { a.Valid, a.Preferred = time.Minute, new(time.Hour) }),
			"addr add 192.0.2.1/24 on index 3: IFA_CACHEINFO at offset 40: preferred for 1h0m0s, longer than valid, 1m0s"},
	})
}
