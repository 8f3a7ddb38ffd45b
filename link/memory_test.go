package link_test

import (
	"net/netip"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/race"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What a stream has yielded stays as it is, but for raw bytes, while other links
// are read into the same buffer.
func TestStreamedLinksStay(t *testing.T) {
	links, clones := streamed(t)
	for i := range links {
		if diff := cmp.Diff(clones[i], links[i], cmpAddr); diff != "" {
			t.Errorf("%v (-as yielded +later)\n%s", clones[i], diff)
		}
	}
}

// Links from a stream are the caller's own: writing to one, and to what lies
// behind its slices, changes no other.
func TestStreamedLinksShareNoMemory(t *testing.T) {
	for _, odd := range []int{0, 1} {
		links, clones := streamed(t)
		for i := range links {
			if i%2 == odd {
				scramble(reflect.ValueOf(&links[i]).Elem())
			}
		}
		for i := range links {
			if i%2 == odd {
				continue
			}
			if diff := cmp.Diff(clones[i], links[i], cmpAddr); diff != "" {
				t.Errorf("%v (-as yielded +after others were written to)\n%s", clones[i], diff)
			}
		}
	}
}

// Appending to one slice of a link changes nothing else in it.
func TestStreamedSlicesCanBeAppendedTo(t *testing.T) {
	links, clones := streamed(t)
	for i := range links {
		appendToAll(reflect.ValueOf(&links[i]).Elem())
		if diff := cmp.Diff(clones[i], links[i], cmpAddr); diff != "" {
			t.Errorf("%v (-as yielded +after appending)\n%s", clones[i], diff)
		}
	}
}

// streamed decodes the links of a recorded dump as All does, and returns them
// without their raw bytes, and clones of them.
func streamed(t *testing.T) (links, clones []link.Link) {
	t.Helper()
	decode := link.DecodeStreamed()
	var buf []byte
	for _, m := range recordedDump(t) {
		buf = append(buf[:0], m.Data...)
		m.Data = buf
		var l link.Link
		if _, err := decode(&m, &l); err != nil {
			t.Fatal(err)
		}
		dropRaw(reflect.ValueOf(&l).Elem())
		links = append(links, l)
		clones = append(clones, l.Clone())
	}
	clear(buf)
	if len(links) < 20 {
		t.Fatalf("%d links, want a good many", len(links))
	}
	return links, clones
}

// recordedDump returns the links of a namespace with many kinds.
func recordedDump(tb testing.TB) []nlmsg.Message {
	tb.Helper()
	var out []nlmsg.Message
	for _, rec := range golden.Records(tb, "../explain/testdata/wire/dumps.jsonl") {
		if rec.ID != "link" && rec.ID != "bridge-link" {
			continue
		}
		for _, datagram := range rec.Messages {
			for m, err := range nlmsg.Messages(datagram.Bytes) {
				if err == nil && datagram.Dir == "recv" && m.Type == linux.RTM_NEWLINK {
					out = append(out, m)
				}
			}
		}
	}
	return out
}

// dropRaw takes away what is part of the message.
func dropRaw(v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *[]rtattr.Raw:
		*x = nil
		return
	case *link.UnknownKind:
		x.Data = nil
		return
	case *link.State:
		x.XStats = nil
	}
	walk(v, dropRaw)
}

// scramble changes all that v points to, with what is between the length and the
// capacity of slices.
func scramble(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(^v.Int())
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(^v.Uint())
	case reflect.String:
		v.SetString("scrambled")
	case reflect.Slice:
		if v.Cap() > v.Len() {
			v.Set(v.Slice(0, v.Cap()))
		}
	}
	walk(v, scramble)
}

// appendToAll writes to what is between the length and the capacity of slices.
func appendToAll(v reflect.Value) {
	if v.Kind() == reflect.Slice {
		room := v.Slice(0, v.Cap())
		for i := v.Len(); i < room.Len(); i++ {
			scramble(room.Index(i))
		}
	}
	walk(v, appendToAll)
}

// walk calls f for what v consists of or points to.
func walk(v reflect.Value, f func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			f(v.Elem())
		}
	case reflect.Interface:
		if p := v.Elem(); p.Kind() == reflect.Pointer {
			walk(p, f)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			f(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[netip.Addr]() {
			return
		}
		for i := range v.NumField() {
			f(v.Field(i))
		}
	}
}

// A stream costs less than two allocations for a link (AllocsPerRun rounds down):
// a block or numbers without room for what Linux sends would cost more. A kind
// without a block costs one more, and a list of addresses two. A single link costs
// one for itself, its block, its numbers, its kind or port, its names and their
// text each, and some for the values of a kind without a block.
func TestDecodingAllocates(t *testing.T) {
	if race.Enabled {
		t.Skip("sync.Pool drops what it is given, at random")
	}
	decode := link.DecodeStreamed()
	for _, m := range recordedDump(t) {
		var l link.Link
		stream := testing.AllocsPerRun(100, func() {
			l = link.Link{}
			if _, err := decode(&m, &l); err != nil {
				t.Fatal(err)
			}
		})
		single := testing.AllocsPerRun(100, func() {
			if _, err := link.Decode(m); err != nil {
				t.Fatal(err)
			}
		})
		most := 1.0
		switch k := l.Data.(type) {
		case nil, *link.Bridge, *link.Veth, *link.UnknownKind:
		case *link.Macvlan:
			most++
			if k.Sources != nil {
				most += 2
			}
		default:
			most++
		}
		if stream > most || single > most+5 {
			t.Errorf("%v: %v allocations in a stream, want %v at most; %v for Decode, want %v at most",
				l, stream, most, single, most+5)
		}
	}
}
