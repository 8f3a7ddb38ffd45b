package rtattr_test

import (
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// The attributes of a request for a bridge, on a little-endian machine.
func ExampleEncoder() {
	e := rtattr.NewEncoder(nil)
	e.IfName(unix.IFLA_IFNAME, "br0")
	e.Nest(unix.IFLA_LINKINFO, func() {
		e.String(unix.IFLA_INFO_KIND, "bridge")
	})
	b, err := e.Result()
	fmt.Printf("% x %v\n", b, err)
	// Output: 08 00 03 00 62 72 30 00 10 00 12 80 0b 00 01 00 62 72 69 64 67 65 00 00 <nil>
}

// An error names the attribute by its numbers and by its place in the message,
// whose header has 16 bytes.
func ExampleEncoder_error() {
	e := rtattr.NewEncoder(nil)
	e.Uint32(unix.IFLA_MTU, 1400)
	e.Nest(unix.IFLA_LINKINFO, func() {
		e.Name(unix.IFLA_INFO_KIND, "", 15)
	})
	_, err := e.Result()
	fmt.Println(err)
	// Output: attribute 18/1 at offset 28: the name is empty
}

// A nest is decoded within the loop over the attributes around it, and one
// check at the end covers both.
func ExampleDecoder() {
	b := []byte("\x08\x00\x03\x00br0\x00" + "\x10\x00\x12\x00" + "\x0b\x00\x01\x00bridge\x00\x00")
	d := rtattr.NewDecoder(b, 0)
	for typ, v := range d.All() {
		switch typ {
		case unix.IFLA_IFNAME:
			fmt.Println("name", v.Str())
		case unix.IFLA_LINKINFO:
			for typ, v := range v.Nest().All() {
				if typ == unix.IFLA_INFO_KIND {
					fmt.Println("kind", v.Str())
				}
			}
		}
	}
	fmt.Println(d.Err())
	// Output:
	// name br0
	// kind bridge
	// <nil>
}

// A nil pointer leaves an attribute out, a pointer to zero sends zero.
func ExampleOpt() {
	e := rtattr.NewEncoder(nil)
	rtattr.Opt(e.Uint32, unix.IFLA_TXQLEN, nil)
	rtattr.Opt(e.Uint32, unix.IFLA_GROUP, new(uint32(0)))
	b, err := e.Result()
	fmt.Printf("% x %v\n", b, err)
	// Output: 08 00 1b 00 00 00 00 00 <nil>
}
