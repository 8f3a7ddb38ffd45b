package testprop

import (
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Kernel checks a family of objects against the kernel.
type Kernel[T any] struct {
	Conn *Conn

	// Make returns an object at random, often enough one that there can be.
	Make func() T

	// Add, Replace and Del make requests. Replace is nil where there is no such
	// request. Rekey gives an object what it takes to replace another.
	Add, Replace, Del func(*T) nlmsg.Request
	Rekey             func(x *T, old *T)

	// List reads all objects that there are, but for those that the kernel makes
	// and removes by itself while the test runs.
	List func() ([]T, error)

	// Differs say what is not read back as it was set.
	Differs []Difference[T]

	// Stays gives an object what it keeps when it is replaced, of what was read
	// before. Nil stands for nothing.
	Stays func(want *T, old T)

	// Leaves reports whether an object is what a refused request may leave, or may
	// have changed. Nil stands for nothing.
	Leaves func(refused, left T) bool

	// Options are for comparing objects.
	Options cmp.Options

	live []T
	fields
}

// Difference is a difference between what is set and what is read.
type Difference[T any] struct {
	// Why says what differs, and why.
	Why string

	// Apply makes of what is set what is read. Read is that, where the kernel
	// works it out.
	Apply func(want *T, read T)

	needed bool
}

// keep is how many objects there may be at a time.
const keep = 6

// Check adds, replaces and deletes objects.
func (k *Kernel[T]) Check(t *testing.T) {
	t.Helper()
	initial := k.list(t)
	for range *structs {
		k.add(t)
		if n := len(k.live); n > 0 && k.Replace != nil && k.Conn.IntN(2) == 0 {
			k.replace(t, k.Conn.IntN(n))
		}
		for len(k.live) > keep {
			k.del(t, k.Conn.IntN(len(k.live)))
		}
	}
	for len(k.live) > 0 {
		k.del(t, 0)
	}
	if gained, lost := k.diff(initial, k.list(t)); len(gained)+len(lost) > 0 {
		t.Errorf("after all were deleted there are besides what was there: %v\nand there are no longer: %v", gained, lost)
	}
	for _, d := range k.Differs {
		if !d.needed {
			t.Logf("no struct has shown that %s", d.Why)
		}
	}
	k.log(t)
}

// add adds an object.
func (k *Kernel[T]) add(t *testing.T) {
	t.Helper()
	x := k.Make()
	given := deep.Copy(x)
	before := k.list(t)
	outcome := k.Conn.Try(t, k.Add(&x))
	k.unchanged(t, given, x)
	after := k.list(t)
	gained, lost := k.diff(before, after)
	switch {
	case outcome != Accepted && len(gained)+len(lost) == 0:
	case outcome == Refused && k.Leaves != nil && len(gained) == 1 && len(lost) == 0 && k.Leaves(x, gained[0]):
		k.live = append(k.live, gained[0])
	case outcome != Accepted:
		t.Fatalf("%+v was refused. There is now: %+v\nand no longer: %+v", x, gained, lost)
	case len(gained) != 1 || len(lost) != 0:
		t.Fatalf("%+v was added. There is now: %+v\nand no longer: %+v", x, gained, lost)
	default:
		k.compare(t, x, gained[0], nil)
		k.live = append(k.live, gained[0])
	}
}

// replace replaces one of the live objects.
func (k *Kernel[T]) replace(t *testing.T, i int) {
	t.Helper()
	old := k.live[i]
	x := k.Make()
	k.Rekey(&x, &old)
	before := k.list(t)
	outcome := k.Conn.Try(t, k.Replace(&x))
	after := k.list(t)
	gained, lost := k.diff(before, after)
	switch {
	case len(gained)+len(lost) == 0:
		if outcome == Accepted { // by what is the same
			k.compare(t, x, old, &old)
		}
	case outcome == Refused && k.Leaves != nil && len(gained) == 1 && len(lost) == 1 && k.Leaves(x, gained[0]):
		k.live[i] = gained[0]
	case outcome != Accepted:
		t.Fatalf("%+v was refused in place of %+v. There is now: %+v\nand no longer: %+v", x, old, gained, lost)
	case len(gained) != 1 || len(lost) != 1 || !k.equal(lost[0], old):
		t.Fatalf("%+v was put in place of %+v. There is now: %+v\nand no longer: %+v", x, old, gained, lost)
	default:
		k.compare(t, x, gained[0], &old)
		k.live[i] = gained[0]
	}
}

// del deletes one of the live objects, by what was read of it.
func (k *Kernel[T]) del(t *testing.T, i int) {
	t.Helper()
	x := k.live[i]
	before := k.list(t)
	k.Conn.must(t, k.Del(&x))
	gained, lost := k.diff(before, k.list(t))
	if len(gained) != 0 || len(lost) != 1 || !k.equal(lost[0], x) {
		t.Fatalf("%+v was deleted. There is now: %+v\nand no longer: %+v", x, gained, lost)
	}
	k.live = slices.Delete(k.live, i, i+1)
}

// compare compares what was set, perhaps in place of an old object, with what was
// read.
func (k *Kernel[T]) compare(t *testing.T, set, read T, old *T) {
	t.Helper()
	k.seen(set)
	if diff := cmp.Diff(k.want(set, read, old, -1), read, k.Options); diff != "" {
		t.Fatalf("set: %+v\n(-set +read)\n%s", set, diff)
	}
	for i := range k.Differs {
		if d := &k.Differs[i]; !d.needed {
			d.needed = !k.equal(k.want(set, read, old, i), read)
		}
	}
}

// want returns what is read of what was set. It leaves one difference out.
func (k *Kernel[T]) want(set, read T, old *T, without int) T {
	want := deep.Copy(set)
	for i, d := range k.Differs {
		if i != without {
			d.Apply(&want, read)
		}
	}
	if old != nil && k.Stays != nil {
		k.Stays(&want, *old)
	}
	return want
}

// unchanged fails if a request has changed what it was made of.
func (k *Kernel[T]) unchanged(t *testing.T, given, x T) {
	t.Helper()
	if diff := cmp.Diff(given, x, k.Options); diff != "" {
		t.Fatalf("a request has changed what it was made of (-before +after)\n%s", diff)
	}
}

func (k *Kernel[T]) list(t *testing.T) []T {
	t.Helper()
	list, err := k.List()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// equal reports whether a and b are equal. Most are to the last bit, which costs less
// to find out.
func (k *Kernel[T]) equal(a, b T) bool { return reflect.DeepEqual(a, b) || cmp.Equal(a, b, k.Options) }

// diff returns what is in one of the lists alone, in whatever order they are.
func (k *Kernel[T]) diff(before, after []T) (gained, lost []T) {
	for len(before) > 0 && len(after) > 0 && k.equal(before[0], after[0]) {
		before, after = before[1:], after[1:]
	}
	for len(before) > 0 && len(after) > 0 && k.equal(before[len(before)-1], after[len(after)-1]) {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	gained = slices.Clone(after)
	for _, x := range before {
		if i := slices.IndexFunc(gained, func(y T) bool { return k.equal(x, y) }); i >= 0 {
			gained = slices.Delete(gained, i, i+1)
		} else {
			lost = append(lost, x)
		}
	}
	return gained, lost
}
