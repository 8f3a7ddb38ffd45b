package link_test

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// A random link of each kind is made, or refused by our encoder or the kernel.
// What is refused leaves nothing behind, and what is accepted reads back as it
// was given, also when it is changed then at random.
func TestRandomLinks(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	for _, k := range allKinds() {
		lacking := lacks(t, conn, k)
		t.Run(k.Kind(), func(t *testing.T) {
			if lacking != nil {
				t.Skipf("this kernel makes no links of kind %s: %v", k.Kind(), lacking)
			}
			t.Parallel()
			w := newRandomWorld(t, k)
			for i := range each() {
				w.one(t, i)
			}
			t.Logf("%d links: %d made; %d changes: %d accepted", each(), w.made, w.asked, w.changed)
		})
	}
}

// randomWorld is a namespace with some links, in which random ones are made.
type randomWorld struct {
	conn  *nlmsg.Conn
	far   *nlmsg.Conn // in another namespace
	farNS *os.File
	kind  link.Kind
	test  *kindTest // of the kind, or nil

	made, asked, changed int
}

// The links that there are beside the parent.
const aBridge, aBond, other = 104, 105, 106

func newRandomWorld(t *testing.T, k link.Kind) *randomWorld {
	t.Helper()
	w := &randomWorld{kind: k}
	w.conn, _ = newNS(t)
	w.far, w.farNS = newNS(t)
	for i := range kinds {
		if kinds[i].full.Data.Kind() == k.Kind() {
			w.test = &kinds[i]
		}
	}
	do(t, w.conn, link.Add(&link.Link{
		Name: "parent0", Index: parent, Flags: unix.IFF_UP,
		Data: &link.Veth{Peer: &link.Link{Name: "parent1", Index: parent + 1}},
	}), link.SetUp(link.Index(parent+1)),
		link.Add(&link.Link{Name: "bridge0", Index: aBridge, Data: &link.Bridge{}}),
		link.Add(&link.Link{Name: "other0", Index: other, Data: &link.Veth{Peer: &link.Link{Name: "other1", Index: other + 1}}}))
	err := w.conn.Do(link.Add(&link.Link{Name: "a-bond", Index: aBond, Data: &link.Bond{}}))
	if err != nil && !errors.Is(err, unix.EOPNOTSUPP) { // a kernel without bonds does without one
		t.Fatal(err)
	}
	return w
}

// lacks returns why a kernel makes no links of a kind, or nil if it makes some.
func lacks(t *testing.T, conn *nlmsg.Conn, k link.Kind) error {
	t.Helper()
	err := conn.Do(link.Add(&link.Link{Index: made, Data: &link.UnknownKind{Name: k.Kind()}}))
	switch {
	case errors.Is(err, unix.EOPNOTSUPP):
		return err
	case err == nil:
		do(t, conn, link.Del(link.Index(made)))
	}
	return nil
}

// one makes random link number i, if it can be made, and changes and deletes it.
func (w *randomWorld) one(t *testing.T, i int) {
	t.Helper()
	name := fmt.Sprintf("-seed %d, %s %d", testprop.Seed(), w.kind.Kind(), i)
	g := newGenerator("live "+w.kind.Kind(), i)
	g.indexes = []int{parent, parent + 1, aBridge, other, made}
	if inVM() {
		g.indexes = append(g.indexes, aBond) // which sets up its ports
	}
	g.bound = bearable

	l := w.start(g)
	if i%4 == 0 {
		g.link(l)
	}
	g.kind(l.Data)
	l.Index = made
	near := w.conn
	if g.IntN(16) == 0 { // it is made in another namespace, and changed there
		l.NetNS = link.NSFile(w.farNS)
		w.conn = w.far
		defer func() { w.conn = near }()
	}
	before := w.indexes(t)
	op := "link add " + l.String() + " type " + w.kind.Kind()
	if !w.send(t, near, name, op, link.Add(l)) {
		if left := w.indexes(t); !slices.Equal(before, left) {
			t.Errorf("%s: it was refused, and links %v became %v", name, before, left)
		}
		return
	}
	w.made++
	w.holds(t, name, l, false)
	for n := range 3 {
		name := fmt.Sprintf("%s, change %d", name, n)
		c := &link.Link{Data: newKind(w.kind)}
		if i%4 == 1 {
			g.link(c)
		}
		g.kind(c.Data)
		if n == 2 {
			w.modify(t, name, c)
			continue
		}
		w.asked++
		if w.send(t, w.conn, name, fmt.Sprintf("link set index %d", made), link.Set(link.Index(made), c)) {
			w.changed++
			w.holds(t, name, c, true)
		}
	}
	do(t, w.conn, link.Del(link.Index(made)))
}

// start returns a link that the kernel may well accept, for random values to be
// put into.
func (w *randomWorld) start(g *generator) *link.Link {
	l := &link.Link{Data: newKind(w.kind)}
	if w.test != nil && g.IntN(2) == 0 {
		if n := len(w.test.live); n > 0 {
			live := w.test.live[g.IntN(n)].link.Clone()
			l = &live
		}
	}
	if w.test != nil && l.ParentIndex == nil && len(w.test.live) > 0 && g.IntN(8) > 0 {
		l.ParentIndex = w.test.live[0].link.ParentIndex // which a kind may need
	}
	return l
}

// modify puts what is not zero in c into the link.
func (w *randomWorld) modify(t *testing.T, name string, c *link.Link) {
	t.Helper()
	var changes *link.Link
	object := get(t, w.conn, link.Index(made)).String()
	err := link.Modify(w.conn, link.Index(made), func(l *link.Link) {
		old := l.Clone()
		overlay(reflect.ValueOf(l.Data).Elem(), reflect.ValueOf(c.Data).Elem())
		data := l.Data
		overlay(reflect.ValueOf(l).Elem(), reflect.ValueOf(c).Elem())
		l.Data = data
		changes = link.Changes(&old, l)
	})
	w.asked++
	switch {
	case err == nil:
	case strings.HasPrefix(err.Error(), "link modify "+object) && strings.HasSuffix(err.Error(), "there is no request for that"):
		return // an AFSpec in place of another clears what it lacks
	default:
		w.refused(t, name, "link set "+object, err)
		return
	}
	w.changed++
	if changes != nil {
		w.holds(t, name, changes, true)
	}
}

// overlay sets the fields of to that are not zero in from.
func overlay(to, from reflect.Value) {
	for i := range to.NumField() {
		switch f := from.Field(i); {
		case f.IsZero() || to.Type().Field(i).Name == "Index":
		case to.Type().Field(i).Anonymous:
			overlay(to.Field(i), f)
		default:
			to.Field(i).Set(f)
		}
	}
}

// send makes a request, and reports whether the kernel accepted it.
func (w *randomWorld) send(t *testing.T, conn *nlmsg.Conn, name, op string, r nlmsg.Request) bool {
	t.Helper()
	b, encoding := r.AppendBinary([]byte("before"))
	if encoding != nil && string(b) != "before" {
		t.Errorf("%s: %v, but left in the buffer: %q", name, encoding, b)
	}
	err := conn.Do(r)
	switch {
	case err == nil && encoding == nil:
		return true
	case encoding != nil && (err == nil || err.Error() != encoding.Error()):
		t.Errorf("%s: the encoder says %v, the request %v", name, encoding, err)
	default:
		w.refused(t, name, op, err)
	}
	return false
}

// refused checks that err is a refusal of the kernel or of our encoder, and names
// the operation and its object.
func (w *randomWorld) refused(t *testing.T, name, op string, err error) {
	t.Helper()
	if refusal, ok := errors.AsType[*nlmsg.Error](err); !ok {
		namesAll(t, name, op, err)
	} else if refusal.Errno == 0 || !strings.HasPrefix(err.Error(), op) {
		t.Errorf("%s: error %q, want one that begins with %q and has an errno", name, err, op)
	}
}

// indexes returns those of all links but the tunnels that the kernel makes in
// every namespace when it loads a module.
func (w *randomWorld) indexes(t *testing.T) (list []int) {
	t.Helper()
	all, err := link.List(w.conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if !slices.Contains(ofModules, l.Name) {
			list = append(list, l.Index)
		}
	}
	return list
}

var ofModules = []string{
	"tunl0", "gre0", "gretap0", "erspan0", "ip_vti0", "sit0", "ip6tnl0", "ip6gre0", "ip6_vti0",
}

// holds checks that the link has what it was given.
func (w *randomWorld) holds(t *testing.T, name string, given *link.Link, set bool) {
	t.Helper()
	l, err := link.Get(w.conn, link.Index(made))
	if err != nil {
		t.Fatalf("%s: accepted, and then: %v", name, err)
	}
	c := comparison{t: t, given: given, read: l, set: set}
	c.sameFields(name, reflect.ValueOf(*given), reflect.ValueOf(*l))
	if v := reflect.ValueOf(given.Data); given.Data != nil && v.Elem().NumField() > 0 {
		if reflect.TypeOf(l.Data) != v.Type() {
			t.Fatalf("%s: read %T, want %T", name, l.Data, given.Data)
		}
		c.sameFields(name, v.Elem(), reflect.ValueOf(l.Data).Elem())
	}
}

// inVM reports whether the kernel is one of our own. Of another, packets of odd
// tunnels are not asked for: no random link is set up.
func inVM() bool { return os.Getenv("RAWNL_VM") != "" }

// bearable puts a value that any kernel can bear into a field where that is
// needed.
func bearable(g *generator, field string, v reflect.Value) bool {
	if inVM() || field != "Link.Flags" && field != "Link.Change" {
		return false
	}
	v.SetUint(g.Uint(32) &^ unix.IFF_UP)
	return true
}
