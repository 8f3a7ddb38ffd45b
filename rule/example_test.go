package rule_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net/netip"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

// conn is a connection as nlmsg.Dial opens it.
var conn *nlmsg.Conn

// Rule requests can be made and looked at without a connection.
func Example() {
	r := rule.Add(&rule.Rule{
		Priority: new(uint32(100)),
		Src:      netip.MustParsePrefix("192.0.2.0/24"),
		Table:    1000,
	})
	fmt.Println(r)
	b, err := r.AppendBinary(nil)
	fmt.Println(len(b), err)
	// Output:
	// rule add 100: from 192.0.2.0/24 lookup 1000
	// 52 <nil>
}

// Send the packets of a network by routes of their own, unless that is so
// already.
func ExampleAdd() {
	err := conn.Do(rule.Add(&rule.Rule{
		Priority: new(uint32(100)),
		Src:      netip.MustParsePrefix("192.0.2.0/24"),
		Table:    1000,
	}))
	if err != nil && !errors.Is(err, fs.ErrExist) {
		log.Fatal(err)
	}
}

// Delete all rules that look in table 1000, in one batch.
func ExampleFilter_List() {
	list, err := rule.Filter{Table: 1000}.List(conn)
	if err != nil {
		log.Fatal(err)
	}
	var reqs []nlmsg.Request
	for i := range list {
		reqs = append(reqs, rule.Del(&list[i]))
	}
	if err := conn.Do(reqs...); err != nil {
		log.Fatal(err)
	}
}

// Print the rules that there are and what becomes of them.
func ExampleWatch() {
	for ev, err := range rule.Watch(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		switch ev.Kind {
		case nlmsg.Added, nlmsg.Changed:
			fmt.Println(ev.Kind, ev.New)
		case nlmsg.Removed:
			fmt.Println(ev.Kind, ev.Old)
		}
	}
}

func ExampleRule_String() {
	fmt.Println(rule.Rule{
		Priority: new(uint32(900)),
		FWMark:   new(uint32(0x10)),
		FWMask:   new(uint32(0xff)),
		DstPorts: rule.Port(443),
		Table:    254,
	})
	// Output: 900: from all fwmark 0x10/0xff dport 443 lookup main
}
