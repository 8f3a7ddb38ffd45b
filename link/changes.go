package link

import (
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Changes returns a Link that holds what of old is to change for it to be as
// new, as [Set] wants it, or nil if nothing is. Both are whole links, such as one
// that was read and a changed [Link.Clone] of it:
//
//   - Flags are those that are set, and Change those that differ. Change of old
//     and new do not count.
//   - Master, Alias, ProtoDownReason and XDP, which are nil in a link without,
//     are taken away if new has none. Where else zero or nil would leave an
//     attribute out, it stays as it is, as in any request.
//   - Data and Port hold the fields that differ, or, for the kinds whose changes
//     reset what they leave out, all of new.
//   - Elements of AFSpec.Inet that differ are InetSettings.
//   - Attributes without a field are sent if they are others than in old.
//
// What the kernel alone says, as State, is left out. What is chosen when a link is
// created, if it differs, is in the result, so that Set refuses it.
func Changes(old, new *Link) *Link {
	var d differ
	return d.link(old, new)
}

// Modify reads the link that ref names, has change change it, and makes the
// request to [Set] what differs then, by [Changes], or none if nothing does:
//
//	err := link.Modify(conn, link.Name("br0"), func(l *link.Link) {
//		l.MTU = 1400
//		if br, ok := l.Data.(*link.Bridge); ok {
//			br.VLANFiltering = new(true)
//		}
//	})
//
// To clear a field whose zero would leave the attribute as it is, such as MTU, is
// an error: nothing is sent then. What somebody else changes between reading and
// setting stays, unless it is the same attribute, which is then as change has it.
func Modify(conn *nlmsg.Conn, ref Ref, change func(*Link)) error {
	old, err := Get(conn, ref)
	if err != nil {
		return err
	}
	changed := old.Clone()
	change(&changed)
	var d differ
	c := d.link(old, &changed)
	switch {
	case len(d.lost) > 0:
		return fmt.Errorf("link modify %v: %s was cleared: there is no request for that", old, strings.Join(d.lost, ", "))
	case c == nil:
		return nil
	}
	return conn.Do(Set(old, c))
}
