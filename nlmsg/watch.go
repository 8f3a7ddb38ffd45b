package nlmsg

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Event is what a watcher, such as route.Watch, yields. What Old and New point
// to belongs to the receiver.
type Event[T any] struct {
	Kind EventKind

	// Old is the object as it was; nil if it was not there. New is the object
	// as it is; nil if it is no longer there.
	Old, New *T
}

// EventKind says what an [Event] is about.
type EventKind int

// The kinds of events.
const (
	// Added says that there is an object, New, which was not there before.
	Added EventKind = iota + 1

	// Changed says that New has taken the place of Old.
	Changed

	// Removed says that Old is gone.
	Removed

	// Synced says that the events so far add up to the whole present state. It
	// comes after the first dump, and after each later one. If something
	// changes during a dump, it comes after the next that nothing disturbs,
	// but after the eighth at the latest. It has neither Old nor New.
	Synced
)

// String returns the kind in lower case, such as "added".
func (k EventKind) String() string {
	switch k {
	case Added:
		return "added"
	case Changed:
		return "changed"
	case Removed:
		return "removed"
	case Synced:
		return "synced"
	}
	return fmt.Sprintf("event of kind %d", int(k))
}

// Watched is what [Watch] must know of the objects of a type: how to read them,
// what tells them apart, and what notifications say of them.
type Watched[K comparable, T any] struct {
	// Op names the watcher in errors, such as "route watch".
	Op string

	// Groups are the multicast groups to join. They are those that tell of the
	// objects, and those that tell of what changes objects without a word.
	Groups []uint32

	// List returns all objects, as [List] does. What they hold is their own.
	List func(*Conn) ([]T, error)

	// Decode says what a notification means, and of which object. What the
	// object holds is its own.
	Decode func(Message) (Change, T, error)

	// Key returns what an object has in common with those that may replace it.
	Key func(*T) K

	// Same reports whether two objects with the same key are the same one,
	// perhaps in another state. Nil means that the key tells.
	Same func(a, b *T) bool

	// Equal reports whether two states of an object are no event. It leaves out
	// what changes by itself, such as counters and the time that is left.
	Equal func(a, b *T) bool

	// Hides reports whether an object may keep others out of a dump, so that
	// its end makes another dump necessary. Nil means that none does.
	Hides func(*T) bool

	// Clone returns a copy that shares no memory.
	Clone func(T) T
}

// Change is what a notification says.
type Change int

// What notifications say.
const (
	// Ignored says nothing of the objects.
	Ignored Change = iota

	// Put says that there is an object, perhaps next to others with its key.
	Put

	// PutAlone says that there is an object, and no other with its key.
	PutAlone

	// Replace says that there is an object, in place of the one with its key.
	Replace

	// Delete says that an object is gone.
	Delete

	// Unsure says that objects may have changed in a way that only a dump can
	// tell.
	Unsure
)

// Watch yields the objects of NETLINK_ROUTE that w describes, each as [Added],
// then [Synced], and from then on what changes. Families have a Watch of their
// own on top of it, such as route.Watch.
//
// The state that the events add up to is always on its way to the kernel's: it
// gets there as soon as nothing changes any more. When notifications are lost
// ([ErrOverrun]), or tell of something that changes objects without a word of
// each, all objects are read again, and the difference is yielded. A dump during
// which something changed is made again later. No two dumps follow so close
// that most of the time would go into them. The objects are kept in memory, to
// tell the difference.
//
// Events of one watcher are in the order of what happened. Those of several, such
// as of links and of addresses, have no order in common: an address may be told of
// before its link. An Event can be handed to another goroutine.
//
// Watch opens two connections as cfg says, but for its Groups, which do not
// count: one for notifications, one for dumps. AllNetNS is an error. Watch starts
// no goroutine, and closes both when the loop ends. The loop may be left at any
// time. When ctx is done its error is yielded last, as is any other. A Trace sees
// how notifications and dumps are put in order: by requests for a link without a
// name, which the kernel refuses.
func Watch[K comparable, T any](ctx context.Context, cfg *Config, w Watched[K, T]) iter.Seq2[Event[T], error] {
	return func(yield func(Event[T], error) bool) {
		events, dumps, err := dialWatch(cfg, w.Groups)
		if err != nil {
			yield(Event[T]{}, fmt.Errorf("%s: %w", w.Op, err))
			return
		}
		defer events.Close()
		defer dumps.Close()
		newWatcher(ctx, events, dumps, w).run(yield)
	}
}

// dialWatch opens the connections of a watcher. The one for notifications is
// first: what changes after a dump must not be missed.
func dialWatch(cfg *Config, groups []uint32) (events, dumps *Conn, err error) {
	var own Config
	if cfg != nil {
		own = *cfg
	}
	if own.AllNetNS {
		return nil, nil, errors.New("AllNetNS: a watcher is for the objects of one namespace")
	}
	own.Groups = groups
	if events, err = Dial(linux.NETLINK_ROUTE, &own); err != nil {
		return nil, nil, err
	}
	own.Groups = nil
	if dumps, err = Dial(linux.NETLINK_ROUTE, &own); err != nil {
		events.Close()
		return nil, nil, err
	}
	return events, dumps, nil
}
