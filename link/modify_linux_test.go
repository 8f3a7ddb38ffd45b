package link_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
)

// What Modify changes is changed, and all else of the link is as before.
func TestModify(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn,
		link.Add(&link.Link{Name: "br0", Index: 10, HardwareAddr: mac("02:00:00:00:00:01"),
			Data: &link.Bridge{GroupFwdMask: new(uint16(8)), McastHashMax: new(uint32(256))}}),
		link.Add(&link.Link{Name: "veth0", Index: 11, Master: new(10), Data: &link.Veth{Peer: &link.Link{Name: "veth1"}}}),
		link.SetAlias(link.Index(11), "cable"))
	for name, tt := range map[string]struct {
		ref    link.Ref
		change func(*link.Link)
	}{
		"nothing":          {link.Name("br0"), func(*link.Link) {}},
		"data":             {link.Name("br0"), func(l *link.Link) { l.Data.(*link.Bridge).McastHashMax = new(uint32(512)) }},
		"MTU and name":     {link.Name("veth1"), func(l *link.Link) { l.MTU, l.Name = 1400, "cable1" }},
		"port":             {link.Name("veth0"), func(l *link.Link) { l.Port.(*link.BridgePort).Priority = new(uint16(9)) }},
		"alias taken away": {link.Name("veth0"), func(l *link.Link) { l.Alias = nil }},
		"queue":            {link.Name("veth0"), func(l *link.Link) { l.TxQLen = new(uint32(77)) }},
		"settings of IPv4": {link.Name("veth0"), func(l *link.Link) { l.AFSpec.Inet[0] = 0 }},
		"address":          {link.Name("br0"), func(l *link.Link) { l.HardwareAddr = mac("02:00:00:00:00:02") }},
	} {
		t.Run(name, func(t *testing.T) {
			before := get(t, conn, tt.ref)
			if err := link.Modify(conn, tt.ref, tt.change); err != nil {
				t.Fatal(err)
			}
			want := before.Clone()
			tt.change(&want)
			if diff := cmp.Diff(settings(&want), settings(get(t, conn, link.Index(want.Index))), cmpAddr); diff != "" {
				t.Errorf("(-want +read)\n%s", diff)
			}
		})
	}

	// Taken from its bridge, set up, and given a group by one call.
	err := link.Modify(conn, link.Name("veth0"), func(l *link.Link) {
		l.Master, l.Group = nil, new(uint32(5))
		l.Flags |= unix.IFF_UP
	})
	if l := get(t, conn, link.Name("veth0")); err != nil || l.Master != nil || *l.Group != 5 || l.Flags&unix.IFF_UP == 0 {
		t.Errorf("%v: %+v", err, l)
	}
}

// What cannot be changed is an error, and nothing is sent.
func TestModifyRefuses(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, link.Add(&link.Link{Name: "br0", Index: 10, Data: &link.Bridge{}}))
	for want, change := range map[string]func(*link.Link){
		`link modify "br0": MTU was cleared`:   func(l *link.Link) { l.MTU = 0 },
		"MaxAge was cleared":                   func(l *link.Link) { l.Data.(*link.Bridge).MaxAge = 0 },
		"IFLA_NUM_TX_QUEUES":                   func(l *link.Link) { l.NumTxQueues++ },
		"the index cannot be changed to 99":    func(l *link.Link) { l.Index = 99 },
		"AddAltNames":                          func(l *link.Link) { l.AltNames = []string{"other"} },
		"of kind bridge, and the Data of kind": func(l *link.Link) { l.Data = &link.Macvlan{Mode: 4} },
	} {
		err := link.Modify(conn, link.Name("br0"), func(l *link.Link) {
			l.Group = new(uint32(7))
			change(l)
		})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if l := get(t, conn, link.Name("br0")); *l.Group != 0 {
		t.Errorf("refused, and changed: group %d", *l.Group)
	}
	if err := link.Modify(conn, link.Name("none0"), func(*link.Link) { t.Error("called") }); !errors.Is(err, unix.ENODEV) {
		t.Errorf("%v, want ENODEV", err)
	}
}

// Each kind of link that can be changed takes the change from Modify, and keeps
// all else of its Data.
func TestModifyKinds(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		for _, tt := range k.live {
			if tt.change == nil {
				continue
			}
			t.Run(k.full.Data.Kind()+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				tt.modify(t)
			})
		}
	}
}

func (tt *liveTest) modify(t *testing.T) {
	if tt.since != [2]int{} && !testns.KernelSince(t, tt.since[0], tt.since[1]) {
		t.Skipf("since Linux %d.%d", tt.since[0], tt.since[1])
	}
	conn, _ := newNS(t)
	do(t, conn, link.Add(&link.Link{
		Name: "parent0", Index: parent, Flags: unix.IFF_UP,
		Data: &link.Veth{Peer: &link.Link{Name: "parent1", Index: parent + 1}},
	}))
	for _, before := range tt.before {
		do(t, conn, link.Add(before))
	}
	add := *tt.link
	add.Name, add.Index = "new0", made
	do(t, conn, link.Add(&add))

	before := get(t, conn, link.Index(made)).Clone()
	change := func(l *link.Link) { merge(reflect.ValueOf(l.Data).Elem(), reflect.ValueOf(tt.change).Elem()) }
	if err := link.Modify(conn, link.Index(made), change); err != nil {
		t.Fatal(err)
	}
	after := get(t, conn, link.Index(made))
	tt.holds(t, after, tt.change)
	merge(reflect.ValueOf(before.Data).Elem(), reflect.ValueOf(tt.change).Elem())
	for _, name := range slices.Concat(tt.unread, tt.follows) {
		for _, k := range []link.Kind{before.Data, after.Data} {
			if f := reflect.ValueOf(k).Elem().FieldByName(name); f.IsValid() {
				f.SetZero()
			}
		}
	}
	if diff := cmp.Diff(before.Data, after.Data, cmpAddr); diff != "" {
		t.Errorf("(-before, with the change, +after)\n%s", diff)
	}
}

// merge sets the fields of to that are not zero in from.
func merge(to, from reflect.Value) {
	for i := range from.NumField() {
		switch {
		case from.Type().Field(i).Anonymous:
			merge(to.Field(i), from.Field(i))
		case !from.Field(i).IsZero():
			to.Field(i).Set(from.Field(i))
		}
	}
}

// settings are what of a link does not change by itself.
func settings(l *link.Link) *link.Link {
	s := l.Clone()
	s.State = link.State{}
	s.Flags &= unix.IFF_UP
	if s.AFSpec != nil && s.AFSpec.Inet6 != nil {
		s.AFSpec.Inet6.Inet6State = link.Inet6State{}
	}
	if b, ok := s.Data.(*link.Bridge); ok {
		b.BridgeState = link.BridgeState{}
	}
	if p, ok := s.Port.(*link.BridgePort); ok {
		p.BridgePortState = link.BridgePortState{}
	}
	return &s
}
