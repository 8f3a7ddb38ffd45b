package load_test

import (
	"encoding/binary"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/race"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What a stream allocates is the same however long it is. Not parallel, since
// what other tests allocate would be counted.
func TestStreamsNeedConstantMemory(t *testing.T) {
	few, many := 20_000, 200_000
	if testing.Short() {
		few, many = few/10, many/10
	}
	if race.Enabled {
		t.Skip("needs a build without the race detector, with which sync.Pool drops what it is given, at random")
	}
	conn, ns := network(t)
	reader := dial(t, nlmsg.Config{NetNS: ns})
	routes := map[int][]streamed{few: make([]streamed, few), many: make([]streamed, many)}
	for n, list := range routes {
		for i := range list {
			list[i] = streamed{number: uint32(i), table: uint32(n)}
		}
	}
	for _, tt := range []struct {
		name string
		run  func(t *testing.T, n int)
	}{
		{"DoSeq", func(t *testing.T, n int) {
			err := conn.DoSeq(func(yield func(nlmsg.Request) bool) {
				for i := range routes[n] {
					if !yield(routes[n][i].replace()) {
						return
					}
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		}},
		{"All", func(t *testing.T, n int) {
			got := 0
			for _, err := range (route.Filter{Family: unix.AF_INET, Table: uint32(n)}).All(conn) {
				if err != nil {
					t.Fatal(err)
				}
				got++
			}
			if got != n {
				t.Fatalf("%d routes, want %d", got, n)
			}
		}},
		{"DoSeq of All on another connection", func(t *testing.T, n int) {
			got := 0
			err := conn.DoSeq(func(yield func(nlmsg.Request) bool) {
				for _, err := range (route.Filter{Family: unix.AF_INET, Table: uint32(n)}).All(reader) {
					if err != nil || !yield(routes[n][got].replace()) {
						t.Errorf("the dump was not read to its end: %v", err)
						return
					}
					got++
				}
			})
			if err != nil || got != n {
				t.Fatalf("%d routes, %v, want %d", got, err, n)
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.run(t, few) // what is made once and for all
			bytes, mallocs := allocations(func() { tt.run(t, few) })
			moreBytes, moreMallocs := allocations(func() { tt.run(t, many) })
			if moreMallocs > mallocs+200 || moreBytes > bytes+256<<10 {
				t.Errorf("%d bytes in %d allocations for %d routes, %d in %d for %d",
					bytes, mallocs, few, moreBytes, moreMallocs, many)
			}
		})
	}
}

// allocations returns how many bytes f allocates, and how often.
func allocations(f func()) (bytes, mallocs uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, after.Mallocs - before.Mallocs
}

// streamed is a route, and the body of a request for it that needs no memory of
// its own.
type streamed struct{ number, table uint32 }

func (s *streamed) replace() nlmsg.Request {
	return nlmsg.Request{Op: "route replace", Type: unix.RTM_NEWROUTE, Flags: unix.NLM_F_CREATE | unix.NLM_F_REPLACE, Body: s}
}

func (s *streamed) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	s.encode(e)
	return e.Result()
}

func (s *streamed) encode(e *rtattr.Encoder) {
	h := e.Struct(unix.SizeofRtMsg)
	h[0], h[1], h[5], h[6], h[7] = unix.AF_INET, 32, unix.RTPROT_STATIC, unix.RT_SCOPE_LINK, unix.RTN_UNICAST
	binary.BigEndian.PutUint32(e.StructAttr(unix.RTA_DST, 4), 10<<24+s.number)
	e.Uint32(unix.RTA_TABLE, s.table)
	e.Uint32(unix.RTA_OIF, veth0)
}
