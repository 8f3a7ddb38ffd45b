package link_test

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func decoded(t *testing.T, attrs func(e *rtattr.Encoder)) *link.Link {
	t.Helper()
	l, err := link.Decode(newLink(body(attrs)))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestRule10TheKindMayComeAfterItsData(t *testing.T) {
	for _, port := range []bool{false, true} {
		kind, data := uint16(linux.IFLA_INFO_KIND), uint16(linux.IFLA_INFO_DATA)
		attr := uint16(linux.IFLA_BR_PRIORITY)
		if port {
			kind, data, attr = linux.IFLA_INFO_SLAVE_KIND, linux.IFLA_INFO_SLAVE_DATA, linux.IFLA_BRPORT_PRIORITY
		}
		l := decoded(t, func(e *rtattr.Encoder) {
			e.Nest(linux.IFLA_LINKINFO, func() {
				e.Nest(data, func() { e.Uint16(attr, 7) })
				e.String(kind, "bridge")
			})
		})
		var want link.Link
		if port {
			want.Port = &link.BridgePort{Priority: new(uint16(7))}
		} else {
			want.Data = &link.Bridge{Priority: new(uint16(7))}
		}
		if diff := cmp.Diff(want.Data, l.Data); diff != "" {
			t.Errorf("kind (-want +got)\n%s", diff)
		}
		if diff := cmp.Diff(want.Port, l.Port); diff != "" {
			t.Errorf("kind of the port (-want +got)\n%s", diff)
		}
	}
}

func TestRule13PadsAreSkipped(t *testing.T) {
	l := decoded(t, func(e *rtattr.Encoder) {
		e.Bytes(linux.IFLA_PAD, nil)
		e.Bytes(linux.IFLA_STATS64, make([]byte, 200))
		e.Nest(linux.IFLA_LINKINFO, func() {
			e.String(linux.IFLA_INFO_KIND, "bridge")
			e.Nest(linux.IFLA_INFO_DATA, func() {
				e.Bytes(linux.IFLA_BR_PAD, nil)
				e.Uint64(linux.IFLA_BR_MCAST_QUERIER_INTVL, 100)
			})
		})
	})
	b := l.Data.(*link.Bridge)
	if l.Unknown != nil || b.Unknown != nil || l.Stats == nil || b.McastQuerierInterval == nil || *b.McastQuerierInterval != time.Second {
		t.Errorf("read %+v and %+v, want no pads among the unknown", l, b)
	}
}

func TestRule62TheNamespaceOfAParent(t *testing.T) {
	for name, tt := range map[string]struct {
		id   []int32
		want *int32
	}{
		"this one":             {nil, nil},
		"one with id 7":        {[]int32{7}, new(int32(7))},
		"one without an id":    {[]int32{-1}, new(int32(-1))},
		"one with the id of 0": {[]int32{0}, new(int32(0))},
	} {
		l := decoded(t, func(e *rtattr.Encoder) {
			e.Index(linux.IFLA_LINK, 5)
			for _, id := range tt.id {
				e.Int32(linux.IFLA_LINK_NETNSID, id)
			}
		})
		if diff := cmp.Diff(tt.want, l.ParentNetNSID); diff != "" || l.ParentIndex == nil || *l.ParentIndex != 5 {
			t.Errorf("%s: parent %v (-want +got)\n%s", name, l.ParentIndex, diff)
		}
	}
}

// It is a message about a link within the message: a header and attributes.
func TestRule63APeerIsAWholeIfinfomsg(t *testing.T) {
	b, err := link.Add(&link.Link{Name: "a", Data: &link.Veth{Peer: &link.Link{Name: "b", MTU: 1400}}}).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	data := rtattr.NewDecoder(b, 0)
	data.Struct(16 + 16)
	var peer []byte
	for typ, v := range data.All() {
		if typ != linux.IFLA_LINKINFO {
			continue
		}
		for typ, v := range v.Nest().All() {
			if typ != linux.IFLA_INFO_DATA {
				continue
			}
			for typ, v := range v.Nest().All() {
				if typ == 1 { // VETH_INFO_PEER of linux/veth.h
					peer = v.Bytes()
				}
			}
		}
	}
	want := body(func(e *rtattr.Encoder) {
		e.String(linux.IFLA_IFNAME, "b")
		e.Uint32(linux.IFLA_MTU, 1400)
	})
	if diff := cmp.Diff(want, peer); diff != "" {
		t.Errorf("VETH_INFO_PEER (-want +got)\n%s", diff)
	}
}

func TestRule63APeerThatIsUpIsRefused(t *testing.T) {
	peer := func(p link.Link) nlmsg.Request {
		return link.Add(&link.Link{Name: "veth0", Data: &link.Veth{Peer: &p}})
	}
	testBadInput(t, []badInput{
		{"peer that is up", peer(link.Link{Flags: linux.IFF_UP}), []string{`link add "veth0"`, "VETH_INFO_PEER", "by a further request"}},
	})
}

func TestRule68AnIntegerOfEitherSize(t *testing.T) {
	for _, put := range []func(e *rtattr.Encoder){
		func(e *rtattr.Encoder) { e.Uint32(linux.IFLA_MAX_PACING_OFFLOAD_HORIZON, 1e9) },
		func(e *rtattr.Encoder) { e.Uint64(linux.IFLA_MAX_PACING_OFFLOAD_HORIZON, 1e9) },
	} {
		if l := decoded(t, put); l.MaxPacingOffloadHorizon != time.Second {
			t.Errorf("read %v, want a second", l.MaxPacingOffloadHorizon)
		}
	}
}

// With the index 0 the name would select.
func TestRule71ARenameNeedsTheIndex(t *testing.T) {
	veth0 := link.Name("veth0")
	testBadInput(t, []badInput{
		{"by name", link.SetName(veth0, "eth0"), []string{`link set "veth0"`, "IFLA_IFNAME", "needs the link's index"}},
	})
	b, err := link.SetName(link.Index(3), "eth0").AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := body(func(e *rtattr.Encoder) { e.String(linux.IFLA_IFNAME, "eth0") })
	binary.NativeEndian.PutUint32(want[4:], 3)
	if diff := cmp.Diff(want, b[16:]); diff != "" {
		t.Errorf("by index (-want +got)\n%s", diff)
	}
}

// It would be taken for that of a whole group.
func TestRule72ADeletionOfNothingIsRefused(t *testing.T) {
	testBadInput(t, []badInput{
		{"an empty name", link.Del(link.Name("")), []string{"link del", "neither an index nor a name"}},
		{"nil", link.Del(nil), []string{"link del", "neither an index nor a name"}},
		{"a group", link.Del(link.Link{Group: new(uint32(7))}), []string{"link del", "neither an index nor a name"}},
	})
}

// Virtual functions are asked for, unless they are not wanted.
func TestRule73WhatRequestsAskFor(t *testing.T) {
	for name, tt := range map[string]struct {
		r    nlmsg.Request
		want uint32
	}{
		"one":              {link.GetRequest(link.Name("veth0")), linux.RTEXT_FILTER_VF},
		"all":              {link.Filter{}.Request(), linux.RTEXT_FILTER_VF},
		"without counters": {link.Filter{SkipStats: true}.Request(), linux.RTEXT_FILTER_VF | linux.RTEXT_FILTER_SKIP_STATS},
		"without both":     {link.Filter{SkipStats: true, SkipVFs: true}.Request(), linux.RTEXT_FILTER_SKIP_STATS},
	} {
		b, err := tt.r.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := tree(t, b[32:])["29"]; got != string(uint32Bytes(tt.want)) { // IFLA_EXT_MASK
			t.Errorf("%s: mask % x, want %#x", name, got, tt.want)
		}
	}
}
