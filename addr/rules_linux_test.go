package addr_test

import (
	"encoding/binary"
	"errors"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// byHand is a request to add an address to veth0 that this package would not
// make.
func byHand(family, bits, flags uint8, attrs func(e *rtattr.Encoder)) nlmsg.Request {
	e := rtattr.NewEncoder(nil)
	h := e.Struct(8) // ifaddrmsg
	h[0], h[1], h[2] = family, bits, flags
	binary.NativeEndian.PutUint32(h[4:], veth0)
	attrs(e)
	b, err := e.Result()
	if err != nil {
		panic(err)
	}
	return nlmsg.Request{Op: "by hand", Type: linux.RTM_NEWADDR, Flags: linux.NLM_F_CREATE | linux.NLM_F_EXCL, Body: fixed(b)}
}

type fixed []byte

func (b fixed) AppendBinary(buf []byte) ([]byte, error) { return append(buf, b...), nil }

func TestRule20WithoutCreateAnAddressIsMadeAllTheSame(t *testing.T) {
	for _, p := range []string{"192.0.2.1/24", "2001:db8::1/64"} {
		t.Run(p[:4], func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			a := &addr.Addr{Index: veth0, Prefix: prefix(p), Flags: linux.IFA_F_NODAD}
			r := change(a)
			if r.Flags&^linux.NLM_F_ACK != linux.NLM_F_REPLACE {
				t.Errorf("flags %#x, want REPLACE", r.Flags)
			}
			do(t, conn, r)
			if got := list(t, conn); len(got) != 1 || got[0].Prefix != a.Prefix {
				t.Errorf("there are %v, want %v", got, a)
			}
		})
	}
}

func TestRule19And20FlagsOfTheVerbs(t *testing.T) {
	a := &addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24")}
	for name, tt := range map[string]struct {
		r    nlmsg.Request
		want uint16
	}{
		"Add":     {addr.Add(a), linux.NLM_F_CREATE | linux.NLM_F_EXCL},
		"Replace": {addr.Replace(a), linux.NLM_F_CREATE | linux.NLM_F_REPLACE},
		"Del":     {addr.Del(a), 0},
	} {
		if got := tt.r.Flags &^ linux.NLM_F_ACK; got != tt.want {
			t.Errorf("%s: flags %#x, want %#x", name, got, tt.want)
		}
	}
}

func TestRule75WhichAddressIsTheOwn(t *testing.T) {
	const four, six = linux.AF_INET, linux.AF_INET6
	for _, tt := range []struct {
		name           string
		family         uint8
		local, address string // IFA_LOCAL, IFA_ADDRESS
		own, peer      string // none: EINVAL
	}{
		{"IPv4, both", four, "192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.2"},
		{"IPv4, equal", four, "192.0.2.1", "192.0.2.1", "192.0.2.1", ""},
		{"IPv4, local", four, "192.0.2.1", "", "192.0.2.1", ""},
		{"IPv4, the peer's alone", four, "", "192.0.2.2", "", ""},
		{"IPv6, both", six, "2001:db8::1", "2001:db8::2", "2001:db8::1", "2001:db8::2"},
		{"IPv6, local", six, "2001:db8::1", "", "2001:db8::1", ""},
		{"IPv6, the other alone", six, "", "2001:db8::2", "2001:db8::2", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			err := conn.Do(byHand(tt.family, 32, linux.IFA_F_NODAD, func(e *rtattr.Encoder) {
				if tt.local != "" {
					e.Addr(linux.IFA_LOCAL, ip(tt.local))
				}
				if tt.address != "" {
					e.Addr(linux.IFA_ADDRESS, ip(tt.address))
				}
			}))
			if tt.own == "" {
				if !errors.Is(err, syscall.EINVAL) {
					t.Errorf("error %v, want EINVAL", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := list(t, conn)
			if len(got) != 1 || got[0].Prefix.Addr() != ip(tt.own) {
				t.Fatalf("read %v, want %s", got, tt.own)
			}
			if tt.peer == "" && got[0].Peer.IsValid() || tt.peer != "" && got[0].Peer != ip(tt.peer) {
				t.Errorf("peer %v, want %q", got[0].Peer, tt.peer)
			}
		})
	}
}

func TestRule76AllFlagsAreInTheirAttribute(t *testing.T) {
	for _, tt := range []struct {
		name   string
		family uint8
		addr   string
	}{{"IPv4", linux.AF_INET, "192.0.2.1"}, {"IPv6", linux.AF_INET6, "2001:db8::1"}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			// The header's flag must not count.
			do(t, conn, byHand(tt.family, 32, linux.IFA_F_HOMEADDRESS, func(e *rtattr.Encoder) {
				e.Addr(linux.IFA_LOCAL, ip(tt.addr))
				e.Uint32(linux.IFA_FLAGS, linux.IFA_F_NOPREFIXROUTE|linux.IFA_F_NODAD)
			}))
			for m, err := range conn.Dump(addr.Filter{Index: veth0, Family: tt.family}.Request()) {
				if errors.Is(err, nlmsg.ErrDumpInterrupted) {
					break // it comes after all messages
				} else if err != nil {
					t.Fatal(err)
				}
				a, err := addr.Decode(m)
				if err != nil {
					t.Fatal(err)
				}
				if ofTheKernel(*a) {
					continue
				}
				if a.Flags&(linux.IFA_F_NOPREFIXROUTE|linux.IFA_F_PERMANENT|linux.IFA_F_HOMEADDRESS) != linux.IFA_F_NOPREFIXROUTE|linux.IFA_F_PERMANENT {
					t.Errorf("flags %#x, want NOPREFIXROUTE and PERMANENT", a.Flags)
				}
				if m.Data[2] != uint8(a.Flags) {
					t.Errorf("flags %#x in the header, want the lower 8 bits of %#x", m.Data[2], a.Flags)
				}
			}
		})
	}
}

func TestRule77LifetimesOfTheKernel(t *testing.T) {
	const ever = 1<<32 - 1
	for _, tt := range []struct {
		name             string
		preferred, valid uint32
		want             error
	}{
		{"for ever", ever, ever, nil},
		{"preferred as long as valid", 60, 60, nil},
		{"valid 0", 0, 0, syscall.EINVAL},
		{"preferred over valid", 61, 60, syscall.EINVAL},
	} {
		for name, family := range map[string]uint8{"192.0.2.1": linux.AF_INET, "2001:db8::1": linux.AF_INET6} {
			t.Run(tt.name+" "+name[:4], func(t *testing.T) {
				t.Parallel()
				conn, _ := dial(t)
				err := conn.Do(byHand(family, 32, linux.IFA_F_NODAD, func(e *rtattr.Encoder) {
					e.Addr(linux.IFA_LOCAL, ip(name))
					b := e.StructAttr(linux.IFA_CACHEINFO, 16)
					binary.NativeEndian.PutUint32(b, tt.preferred)
					binary.NativeEndian.PutUint32(b[4:], tt.valid)
				}))
				if !errors.Is(err, tt.want) || tt.want == nil && err != nil {
					t.Fatalf("error %v, want %v", err, tt.want)
				}
				if tt.want != nil {
					return
				}
				got := list(t, conn)
				if len(got) != 1 {
					t.Fatalf("there are %v, want one", got)
				}
				permanent := got[0].Flags&linux.IFA_F_PERMANENT != 0
				if diff := cmp.Diff(tt.valid == ever, permanent && got[0].Valid == 0); diff != "" {
					t.Errorf("read %+v: for ever (-want +got)\n%s", got[0], diff)
				}
			})
		}
	}
}
