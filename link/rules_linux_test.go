package link_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// byHand is a request that this package would not make: an ifinfomsg, which
// header fills in, and attributes.
func byHand(typ, flags uint16, header func(h []byte), attrs func(e *rtattr.Encoder)) nlmsg.Request {
	b := body(attrs)
	header(b[:unix.SizeofIfInfomsg])
	return nlmsg.Request{Op: "by hand", Type: typ, Flags: flags, Body: fixed(b)}
}

type fixed []byte

func (b fixed) AppendBinary(buf []byte) ([]byte, error) { return append(buf, b...), nil }

func noHeader([]byte) {}

// answer asks for a link and returns the message as it comes.
func answer(t *testing.T, conn *nlmsg.Conn, ref link.Ref) nlmsg.Message {
	t.Helper()
	m, err := conn.Get(link.GetRequest(ref))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// attributes returns the attributes in b by their numbers.
func attributes(b []byte) map[uint16]rtattr.Raw {
	all := make(map[uint16]rtattr.Raw)
	for typ, v := range rtattr.NewDecoder(b, 0).All() {
		all[typ] = v.Raw()
	}
	return all
}

func TestRule02TheKernelDoesNotMarkWhatIsBigEndian(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"))
	parent := get(t, conn, link.Name("veth0")).Index
	do(t, conn, link.Add(&link.Link{Name: "vlan0", ParentIndex: &parent, Data: &link.VLAN{ID: new(uint16(5)), Protocol: 0x88a8}}))
	m := answer(t, conn, link.Name("vlan0"))
	info := attributes(attributes(m.Data[16:])[linux.IFLA_LINKINFO].Data)
	protocol := attributes(info[linux.IFLA_INFO_DATA].Data)[linux.IFLA_VLAN_PROTOCOL]
	if !bytes.Equal(protocol.Data, []byte{0x88, 0xa8}) {
		t.Errorf("IFLA_VLAN_PROTOCOL % x, want 88 a8 whatever the host's order", protocol.Data)
	}
	if protocol.Type&rtattr.NetByteOrder != 0 {
		t.Errorf("type %#x: the kernel marks it by NLA_F_NET_BYTEORDER", protocol.Type)
	}
	if mtu := attributes(m.Data[16:])[linux.IFLA_MTU].Data; binary.NativeEndian.Uint32(mtu) != 1500 {
		t.Errorf("IFLA_MTU % x, want 1500 in the host's order", mtu)
	}
	if l := get(t, conn, link.Name("vlan0")); l.Data.(*link.VLAN).Protocol != 0x88a8 {
		t.Errorf("read %#x, want 0x88a8", l.Data.(*link.VLAN).Protocol)
	}
}

func TestRule08TheFlagOfANestTellsItsAge(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 10) {
		t.Skip("needs Linux 5.10, which knows IFLA_PROTO_DOWN_REASON")
	}
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"))
	parent := get(t, conn, link.Name("veth0")).Index
	do(t, conn, link.Add(&link.Link{Name: "mv0", Index: 10, ParentIndex: &parent, Data: &link.Macvlan{}}),
		link.AddAltNames(link.Index(10), "other"),
		link.SetProtoDown(link.Index(10), true), link.SetProtoDownReason(link.Index(10), link.Bits{Value: 5}))
	m := answer(t, conn, link.Index(10))
	top := attributes(m.Data[16:])
	for typ, want := range map[uint16]bool{
		linux.IFLA_LINKINFO: false, linux.IFLA_AF_SPEC: false, linux.IFLA_XDP: false,
		linux.IFLA_PROP_LIST: true, linux.IFLA_PROTO_DOWN_REASON: true,
	} {
		raw, ok := top[typ]
		if flag := raw.Type&rtattr.Nested != 0; !ok || flag != want {
			t.Errorf("attribute %d: there %v, with the flag %v: want it %v", typ, ok, flag, want)
		}
	}
	if data := attributes(top[linux.IFLA_LINKINFO].Data)[linux.IFLA_INFO_DATA]; data.Type&rtattr.Nested != 0 {
		t.Error("IFLA_INFO_DATA has the flag")
	}
	// With or without, the same is read.
	want, err := link.Decode(m)
	if err != nil {
		t.Fatal(err)
	}
	e := rtattr.NewEncoder(bytes.Clone(m.Data[:16]))
	for _, v := range rtattr.NewDecoder(m.Data[16:], 0).All() {
		raw := v.Raw()
		switch raw.Type &^ rtattr.Nested {
		case linux.IFLA_LINKINFO, linux.IFLA_AF_SPEC, linux.IFLA_XDP, linux.IFLA_PROP_LIST, linux.IFLA_PROTO_DOWN_REASON:
			raw.Type ^= rtattr.Nested
		}
		e.Raw(raw)
	}
	m.Data, _ = e.Result()
	got, err := link.Decode(m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpAddr); diff != "" {
		t.Errorf("with the flags the other way round (-want +got)\n%s", diff)
	}
}

func TestRule11TheKernelTakesTheLastOfARepeatedType(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, bridge("br0"),
		byHand(unix.RTM_NEWLINK, 0, noHeader, func(e *rtattr.Encoder) {
			e.String(linux.IFLA_IFNAME, "br0")
			e.Uint32(linux.IFLA_MTU, 1300)
			e.Uint32(linux.IFLA_MTU, 1400)
		}),
		link.AddAltNames(link.Name("br0"), "one", "two"))
	l := get(t, conn, link.Name("br0"))
	if l.MTU != 1400 || !slices.Equal(l.AltNames, []string{"one", "two"}) {
		t.Errorf("MTU %d, names %q: want 1400, and both of a list", l.MTU, l.AltNames)
	}
}

func TestRule12NamesOfTheKernel(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	add := func(name string) nlmsg.Request {
		return byHand(unix.RTM_NEWLINK, unix.NLM_F_CREATE|unix.NLM_F_EXCL, noHeader, func(e *rtattr.Encoder) {
			e.Bytes(linux.IFLA_IFNAME, []byte(name)) // without a NUL
			e.Nest(linux.IFLA_LINKINFO, func() { e.String(linux.IFLA_INFO_KIND, "bridge") })
		})
	}
	const longest = "abcdefghijklmno"
	do(t, conn, add("br0"), add(longest))
	if err := conn.Do(add(longest + "p")); !errors.Is(err, syscall.ERANGE) {
		t.Errorf("a name of 16 bytes: %v, want ERANGE", err)
	}
	name := attributes(answer(t, conn, link.Name(longest)).Data[16:])[linux.IFLA_IFNAME].Data
	if string(name) != longest+"\x00" {
		t.Errorf("the kernel sends %q, want the name and a NUL", name)
	}

	alt := strings.Repeat("x", 127)
	prop := func(name string) nlmsg.Request {
		return byHand(unix.RTM_NEWLINKPROP, 0, noHeader, func(e *rtattr.Encoder) {
			e.String(linux.IFLA_IFNAME, "br0")
			e.Nest(linux.IFLA_PROP_LIST, func() { e.String(linux.IFLA_ALT_IFNAME, name) })
		})
	}
	do(t, conn, prop(alt))
	if err := conn.Do(prop(alt + "x")); err == nil {
		t.Error("an alternative name of 128 bytes is taken")
	}
	if l := get(t, conn, link.Name(alt)); l.Name != "br0" {
		t.Errorf("found %v by its alternative name, want br0", l)
	}
}

// The kernel aligns the counters where the processor wants it.
func TestRule13CountersAreReadWhereverTheyAre(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, link.SetUp(link.Name("lo")))
	m := answer(t, conn, link.Name("lo"))
	for shift := range 8 {
		m.Data = append(make([]byte, shift), m.Data...)[shift:]
		l, err := link.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		stats := attributes(m.Data[16:])[linux.IFLA_STATS64].Data
		if want := binary.NativeEndian.Uint64(stats); l.Stats == nil || l.Stats.RxPackets != want || l.Unknown != nil {
			t.Errorf("counters %+v, unknown %v: want %d packets, and no pads", l.Stats, l.Unknown, want)
		}
	}
}

func TestRule20WithoutCreateALinkIsNotMade(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	br0 := &link.Link{Name: "br0", MTU: 1400, Data: &link.Bridge{}}
	if err := conn.Do(link.SetMTU(link.Name("br0"), 1400)); !errors.Is(err, syscall.ENODEV) {
		t.Errorf("Set of what is not there: %v, want ENODEV", err)
	}
	do(t, conn, link.Add(br0))
	if err := conn.Do(link.Add(br0)); !errors.Is(err, syscall.EEXIST) {
		t.Errorf("Add of what is there: %v, want EEXIST", err)
	}
	do(t, conn, link.SetMTU(link.Name("br0"), 1300))
	for name, tt := range map[string]struct {
		r    nlmsg.Request
		want uint16
	}{
		"Add": {link.Add(br0), unix.NLM_F_ACK | unix.NLM_F_CREATE | unix.NLM_F_EXCL},
		"Set": {link.SetUp(br0), unix.NLM_F_ACK},
		"Del": {link.Del(br0), unix.NLM_F_ACK}, // rule 19
	} {
		if tt.r.Flags|unix.NLM_F_ACK != tt.want {
			t.Errorf("%s: flags %#x, want %#x", name, tt.r.Flags, tt.want)
		}
	}
}

// Attributes are applied one after another, those before the one that is
// refused as well, and the namespace before all.
func TestRule34ARefusedChangeIsPartlyMade(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	other, otherNS := newNS(t)
	do(t, conn, bridge("br0"), veth("veth0", "veth1"))
	br0 := link.Name("br0")
	if err := conn.Do(link.Set(br0, &link.Link{MTU: 1400, Master: new(9999)})); err == nil {
		t.Fatal("a master that does not exist was accepted")
	}
	if l := get(t, conn, br0); l.MTU != 1400 {
		t.Errorf("MTU %d, want that of the refused change, 1400", l.MTU)
	}
	if err := conn.Do(link.Set(link.Name("veth0"), &link.Link{NetNS: link.NSFile(otherNS), Master: new(9999)})); err == nil {
		t.Fatal("a master that does not exist was accepted")
	}
	if _, err := link.Get(conn, link.Name("veth0")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in the old namespace: %v, want fs.ErrNotExist", err)
	}
	get(t, other, link.Name("veth0"))
}
