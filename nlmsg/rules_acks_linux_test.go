package nlmsg_test

import (
	"encoding/binary"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// longName is refused by the kernel's policy for a name at byte 32.
func longName(name string) nlmsg.Request {
	return rawRequest("link add", unix.RTM_NEWLINK, func(e *rtattr.Encoder) {
		e.Struct(unix.SizeofIfInfomsg)
		e.String(unix.IFLA_IFNAME, name)
	})
}

func TestRule29And30WhatAnAckHolds(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	const name = "a-name-of-22-letters-x"
	for _, tt := range []struct {
		name    string
		options []int
		request nlmsg.Request
		flags   uint16
		payload int // bytes of the request's that are repeated
		attrs   bool
	}{
		{"success", nil, getLink("lo"), unix.NLM_F_CAPPED, 0, false},
		{"success with all options", []int{unix.NETLINK_CAP_ACK, unix.NETLINK_EXT_ACK}, getLink("lo"), unix.NLM_F_CAPPED, 0, false},
		{"refusal", nil, longName(name), 0, 43, false},
		{"refusal, capped", []int{unix.NETLINK_CAP_ACK}, longName(name), unix.NLM_F_CAPPED, 0, false},
		{"refusal, extended", []int{unix.NETLINK_EXT_ACK}, longName(name), unix.NLM_F_ACK_TLVS, 43, true},
		{"refusal, both", []int{unix.NETLINK_CAP_ACK, unix.NETLINK_EXT_ACK}, longName(name),
			unix.NLM_F_CAPPED | unix.NLM_F_ACK_TLVS, 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := rawSocket(t, ns)
			s.set(tt.options...)
			sent := s.message(tt.request, unix.NLM_F_REQUEST|unix.NLM_F_ACK)
			if tt.payload > 0 {
				// Without the padding after the name, so that it is no multiple of 4.
				binary.NativeEndian.PutUint32(sent, uint32(nlmsg.HeaderLen+tt.payload))
			}
			s.send(sent)
			all := messages(s.all())
			m := all[len(all)-1]
			if tt.payload == 0 && tt.flags == unix.NLM_F_CAPPED && len(tt.options) != 1 {
				if errno(t, m) != 0 {
					t.Errorf("%v, want a success", errno(t, m))
				}
			} else if errno(t, m) != unix.ERANGE {
				t.Errorf("%v, want ERANGE", errno(t, m))
			}
			if m.Flags != tt.flags {
				t.Errorf("flags %#x, want %#x", m.Flags, tt.flags)
			}
			length := nlmsg.HeaderLen + tt.payload
			if diff := cmp.Diff(sent[:length], m.Data[4:4+length]); diff != "" {
				t.Errorf("the request that is repeated (-want +got)\n%s", diff)
			}
			rest := m.Data[4+length:]
			if !tt.attrs {
				if len(rest) > 3 { // the request's padding
					t.Errorf("%d bytes follow, want none", len(rest))
				}
				return
			}
			at := 4 + (length+3)&^3
			var got []uint16
			for typ := range rtattr.NewDecoder(m.Data[at:], 0).All() {
				got = append(got, typ)
			}
			if len(got) < 2 || got[0] != 1 || got[1] != 2 { // MSG, OFFS
				t.Errorf("attributes %d at byte %d, want MSG and OFFS first", got, at)
			}
		})
	}
}

// The kernel's own words, the attribute's place, and the policy that it breaks.
func TestRule31And32TheKernelPointsAtTheAttribute(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	s.set(unix.NETLINK_CAP_ACK, unix.NETLINK_EXT_ACK)
	nested := rawRequest("veth add", unix.RTM_NEWLINK, func(e *rtattr.Encoder) {
		e.Struct(unix.SizeofIfInfomsg)
		e.String(unix.IFLA_IFNAME, "veth0")
		e.Nest(unix.IFLA_LINKINFO, func() {
			e.Bytes(unix.IFLA_INFO_KIND, []byte("veth"))
			e.Nest(unix.IFLA_INFO_DATA, func() {
				e.Nest(1, func() { // VETH_INFO_PEER
					e.Struct(unix.SizeofIfInfomsg)
					e.String(unix.IFLA_IFNAME, "a-name-of-20-letters")
				})
			})
		})
	})
	for _, tt := range []struct {
		name   string
		before []byte // sent with it, in the same datagram
		r      nlmsg.Request
		offset uint32
	}{
		{"at the top", nil, longName("a-name-of-20-letters"), 32},
		{"in nests", nil, nested, 80},
		{"the second of a batch", s.message(getLink("lo"), unix.NLM_F_REQUEST), longName("a-name-of-20-letters"), 32},
	} {
		b := s.message(tt.r, unix.NLM_F_REQUEST|unix.NLM_F_CREATE)
		if typ := binary.NativeEndian.Uint16(b[tt.offset+2:]); typ != unix.IFLA_IFNAME {
			t.Fatalf("%s: attribute %d at byte %d, want IFLA_IFNAME", tt.name, typ, tt.offset)
		}
		s.send(tt.before, b)
		all := messages(s.all())
		m := all[len(all)-1]
		got := map[uint16]rtattr.Raw{}
		for typ, v := range rtattr.NewDecoder(m.Data[4+nlmsg.HeaderLen:], 0).All() {
			got[typ] = v.Raw()
		}
		if msg := string(got[1].Data); msg != "Attribute failed policy validation\x00" {
			t.Errorf("%s: NLMSGERR_ATTR_MSG %q", tt.name, msg)
		}
		if b := got[2].Data; len(b) != 4 || binary.NativeEndian.Uint32(b) != tt.offset {
			t.Errorf("%s: NLMSGERR_ATTR_OFFS % x, want %d", tt.name, b, tt.offset)
		}
		if testns.KernelSince(t, 5, 10) && got[4].Type&rtattr.Nested == 0 {
			t.Errorf("%s: NLMSGERR_ATTR_POLICY %v, want a nest", tt.name, got[4])
		}
	}
}

func TestRule30And31And32ARefusalNamesTheAttribute(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	bad := nlmsg.Request{
		Op: "link add", Type: unix.RTM_NEWLINK, Flags: unix.NLM_F_CREATE | unix.NLM_F_EXCL,
		Body: bodyFunc(func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)
			e.String(unix.IFLA_IFNAME, "veth0")
			e.Nest(unix.IFLA_LINKINFO, func() {
				e.Bytes(unix.IFLA_INFO_KIND, []byte("veth"))
				e.Nest(unix.IFLA_INFO_DATA, func() {
					e.Nest(1, func() { // VETH_INFO_PEER
						e.Struct(unix.SizeofIfInfomsg)
						e.String(unix.IFLA_IFNAME, "a-name-of-20-letters")
					})
				})
			})
		}),
	}
	want := "link add: numerical result out of range: Attribute failed policy validation " +
		"(IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME, byte 80)"
	if err := conn.Do(bad); err == nil || err.Error() != want {
		t.Errorf("error\n%v, want\n%s", err, want)
	}
	// In a batch the offset is within the message.
	failures := nlmsg.Failures(conn.Do(addLink("br0"), bad, addLink("br1")))
	if len(failures) != 1 || failures[0].Index != 1 || failures[0].Err.Error() != want {
		t.Errorf("failures of a batch: %v, want\n%s", failures, want)
	}
}

// What does not fit the receive buffer is lost, ACKs too, and the next receiving
// says so.
func TestRule33AnAckCanBeLost(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	if err := unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, 2304); err != nil {
		t.Fatal(err)
	}
	const n = 100
	for range n {
		b := s.message(getLink("none"), unix.NLM_F_REQUEST|unix.NLM_F_ACK)
		if err := unix.Sendto(s.fd, b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
			t.Fatalf("the sender is told: %v", err)
		}
	}
	if err := s.recvError(); !errors.Is(err, unix.ENOBUFS) {
		t.Errorf("receiving: %v, want ENOBUFS", err)
	}
	if got := len(messages(s.all())); got == 0 || got >= n {
		t.Errorf("%d of %d ACKs have come, want some", got, n)
	}
}
