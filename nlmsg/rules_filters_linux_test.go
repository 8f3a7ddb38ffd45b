package nlmsg_test

import (
	"encoding/binary"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// addressesOf asks for the IPv4 addresses of an interface.
func addressesOf(index uint32) nlmsg.Request {
	return rawRequest("addr list", unix.RTM_GETADDR, func(e *rtattr.Encoder) {
		h := e.Struct(unix.SizeofIfAddrmsg)
		h[0] = unix.AF_INET
		binary.NativeEndian.PutUint32(h[4:], index)
	})
}

// Without the option a filter is ignored, which an absent NLM_F_DUMP_FILTERED
// says.
func TestRule43And45AFilterWorksUnderStrictCheckingOnly(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns})
	add := address(unix.RTM_NEWADDR, 1)
	add.Flags = unix.NLM_F_CREATE
	if err := conn.Do(add, addLink("br0")); err != nil {
		t.Fatal(err)
	}
	const none = 2 // br0, which has no address
	loose, strict := rawSocket(t, ns), rawSocket(t, ns)
	strict.set(unix.NETLINK_GET_STRICT_CHK)
	for _, tt := range []struct {
		name     string
		s        *raw
		index    uint32
		want     []uint16
		filtered bool
	}{
		{"loose", loose, none, []uint16{unix.RTM_NEWADDR, unix.NLMSG_DONE}, false},
		{"strict", strict, none, []uint16{unix.NLMSG_DONE}, true},
		{"strict, of the one that has it", strict, 1, []uint16{unix.RTM_NEWADDR, unix.NLMSG_DONE}, true},
		{"strict, without a filter", strict, 0, []uint16{unix.RTM_NEWADDR, unix.NLMSG_DONE}, false},
	} {
		got := tt.s.ask(addressesOf(tt.index), dumpFlags)
		if !slices.Equal(types(got), tt.want) {
			t.Errorf("%s: types %d, want %d", tt.name, types(got), tt.want)
		}
		for _, m := range messages(got) {
			if filtered := m.Flags&unix.NLM_F_DUMP_FILTERED != 0; filtered != tt.filtered && m.Type != unix.NLMSG_DONE {
				t.Errorf("%s: NLM_F_DUMP_FILTERED %v, want %v", tt.name, filtered, tt.filtered)
			}
		}
	}
}

func TestRule44StrictCheckingRefusesWhatIsNoFilter(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	loose, strict := rawSocket(t, ns), rawSocket(t, ns)
	strict.set(unix.NETLINK_GET_STRICT_CHK)
	for _, tt := range []struct {
		name string
		r    nlmsg.Request
	}{
		{"an ifindex in a link dump", nlmsg.Request{Type: unix.RTM_GETLINK, Body: iface{index: 1}}},
		{"a scope in an address dump", rawRequest("", unix.RTM_GETADDR, func(e *rtattr.Encoder) {
			h := e.Struct(unix.SizeofIfAddrmsg)
			h[0], h[3] = unix.AF_INET, 1
		})},
		{"bytes after the attributes", rawRequest("", unix.RTM_GETLINK, func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)
			copy(e.Struct(4), "\x00\x00\x00\x00")
		})},
		{"an unknown attribute", rawRequest("", unix.RTM_GETLINK, func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)
			e.Uint32(4000, 1)
		})},
		{"an attribute in a rule dump", rawRequest("", unix.RTM_GETRULE, func(e *rtattr.Encoder) {
			e.Struct(12)[0] = unix.AF_INET
			e.Uint32(unix.FRA_TABLE, 254)
		})},
	} {
		if msgs := messages(strict.ask(tt.r, dumpFlags)); len(msgs) != 1 || errno(t, msgs[0]) != unix.EINVAL {
			t.Errorf("%s: %+v, want EINVAL", tt.name, msgs)
		}
		msgs := messages(loose.ask(tt.r, dumpFlags))
		if last := msgs[len(msgs)-1]; last.Type != unix.NLMSG_DONE || errno(t, last) != 0 {
			t.Errorf("%s, without strict checking: %+v, want a dump", tt.name, last)
		}
	}
}

func TestRule45TheKernelSaysThatItFiltered(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	if err := conn.Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	for m, err := range conn.Dump(nlmsg.Request{Op: "link list", Type: unix.RTM_GETLINK, Body: iface{kind: "bridge"}}) {
		if err != nil {
			t.Fatal(err)
		}
		var name string
		if nameOf(&m, &name); name != "br0" || m.Flags&unix.NLM_F_DUMP_FILTERED == 0 {
			t.Errorf("got %q with flags %#x, want br0 and NLM_F_DUMP_FILTERED", name, m.Flags)
		}
	}
}
