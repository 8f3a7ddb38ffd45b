package link_test

import (
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Of a random link there is a whole message, which is read back as the same
// link, or none at all.
func TestRandomLinksAreWholeMessagesOrNone(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long in a virtual machine, and needs no kernel")
	}
	for _, k := range allKinds() {
		t.Run(k.Kind(), func(t *testing.T) {
			var whole, none int
			for i := range 8 * each() {
				g := newGenerator(k.Kind(), i)
				g.all = i%4 == 0
				l := &link.Link{Data: newKind(k)}
				g.link(l)
				g.kind(l.Data)
				if p := ports(); i%2 == 0 {
					l.Port = p[g.IntN(len(p))]
					g.kind(l.Port)
				}
				name := fmt.Sprintf("seed %d, link %d", testprop.Seed(), i)
				var got int
				switch i % 4 {
				case 0:
					got = wholeOrNone(t, name, "", l, message(l))
				case 1, 2:
					l.Port = nil
					got = wholeOrNone(t, name, "link add", l, link.Add(l))
				case 3:
					got = wholeOrNone(t, name, "link set index 7", l, link.Set(link.Index(7), l))
				}
				whole += got
				none += 1 - got
			}
			if whole == 0 || none == 0 {
				t.Errorf("%d messages, %d refusals: want some of both", whole, none)
			}
		})
	}
}

// message is l as the kernel sends it.
func message(l *link.Link) nlmsg.Request {
	return nlmsg.Request{Type: linux.RTM_NEWLINK, Body: l}
}

// wholeOrNone checks what becomes of a request for l, and returns 1 for a whole
// message and 0 for none.
func wholeOrNone(t *testing.T, name, op string, l *link.Link, r nlmsg.Request) int {
	t.Helper()
	const before = "before"
	b, err := r.AppendBinary([]byte(before))
	if err != nil {
		if string(b) != before {
			t.Errorf("%s: %v, but left in the buffer: %q", name, err, b)
		}
		namesAll(t, name, op, err)
		return 0
	}
	if !strings.HasPrefix(string(b), before) {
		t.Fatalf("%s: the buffer begins with %q", name, b[:len(before)])
	}
	var messages []nlmsg.Message
	for m, err := range nlmsg.Messages(b[len(before):]) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		messages = append(messages, m)
	}
	if len(messages) != 1 || int(messages[0].Len) != len(b)-len(before) {
		t.Fatalf("%s: %d messages in %d bytes, want one of all: %+v", name, len(messages), len(b)-len(before), messages)
	}
	wellFormed(t, name, messages[0].Data[16:], peerOf(l.Data) != nil)
	got, err := link.Decode(messages[0])
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	want := asRead(l, op != "")
	if op == "link set index 7" && want.Index == 0 {
		want.Index = 7
	}
	if diff := cmp.Diff(want, got, cmpAddr, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: (-written +read)\n%s", name, diff)
	}
	return 1
}

// namesAll checks that an error of our encoder names the operation and its
// object, if op is both of them, and the attribute.
func namesAll(t *testing.T, name, op string, err error) {
	t.Helper()
	attr, ok := errors.AsType[*rtattr.Error](err)
	if !strings.HasPrefix(err.Error(), op) || !ok || len(attr.Path) > 0 && attr.Name == "" {
		t.Errorf("%s: error %q, want one that begins with %q and names an attribute", name, err, op)
	}
}

// wellFormed checks that b is attributes to its end, and so is what of them has
// the nested flag. A peer begins with a header of its own.
func wellFormed(t *testing.T, name string, b []byte, peer bool) {
	t.Helper()
	var walk func(path string, b []byte)
	walk = func(path string, b []byte) {
		d := rtattr.NewDecoder(b, 0)
		for typ, v := range d.All() {
			path := fmt.Sprintf("%s/%d", path, typ)
			const ofPeer = "/18/2/1" // VETH_INFO_PEER and the like
			switch b := v.Bytes(); {
			case v.Raw().Type&rtattr.Nested == 0:
			case peer && path == ofPeer && len(b) >= 16:
				walk(path, b[16:])
			default:
				walk(path, b)
			}
		}
		if err := d.Err(); err != nil {
			t.Fatalf("%s: in %s: %v", name, path, err)
		}
	}
	walk("", b)
}

// asRead returns l as it is read where one message can mean several links: a
// struct without attributes, or with zeros alone, says that there is none.
func asRead(l *link.Link, request bool) *link.Link {
	c := l.Clone()
	dropZero(&c.Map)
	dropZero(&c.XDP)
	if c.PortSelf != nil {
		c.PortSelf.VF = 0 // it has none
	}
	bothOrNone(c.Data)
	if peer := peerOf(c.Data); peer != nil {
		*peer = *asRead(peer, request)
	}
	if !request {
		return &c
	}
	c.Change |= c.Flags
	switch k := c.Data.(type) {
	case *link.Geneve:
		if k.TTL != nil && k.TTLInherit != nil && !*k.TTLInherit {
			k.TTLInherit = nil // a TTL says so
		}
	case *link.Macvlan:
		c.Data = asRequested(k)
	case *link.Macvtap:
		c.Data = (*link.Macvtap)(asRequested((*link.Macvlan)(k)))
	case *link.Gretap:
		k.Remote = unless("0.0.0.0", k.Remote)
	case *link.Erspan:
		k.Remote = unless("0.0.0.0", k.Remote)
	case *link.IP6Gretap:
		k.Remote = unless("::", k.Remote)
	case *link.IP6Erspan:
		k.Remote = unless("::", k.Remote)
	}
	if x := c.XDP; x != nil && x.ExpectedFD != nil {
		x.Flags |= linux.XDP_FLAGS_REPLACE
	}
	withMasks(reflect.ValueOf(&c).Elem())
	for i := range c.VFs {
		if vf := &c.VFs[i]; reflect.DeepEqual(*vf, link.VF{ID: vf.ID}) {
			vf.ID = 0 // which only comes with an attribute
		}
	}
	if s := c.AFSpec; s != nil {
		dropZero(&s.Inet6)
		dropZero(&s.MCTP)
		dropZero(&c.AFSpec)
	}
	return &c
}

// bothOrNone gives a kind both of the traffic class and the flow label, which are
// one attribute, if it has one.
func bothOrNone(k link.Kind) {
	if k == nil {
		return
	}
	v := reflect.ValueOf(k).Elem()
	class, label := v.FieldByName("TClass"), v.FieldByName("FlowLabel")
	if !class.IsValid() || class.IsNil() == label.IsNil() {
		return
	}
	for _, f := range []reflect.Value{class, label} {
		if f.IsNil() {
			f.Set(reflect.New(f.Type().Elem()))
		}
	}
}

// asRequested gives a macvlan the mode that its Sources are to be set.
func asRequested(m *link.Macvlan) *link.Macvlan {
	if m.Sources != nil && m.SourcesMode == nil {
		m.SourcesMode = new(uint32(linux.MACVLAN_MACADDR_SET))
	}
	return m
}

// unless returns the zero Addr for what is none, which requests leave out.
func unless(none string, a netip.Addr) netip.Addr {
	if a == addr(none) {
		return netip.Addr{}
	}
	return a
}

func dropZero[T any](p **T) {
	if *p != nil && reflect.ValueOf(*p).Elem().IsZero() {
		*p = nil
	}
}

// withMasks adds flags to the masks beside them, as a request does.
func withMasks(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if b, ok := v.Interface().(*link.Bits); ok && b != nil {
			b.Mask |= b.Value
		} else if !v.IsNil() {
			withMasks(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				withMasks(v.Field(i))
			}
		}
	}
}

func peerOf(k link.Kind) *link.Link {
	switch k := k.(type) {
	case *link.Veth:
		return k.Peer
	case *link.VXCAN:
		return k.Peer
	case *link.Netkit:
		return k.Peer
	}
	return nil
}
