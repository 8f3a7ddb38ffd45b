package neigh_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// reading is what iproute2 has printed of a dump: objects, and the names of the
// interfaces by their index.
type reading struct {
	ID    string
	JSON  []map[string]any
	Links map[string]string
}

func readings(t *testing.T) map[string]reading {
	t.Helper()
	f, err := os.Open("testdata/dumps.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := make(map[string]reading)
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r reading
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out[r.ID] = r
	}
	return out
}

func (r reading) name(index int) any {
	if index == 0 {
		return nil
	}
	return r.Links[fmt.Sprint(index)]
}

// keys says what iproute2's JSON must have for a key, given the object as this
// package has decoded it. Nil stands for no such key.
type keys[T any] map[string]func(r reading, v *T) any

var neighKeys = keys[neigh.Neigh]{
	"dst":          func(_ reading, n *neigh.Neigh) any { return n.Dst.String() },
	"dev":          func(r reading, n *neigh.Neigh) any { return r.name(n.Index) },
	"lladdr":       func(_ reading, n *neigh.Neigh) any { return text(n.LLAddr.String()) },
	"state":        func(_ reading, n *neigh.Neigh) any { return upper(n.State) },
	"router":       func(_ reading, n *neigh.Neigh) any { return set(n.Flags, neigh.FlagRouter) },
	"proxy":        func(_ reading, n *neigh.Neigh) any { return set(n.Flags, neigh.FlagProxy) },
	"extern_learn": func(_ reading, n *neigh.Neigh) any { return set(n.Flags, neigh.FlagExtLearned) },
	"used":         func(_ reading, n *neigh.Neigh) any { return seconds(n.Used) },
	"confirmed":    func(_ reading, n *neigh.Neigh) any { return seconds(n.Confirmed) },
	"updated":      func(_ reading, n *neigh.Neigh) any { return seconds(n.Updated) },
	"probes":       func(_ reading, n *neigh.Neigh) any { return float64(n.Probes) },
	"protocol": func(_ reading, n *neigh.Neigh) any {
		return map[uint8]any{linux.RTPROT_STATIC: "static"}[n.Protocol]
	},
}

var fdbKeys = keys[neigh.FDB]{
	"mac":     func(_ reading, f *neigh.FDB) any { return f.MAC.String() },
	"ifname":  func(r reading, f *neigh.FDB) any { return r.name(f.Index) },
	"master":  func(r reading, f *neigh.FDB) any { return r.name(f.Master) },
	"viaIf":   func(r reading, f *neigh.FDB) any { return r.name(f.Via) },
	"used":    func(_ reading, f *neigh.FDB) any { return seconds(f.Used) },
	"updated": func(_ reading, f *neigh.FDB) any { return seconds(f.Updated) },
	"port":    func(_ reading, f *neigh.FDB) any { return number(f.Port) },
	"dst": func(_ reading, f *neigh.FDB) any {
		if !f.Dst.IsValid() {
			return nil
		}
		return f.Dst.String()
	},
	"vni": func(_ reading, f *neigh.FDB) any {
		if f.VNI == nil {
			return nil
		}
		return float64(*f.VNI)
	},
	"state": func(_ reading, f *neigh.FDB) any {
		switch { // bridge names the first of these
		case f.State&neigh.StatePermanent != 0:
			return "permanent"
		case f.State&neigh.StateNoARP != 0:
			return "static"
		case f.State&neigh.StateStale != 0:
			return "stale"
		}
		return ""
	},
	"flags": func(_ reading, f *neigh.FDB) any {
		names := []any{}
		for _, name := range strings.Split(f.Flags.String(), "|") {
			if f.Flags != 0 {
				names = append(names, name)
			}
		}
		return names
	},
}

// What iproute2 and this package make of the same answers is the same.
func TestDumpsAreReadLikeIproute2(t *testing.T) {
	all := readings(t)
	for _, rec := range golden.Records(t, "testdata/dumps.jsonl") {
		t.Run(rec.ID, func(t *testing.T) {
			r := all[rec.ID]
			switch {
			case strings.HasPrefix(rec.ID, "neigh"):
				list := decodeAll(t, rec, neigh.Decode)
				if rec.ID == "neigh" { // ip leaves these out
					list = slices.DeleteFunc(list, func(n neigh.Neigh) bool { return n.State == neigh.StateNoARP })
				}
				compare(t, r, list, neighKeys)
				writeAgain(t, list, neigh.Decode, neigh.Add, func(n *neigh.Neigh) {
					n.Confirmed, n.Used, n.Updated, n.Refs, n.Probes = 0, 0, 0, 0, 0 // not sent
				})
			case strings.HasPrefix(rec.ID, "bridge-fdb"):
				list := decodeAll(t, rec, neigh.DecodeFDB)
				compare(t, r, list, fdbKeys)
				writeAgain(t, list, neigh.DecodeFDB, neigh.AddFDB, func(f *neigh.FDB) {
					f.Confirmed, f.Used, f.Updated, f.Refs = 0, 0, 0, 0 // not sent
					ownFDB(f)
				})
			default:
				list := decodeAll(t, rec, neigh.DecodeTable)
				compare(t, r, list, tableKeys)
				writeAgain(t, list, neigh.DecodeTable, asAnswer, func(x *neigh.Table) {
					x.Config, x.Stats = nil, nil // not sent
					x.Params.Refs, x.Params.ReachableTime = 0, nil
				})
			}
		})
	}
}

// decodeAll decodes what was received.
func decodeAll[T any](t *testing.T, rec golden.Record, decode func(nlmsg.Message) (*T, error)) []T {
	t.Helper()
	var out []T
	for _, d := range rec.Messages {
		if d.Dir != "recv" {
			continue
		}
		for m, err := range nlmsg.Messages(d.Bytes) {
			if err != nil {
				t.Fatal(err)
			}
			if m.Type == linux.NLMSG_DONE {
				continue
			}
			v, err := decode(m)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, *v)
		}
	}
	return out
}

// compare compares objects with what iproute2 has printed of them, key by key. A
// key that no function is for fails the test.
func compare[T any](t *testing.T, r reading, list []T, keys keys[T]) {
	t.Helper()
	if len(list) != len(r.JSON) {
		t.Fatalf("%d objects, iproute2 has %d", len(list), len(r.JSON))
	}
	for i, object := range r.JSON {
		for key := range object {
			if keys[key] == nil {
				t.Errorf("iproute2's key %q is not mapped", key)
			}
		}
		for key, want := range keys {
			printed, ok := object[key]
			got := want(r, &list[i])
			if got == anything || !ok && (got == nil || statistics[key]) {
				continue // without -s, or where there is nothing to say
			}
			if got == present && ok && printed == nil {
				continue
			}
			if diff := cmp.Diff(printed, got); diff != "" {
				t.Errorf("object %d, %v, %q (-iproute2 +ours)\n%s", i, list[i], key, diff)
			}
		}
	}
}

// statistics are printed with the option -s alone.
var statistics = map[string]bool{"used": true, "confirmed": true, "updated": true, "probes": true}

// writeAgain encodes what was decoded and decodes that, which must be the same
// but for what reported changes.
func writeAgain[T any](t *testing.T, list []T, decode func(nlmsg.Message) (*T, error), write func(*T) nlmsg.Request, reported func(*T)) {
	t.Helper()
	for i := range list {
		b, err := write(&list[i]).AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		for m := range nlmsg.Messages(b) {
			again, err := decode(m)
			if err != nil {
				t.Fatal(err)
			}
			reported(&list[i])
			if diff := cmp.Diff(&list[i], again, values); diff != "" {
				t.Errorf("written again (-first +second)\n%s", diff)
			}
		}
	}
}

// What a function of keys returns for a key without a value, and for one that
// cannot be compared.
const (
	present  = "present, but null"
	anything = "anything"
)

func set(flags, flag neigh.Flags) any {
	if flags&flag == 0 {
		return nil
	}
	return present
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func number[T uint16 | uint32](n T) any {
	if n == 0 {
		return nil
	}
	return float64(n)
}

func seconds(d time.Duration) any { return float64(d / time.Second) }

func upper(s neigh.State) any {
	if s == 0 {
		return nil
	}
	return []any{strings.ToUpper(s.String())}
}
