package rule

import (
	"context"
	"encoding/binary"
	"iter"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Watch yields the rules of a namespace, of all families, each as [nlmsg.Added],
// then [nlmsg.Synced], and from then on what changes: see [nlmsg.Watch]. Of cfg it
// needs no Groups; nil watches the namespace of the calling thread.
//
//	for ev, err := range rule.Watch(ctx, nil) {
//		if err != nil {
//			return err
//		}
//		if ev.Kind == nlmsg.Removed {
//			...
//		}
//	}
//
// A rule changes only in what the Flags report: whether there are the interfaces
// that it names, and the rule to go to. A rule that is there twice is yielded
// twice. All rules are read again after each change, with a [nlmsg.Synced] to
// follow. A rule that comes and goes meanwhile makes no event.
func Watch(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[Rule], error] {
	return func(yield func(nlmsg.Event[Rule], error) bool) {
		for ev, err := range nlmsg.Watch(ctx, cfg, watched) {
			if !yield(nlmsg.Event[Rule]{Kind: ev.Kind, Old: ev.Old.rule(), New: ev.New.rule()}, err) {
				return
			}
		}
	}
}

// watched takes a notification for nothing but a reason to read all rules, which
// are few. It could not tell from notifications alone what there is:
//
//   - The kernel does not tell that an interface named by a rule appears, goes or
//     is renamed, nor that the target of a jump does.
//   - It keeps a rule several times over, if asked to.
//   - It tells of a rule when it has let go of its locks (Linux 6.15), so that
//     what two processes do at once may be told in another order.
var watched = nlmsg.Watched[key, copied]{
	Op:     "rule watch",
	Groups: []uint32{linux.RTNLGRP_IPV4_RULE, linux.RTNLGRP_IPV6_RULE, linux.RTNLGRP_LINK},
	List:   listCopies,
	Decode: func(nlmsg.Message) (nlmsg.Change, copied, error) { return nlmsg.Unsure, copied{}, nil },
	Key:    func(c *copied) key { return c.key },
	Equal:  func(a, b *copied) bool { return a.Flags == b.Flags }, // the key has all else
	Clone:  func(c copied) copied { return copied{c.Rule.Clone(), c.key} },
}

// copied is a rule, of which there may be several copies.
type copied struct {
	Rule
	key key
}

// key is what tells a rule from others: its message, without the flags that the
// kernel reports, and how many copies of it come before.
type key struct {
	message string
	copy    int
}

// rule returns the rule, nil if c is nil.
func (c *copied) rule() *Rule {
	if c == nil {
		return nil
	}
	return &c.Rule
}

func listCopies(conn *nlmsg.Conn) ([]copied, error) {
	list, err := nlmsg.List(conn, Filter{}.Request(), func(m *nlmsg.Message, c *copied) (bool, error) {
		keep, err := Filter{}.decode(m, &c.Rule)
		if keep {
			c.key.message = withoutReport(m.Data)
		}
		return keep, err
	})
	seen := make(map[string]int, len(list))
	for i := range list {
		k := &list[i].key
		k.copy = seen[k.message]
		seen[k.message]++
	}
	return list, err
}

// withoutReport returns the message of a rule, whose header has been decoded,
// without the flags that the kernel works out itself.
func withoutReport(data []byte) string {
	b := append([]byte(nil), data...)
	flags := b[sizeofHeader-4 : sizeofHeader]
	binary.NativeEndian.PutUint32(flags, binary.NativeEndian.Uint32(flags)&^reported)
	return string(b)
}
