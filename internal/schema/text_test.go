package schema

import (
	"encoding/binary"
	"math"
	"testing"
)

func TestText(t *testing.T) {
	littleEndian(t)
	bytes64 := func(v uint64) string { return string(binary.LittleEndian.AppendUint64(nil, v)) }
	named := &Layout{Kind: Hex, Size: 4, Values: []Value{{0x10, "SIXTEEN"}}}
	name4 := &Layout{Kind: String, Size: 4}
	for _, c := range []struct {
		about string
		l     *Layout
		b     string
		want  string // or none
	}{
		{"integer", u32, "\xdc\x05\x00\x00", "1500"},
		{"integer of a newer kernel", u32, "\xdc\x05\x00\x00\x00\x00\x00\x00", "1500"},
		{"integer that is too short", u32, "\xdc\x05", ""},
		{"integer of three bytes", u16, "\xdc\x05\x00", ""},
		{"integer of any width", anyUint, "\x07\x00\x00\x00", "7"},
		{"big-endian", be16, "\x12\xb5", "4789 (big-endian)"},
		{"big-endian that is too long", be16, "\x12\xb5\x00\x00", ""},
		{"big-endian with a name", etherType, "\x86\xdd", "ETH_P_IPV6 (big-endian)"},
		{"big-endian without a name", etherType, "\x12\x34", "4660 (big-endian)"},
		{"negative byte", s8, "\x80", "-128"},
		{"negative", s32, "\xfe\xff\xff\xff", "-2"},
		{"negative, of eight bytes", s64, "\xfe\xff\xff\xff\xff\xff\xff\xff", "-2"},
		{"hexadecimal", hex16, "\x34\x12", "0x1234"},
		{"hexadecimal zero", hex16, "\x00\x00", "0"},
		{"hexadecimal with a name", named, "\x10\x00\x00\x00", "SIXTEEN"},
		{"hexadecimal without a name", named, "\x11\x00\x00\x00", "0x11"},
		{"family", family, "\x0a", "AF_INET6"},
		{"family without a name", family, "\xc8", "200"},
		{"no bits", addrFlags8, "\x00", "0"},
		{"bits", addrFlags8, "\x81", "IFA_F_SECONDARY|IFA_F_PERMANENT"},
		{"all bits of one byte", addrFlags8, "\xff", "all (0xff)"},
		{"all bits of four bytes", addrFlags, "\xff\xff\xff\xff", "all (0xffffffff)"},
		{"all bits but one", addrFlags, "\xff\xff\xff\x7f",
			"IFA_F_SECONDARY|IFA_F_NODAD|IFA_F_OPTIMISTIC|IFA_F_DADFAILED|IFA_F_HOMEADDRESS|IFA_F_DEPRECATED|IFA_F_TENTATIVE|" +
				"IFA_F_PERMANENT|IFA_F_MANAGETEMPADDR|IFA_F_NOPREFIXROUTE|IFA_F_MCAUTOJOIN|IFA_F_STABLE_PRIVACY|0x7ffff000"},
		{"error number", Errno, "\xde\xff\xff\xff", "-34 ERANGE"},
		{"error number without a name", Errno, "\x60\xf0\xff\xff", "-4000"},
		{"no error", Errno, "\x00\x00\x00\x00", "0"},

		{"seconds", seconds32, "\x3d\x00\x00\x00", "61 (1m1s)"},
		{"seconds, none", seconds32, "\x00\x00\x00\x00", "0"},
		{"ten seconds", seconds32, "\x0a\x00\x00\x00", "10 (10s)"},
		{"ten minutes", seconds32, "\x58\x02\x00\x00", "600 (10m)"},
		{"a minute", seconds32, "\x3c\x00\x00\x00", "60 (1m)"},
		{"an hour", seconds32, "\x10\x0e\x00\x00", "3600 (1h)"},
		{"an hour and five seconds", seconds32, "\x15\x0e\x00\x00", "3605 (1h0m5s)"},
		{"an hour and ten minutes", seconds32, "\x68\x10\x00\x00", "4200 (1h10m)"},
		{"minutes, big-endian", minutesBE16, "\x00\x5a", "90 (1h30m) (big-endian)"},
		{"time with a name", lifetime, "\xff\xff\xff\xff", "4294967295 (forever)"},
		{"time without its name", lifetime, "\xfe\xff\xff\xff", "4294967294 (1193046h28m14s)"},
		{"ticks", ticks32, "\xfa\x00\x00\x00", "250 (2.5s)"},
		{"ticks below zero", signedTicks32, "\xce\xff\xff\xff", "-50 (-500ms)"},
		{"ticks, none", signedTicks32, "\x00\x00\x00\x00", "0"},
		{"the longest duration", ticks64, bytes64(922337203685), "922337203685 (2562047h47m16.85s)"},
		{"longer than that", ticks64, bytes64(922337203686), "922337203686 (over 290 years)"},
		{"as many nanoseconds as there can be", anyNanoseconds, bytes64(math.MaxInt64), "9223372036854775807 (2562047h47m16.854775807s)"},
		{"and one more", anyNanoseconds, bytes64(math.MaxInt64 + 1), "9223372036854775808 (over 290 years)"},

		{"text", str, "lo\x00", `"lo"`},
		{"text without NUL", str, "lo", `"lo" without NUL`},
		{"text with NUL within", str, "l\x00o\x00", `"l\x00o\x00"`},
		{"text with two NULs", str, "lo\x00\x00", `"lo\x00\x00"`},
		{"text of fixed size", name4, "lo\x00\x00", `"lo"`},
		{"text of fixed size, and full", name4, "eth0", `"eth0"`},
		{"text of fixed size, with more behind it", name4, "l\x00o\x00", `"l\x00o\x00"`},

		{"IPv4", ip, "\xc0\x00\x02\x01", "192.0.2.1"},
		{"IPv6", ip, "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01", "2001:db8::1"},
		{"neither", ip, "\xc0\x00\x02", ""},
		{"IPv4 alone", ip4, "\xc0\x00\x02\x01", "192.0.2.1"},
		{"IPv6 where IPv4 belongs", ip4, "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01", ""},
		{"Ethernet", etherAddr, "\x02\x00\x00\x00\x00\x01", "02:00:00:00:00:01"},
		{"Ethernet, too short", etherAddr, "\x02\x00\x00\x00\x00", ""},
		{"link layer", lladdr, "\xc0\x00\x02\x01", "c0:00:02:01"},

		{"label", labelStack, "\x00\x06\x41\x00", "100 (bottom)"},
		{"two labels", labelStack, "\x00\x06\x40\x00\x00\x0c\x81\x00", "100 200 (bottom)"},
		{"traffic class and time to live", labelStack, "\x00\x06\x4b\x40", "100 tc 5 ttl 64 (bottom)"},
		{"the greatest label", labelStack, "\xff\xff\xfe\xff", "1048575 tc 7 ttl 255"},
		{"no label", labelStack, "", ""},
		{"half a label", labelStack, "\x00\x06\x41\x00\x00\x06", ""},

		{"bytes", raw, "\x01", ""},
		{"nest", link, "\x01", ""},
	} {
		got, ok := c.l.Text([]byte(c.b))
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: % x is %q, %v, want %q", c.about, c.b, got, ok, c.want)
		}
	}
	if _, ok := flag.Text(nil); !ok {
		t.Error("a flag without bytes is none")
	}
	if _, ok := flag.Text([]byte{1}); ok {
		t.Error("a flag with a byte is one")
	}
}
