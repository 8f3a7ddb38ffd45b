package link_test

import (
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// An index of another namespace is that of another link here, which a request
// must not reach.
func TestLinkOfAnotherNamespaceIsNoRef(t *testing.T) {
	t.Parallel()
	conn, ns := newNS(t)
	other, otherNS := newNS(t)
	do(t, conn, link.Add(&link.Link{Name: "mine", Index: 77, Data: &link.Bridge{}}), link.Add(&link.Link{Name: "here",
		Data: &link.Veth{Peer: &link.Link{Name: "eth0", NetNS: link.NSFd(otherNS.Fd())}}}))
	do(t, other, link.Add(&link.Link{Name: "theirs", Index: 77, Data: &link.Bridge{}}))
	id := link.NSID(*get(t, conn, link.Name("here")).ParentNetNSID)
	links, err := link.Filter{NetNS: &id, Kind: "bridge"}.List(conn)
	if err != nil || len(links) != 1 {
		t.Fatalf("listed %v, %v: want the bridge", links, err)
	}
	theirs := links[0]

	_, getErr := link.Get(conn, theirs)
	_, waitErr := link.Wait(t.Context(), conn, listen(t, nlmsg.Config{NetNS: ns}), &theirs, func(*link.Link) bool { return true })
	for verb, err := range map[string]error{
		"Del":           conn.Do(link.Del(theirs)),
		"Set":           conn.Do(link.SetMTU(&theirs, 1300)),
		"AddAltNames":   conn.Do(link.AddAltNames(theirs, "x")),
		"DelAltNames":   conn.Do(link.DelAltNames(theirs, "x")),
		"SetMaster":     conn.Do(link.SetMaster(theirs, link.Index(1))),
		"master":        conn.Do(link.SetMaster(link.Name("here"), theirs)),
		"SetBridgeLink": conn.Do(link.SetBridgeLink(theirs, &link.BridgePort{Cost: 1}, nil)),
		"DelBridgeLink": conn.Do(link.DelBridgeLink(theirs, &link.BridgeSpec{})),
		"Get":           getErr,
		"Wait":          waitErr,
	} {
		if err == nil || !strings.Contains(err.Error(), "the link is in the namespace with id") {
			t.Errorf("%s: %v, want that the link is in another namespace", verb, err)
		}
	}
	if mine := get(t, conn, link.Name("mine")); mine.MTU != 1500 || mine.AltNames != nil {
		t.Errorf("%v has MTU %d and names %q", mine, mine.MTU, mine.AltNames)
	}

	// Where a link is to be says nothing of one that is here.
	moved := link.Link{Name: "mine", NetNS: link.NSFd(otherNS.Fd())}
	if err := conn.Do(link.Del(moved)); err == nil || !strings.Contains(err.Error(), "another namespace") {
		t.Errorf("a link that was made elsewhere: %v, want an error", err)
	}
}

// The kernel takes alternative names that no device can have.
func TestRefByAnyAlternativeName(t *testing.T) {
	t.Parallel()
	needChangesByAltName(t)
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"))
	for _, name := range []string{"eth:1", "a b", "a/b", ".", "x"} {
		ref := link.Name(name)
		do(t, conn, link.AddAltNames(link.Name("veth0"), name), link.SetMTU(ref, 1300))
		if l := get(t, conn, ref); l.Name != "veth0" || l.MTU != 1300 {
			t.Errorf("%v is %v with MTU %d, want veth0 with 1300", ref, l, l.MTU)
		}
		do(t, conn, link.DelAltNames(ref, name), link.SetMTU(link.Name("veth0"), 1500))
	}
}
