package link_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// A request that changes one thing of a link changes that, and nothing else of any
// link. One that is refused changes nothing, but for those of several names.
func TestRandomVerbs(t *testing.T) {
	t.Parallel()
	setup, ns := newNS(t)
	far, farNS := newNS(t)
	w := verbWorld{setup: setup, far: far, farNS: link.NSFile(farNS), conn: testprop.Dial(t, ns)}
	for range testprop.Structs() / 2 {
		w.complete(t)
		switch w.conn.IntN(16) {
		case 0:
			w.move(t)
		case 1:
			w.delGroup(t)
		case 2:
			w.setGroup(t)
		default:
			w.verb(t)
		}
	}
}

// verbWorld is a namespace whose links are changed.
type verbWorld struct {
	setup, far *nlmsg.Conn
	farNS      link.NetNS // a namespace to move links to
	conn       *testprop.Conn
}

// complete makes the links that are not there.
func (w *verbWorld) complete(t *testing.T) {
	t.Helper()
	there := func(index int) bool {
		return slices.ContainsFunc(w.list(t), func(l linkNow) bool { return l.Index == index })
	}
	for _, l := range []link.Link{
		{Index: 10, Data: &link.Veth{Peer: &link.Link{Index: 11}}},
		{Index: theBridge, HardwareAddr: []byte{2, 0, 0, 0, 0, 1}, Data: &link.Bridge{}},
		{Index: 13, Data: &link.VXLAN{ID: new(uint32(42)), Port: 4789, Learning: new(false)}},
	} {
		if !there(l.Index) {
			do(t, w.setup, link.Add(&l))
			if l.Index == theBridge {
				do(t, w.setup, link.SetMTU(link.Index(theBridge), 1400)) // else it takes that of its ports
			}
		}
	}
}

// verb changes one link.
func (w *verbWorld) verb(t *testing.T) {
	t.Helper()
	before := w.list(t)
	i, ref := w.pick(before)
	req, steps := testprop.Pick(w.conn.Random, verbs...)(w.conn.Random, ref)
	outcome := w.conn.Try(t, req)
	after := w.list(t)
	least, most := 0, len(steps)-1
	switch outcome {
	case testprop.Accepted:
		least, most = len(steps), len(steps)
	case testprop.Unsent:
		most = 0
	}
	var diff string
	for n := most; n >= least; n-- {
		want := slices.Clone(before)
		if n > 0 && i >= 0 {
			want[i].Link = before[i].Clone()
			for _, step := range steps[:n] {
				step(&want[i], after[i])
			}
		}
		if diff = cmp.Diff(want, after, sameLink); diff == "" {
			return
		}
	}
	t.Fatalf("%v: outcome %d (-want +read)\n%s", req, outcome, diff)
}

// pick returns the place of a link in the list, and how to speak of it: by its
// index or by one of its names. There may be none.
func (w *verbWorld) pick(list []linkNow) (i int, ref link.Ref) {
	i = w.conn.IntN(len(list))
	l := &list[i]
	names := append([]string{l.Name}, l.AltNames...)
	switch w.conn.IntN(8) {
	case 0:
		return -1, testprop.Pick[link.Ref](w.conn.Random, link.Index(99), link.Name("nosuch"), nil, link.Index(math.MaxInt32), link.Index(-1))
	case 1, 2:
		return i, link.Name(testprop.Pick(w.conn.Random, names...))
	}
	return i, link.Index(l.Index)
}

// list returns all links without what is the kernel's report.
func (w *verbWorld) list(t *testing.T) []linkNow {
	t.Helper()
	links, err := link.List(w.setup)
	if err != nil {
		t.Fatal(err)
	}
	var list []linkNow
	for _, l := range links {
		if !slices.Contains(ofModules, l.Name) {
			list = append(list, linkNow{Link: withoutState(l)})
		}
	}
	if !testns.KernelSince(t, 5, 18) {
		return list
	}
	for s, err := range (link.StatsFilter{Mask: link.HardwareStats, Offload: 2}).All(w.setup) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			if list[i].Index == s.Index && s.Offload != nil && s.Offload.L3Info != nil {
				list[i].L3Stats = s.Offload.L3Info.Requested
			}
		}
	}
	return list
}

func withoutState(l link.Link) link.Link {
	l.State = link.State{}
	l.Flags &= flagsThatCanBeSet
	l.Change, l.OperState, l.Carrier = 0, 0, nil
	l.Port = nil // which TestRandomPorts changes
	if b, ok := l.Data.(*link.Bridge); ok {
		c := *b
		c.BridgeState = link.BridgeState{}
		l.Data = &c
	}
	if s := l.AFSpec; s != nil {
		l.AFSpec = nil
		if s.Inet6 != nil {
			l.AFSpec = &link.AFSpec{Inet6: &link.Inet6{AddrGenMode: s.Inet6.AddrGenMode, Token: s.Inet6.Token}}
		}
	}
	return l
}

// sameLink compares links; no names are as good as none.
var sameLink = cmp.Options{cmpAddr, cmpopts.EquateEmpty()}

// setGroup changes all links of a group.
func (w *verbWorld) setGroup(t *testing.T) {
	t.Helper()
	before := w.list(t)
	group, n := randomLinkGroup(w.conn.Random), uint32(w.conn.Uint(31))
	outcome := w.conn.Try(t, link.SetInGroup(group, &link.Link{TxQLen: &n}))
	if outcome == testprop.Accepted {
		for i := range before {
			if l := &before[i]; *l.Group == group {
				l.TxQLen = &n
			}
		}
	}
	if diff := cmp.Diff(before, w.list(t), sameLink); diff != "" {
		t.Fatalf("group %d, queues of %d packets: outcome %d (-want +read)\n%s", group, n, outcome, diff)
	}
}

// delGroup deletes all links of a group, and the other ends of those that have one.
func (w *verbWorld) delGroup(t *testing.T) {
	t.Helper()
	before := w.list(t)
	group := randomLinkGroup(w.conn.Random)
	outcome := w.conn.Try(t, link.DelGroup(group))
	gone := map[int]bool{}
	for _, l := range before {
		if *l.Group == group && outcome == testprop.Accepted {
			gone[l.Index] = true
			if l.Index == 10 || l.Index == 11 {
				gone[10], gone[11] = true, true
			}
		}
	}
	w.left(t, before, gone)
	if outcome == testprop.Accepted == (len(gone) == 0) {
		t.Fatalf("group %d: outcome %d, and %d links are gone", group, outcome, len(gone))
	}
}

// move moves a link to a namespace, which may be its own or none.
func (w *verbWorld) move(t *testing.T) {
	t.Helper()
	before := w.list(t)
	i, ref := w.pick(before)
	to := testprop.Pick[link.NetNS](w.conn.Random, w.farNS, w.farNS, w.farNS, nil,
		link.NSFd(math.MaxInt32), link.NSPid(-1), link.NSPid(w.conn.Uint(31)|1<<30), link.NSID(w.conn.Uint(32)))
	outcome := w.conn.Try(t, link.SetNetNS(ref, to))
	gone := map[int]bool{}
	if outcome == testprop.Accepted {
		if to != w.farNS {
			t.Fatalf("%v was moved to %v, where nothing is", ref, to)
		}
		gone[before[i].Index] = true
		moved := get(t, w.far, link.Name(before[i].Name))
		if moved.Flags&unix.IFF_UP != 0 || moved.Data.Kind() != before[i].Data.Kind() || *moved.Group != *before[i].Group {
			t.Fatalf("%+v was moved, and is now %+v", before[i], moved)
		}
	}
	w.left(t, before, gone)
	if len(gone) > 0 {
		do(t, w.far, link.Del(link.Name(before[i].Name))) // and its other end here
	}
}

// left checks that of the links that there were some are gone and the others are
// as they were, but that they lack what is gone: a master, or the other end, which
// is in another namespace now.
func (w *verbWorld) left(t *testing.T, before []linkNow, gone map[int]bool) {
	t.Helper()
	var want []linkNow
	for _, l := range before {
		if l.Master != nil && gone[*l.Master] {
			l.Master = nil
		}
		if l.ParentIndex != nil && gone[*l.ParentIndex] {
			l.ParentNetNSID = new(int32(0))
		}
		if !gone[l.Index] {
			want = append(want, l)
		}
	}
	if diff := cmp.Diff(want, w.list(t), sameLink); diff != "" {
		t.Fatalf("%v are gone (-want +read)\n%s", gone, diff)
	}
}
