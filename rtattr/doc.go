// Package rtattr encodes and decodes netlink attributes, the type-length-value
// records that follow the fixed header of a netlink message.
//
// An attribute on the wire:
//
//	 0               16              32
//	+---------------+---------------+----------------------+---------+
//	| length        | flags | type  | payload              | padding |
//	+---------------+---------------+----------------------+---------+
//
// The length is a u16 that counts the four bytes of the header and the payload,
// not the padding, which fills up to the next multiple of four. Of the u16
// after it the upper two bits are flags ([Nested], [NetByteOrder]), the lower
// fourteen the type. Integers are in host byte order unless the attribute's own
// definition says otherwise. A payload may again be a row of attributes, a
// nest. See linux/netlink.h (struct nlattr) and linux/rtnetlink.h (struct
// rtattr), two names of the same thing, and docs/wire-format.md of this module,
// which takes whole messages apart.
//
// An [Encoder] appends attributes to a buffer, and a [Decoder] walks them. Both
// remember the first error and go on harmlessly, so that a message is written
// or read straight through and checked once, at the end:
//
//	e := rtattr.NewEncoder(buf)
//	e.String(unix.IFLA_IFNAME, "veth0")
//	e.Nest(unix.IFLA_LINKINFO, func() {
//		e.Bytes(unix.IFLA_INFO_KIND, []byte("veth"))
//	})
//	buf, err := e.Result()
//
//	d := rtattr.NewDecoder(buf, 0)
//	for typ, v := range d.All() {
//		switch typ {
//		case unix.IFLA_IFNAME:
//			name = v.Str()
//		}
//	}
//	err := d.Err()
//
// Errors of both are [*Error]: they carry the path of the attribute and its
// offset in the message.
package rtattr
