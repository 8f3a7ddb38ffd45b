package neigh_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// conn is a connection as nlmsg.Dial opens it.
var conn *nlmsg.Conn

// Requests can be made and looked at without a connection.
func Example() {
	r := neigh.Replace(&neigh.Neigh{
		Index:  3,
		Dst:    netip.MustParseAddr("192.0.2.5"),
		LLAddr: net.HardwareAddr{2, 0, 0, 0, 0, 5},
		State:  neigh.StatePermanent,
	})
	fmt.Println(r)
	b, err := r.AppendBinary(nil)
	fmt.Println(len(b), err)
	// Output:
	// neigh replace 192.0.2.5 on index 3
	// 48 <nil>
}

// Let the kernel keep a neighbour reachable by itself.
func ExampleAdd_managed() {
	err := conn.Do(neigh.Add(&neigh.Neigh{
		Index: 3,
		Dst:   netip.MustParseAddr("2001:db8::5"),
		Flags: neigh.FlagManaged,
	}))
	if err != nil {
		log.Fatal(err)
	}
}

// Delete all neighbours of interface 3 that do not answer, in one batch.
func ExampleFilter_List() {
	list, err := neigh.Filter{Index: 3, State: neigh.StateFailed}.List(conn)
	if err != nil {
		log.Fatal(err)
	}
	var reqs []nlmsg.Request
	for i := range list {
		reqs = append(reqs, neigh.Del(&list[i]))
	}
	if err := conn.Do(reqs...); err != nil {
		log.Fatal(err)
	}
}

// Delete all neighbours of interface 3, however many, as they are read. One that is
// gone already is no failure.
func ExampleFilter_All() {
	var failed error
	err := conn.DoSeq(func(yield func(nlmsg.Request) bool) {
		for n, err := range (neigh.Filter{Index: 3}).All(conn) {
			if err != nil {
				failed = err
				return
			}
			if !yield(neigh.Del(&n)) {
				return
			}
		}
	})
	if failed != nil {
		log.Fatal(failed)
	}
	if batch, ok := errors.AsType[*nlmsg.BatchError](err); ok {
		for _, f := range batch.Failures {
			if !errors.Is(f.Err, fs.ErrNotExist) {
				log.Print(f.Err)
			}
		}
	}
}

// Let VXLAN 4 send to two endpoints what it knows no address for.
func ExampleAppendFDB() {
	var reqs []nlmsg.Request
	for _, endpoint := range []string{"192.0.2.8", "192.0.2.9"} {
		reqs = append(reqs, neigh.AppendFDB(&neigh.FDB{
			Index: 4,
			MAC:   make(net.HardwareAddr, 6),
			Dst:   netip.MustParseAddr(endpoint),
			State: neigh.StatePermanent,
		}))
	}
	if err := conn.Do(reqs...); err != nil {
		log.Fatal(err)
	}
}

// Let bridge 4 forget what it has learned of its port 3.
func ExampleFlushFDB() {
	err := conn.Do(neigh.FlushFDB(&neigh.FDBFlush{
		Index:     3,
		Flags:     neigh.FlagMaster,
		StateMask: neigh.StateNoARP | neigh.StatePermanent, // neither of them
	}))
	if err != nil {
		log.Fatal(err)
	}
}

// Let neighbours of interface 3 count as reachable for a minute, on average.
func ExampleSetTable() {
	err := conn.Do(neigh.SetTable(&neigh.Table{
		Name:   "arp_cache",
		Params: &neigh.Params{Index: 3, BaseReachableTime: new(time.Minute)},
	}))
	if err != nil {
		log.Fatal(err)
	}
}

// Print which neighbours do not answer.
func ExampleWatch() {
	for ev, err := range neigh.Watch(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		if ev.New != nil && ev.New.State == neigh.StateFailed {
			fmt.Println(ev.New)
		}
	}
}
