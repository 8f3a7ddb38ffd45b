package schema

import "time"

// The layouts that all tables use, like the basic types of C.
var (
	raw  = &Layout{Kind: Binary}
	flag = &Layout{Kind: Flag}
	pad  = &Layout{Kind: Pad}
	pad1 = &Layout{Kind: Pad, Size: 1} // filler of so many bytes
	pad2 = &Layout{Kind: Pad, Size: 2}
	pad3 = &Layout{Kind: Pad, Size: 3}
	pad4 = &Layout{Kind: Pad, Size: 4}

	u8    = &Layout{Kind: Uint, Size: 1}
	u16   = &Layout{Kind: Uint, Size: 2}
	u32   = &Layout{Kind: Uint, Size: 4}
	u64   = &Layout{Kind: Uint, Size: 8}
	s8    = &Layout{Kind: Int, Size: 1}
	s16   = &Layout{Kind: Int, Size: 2}
	s32   = &Layout{Kind: Int, Size: 4}
	s64   = &Layout{Kind: Int, Size: 8}
	hex8  = &Layout{Kind: Hex, Size: 1}
	hex16 = &Layout{Kind: Hex, Size: 2}
	hex32 = &Layout{Kind: Hex, Size: 4}
	hex64 = &Layout{Kind: Hex, Size: 8}
	be16  = &Layout{Kind: Uint, Size: 2, Big: true}
	be32  = &Layout{Kind: Uint, Size: 4, Big: true}
	be64  = &Layout{Kind: Uint, Size: 8, Big: true}

	hexBE16 = &Layout{Kind: Hex, Size: 2, Big: true}
	hexBE32 = &Layout{Kind: Hex, Size: 4, Big: true}
	hexBE64 = &Layout{Kind: Hex, Size: 8, Big: true}
	anyUint = &Layout{Kind: Uint} // of four bytes or eight, as the value needs

	str        = &Layout{Kind: String}
	ip         = &Layout{Kind: IP}
	ip4        = &Layout{Kind: IP, Size: 4}
	ip6        = &Layout{Kind: IP, Size: 16}
	addresses6 = &Layout{Kind: Array, Elem: ip6}
	lladdr     = &Layout{Kind: LinkAddr}
	etherAddr  = &Layout{Kind: LinkAddr, Size: 6}
	labelStack = &Layout{Kind: Labels}

	// Times. USER_HZ, in which the kernel shows its ticks, is 100 everywhere.
	minutesBE16           = &Layout{Kind: Uint, Size: 2, Big: true, Unit: time.Minute}
	lifetime              = &Layout{Kind: Uint, Size: 4, Unit: time.Second, Values: []Value{{0xffffffff, "forever"}}}
	seconds32             = &Layout{Kind: Uint, Size: 4, Unit: time.Second}
	secondsBE32           = &Layout{Kind: Uint, Size: 4, Big: true, Unit: time.Second}
	ticks32               = &Layout{Kind: Uint, Size: 4, Unit: time.Second / 100}
	ticks64               = &Layout{Kind: Uint, Size: 8, Unit: time.Second / 100}
	signedTicks32         = &Layout{Kind: Int, Size: 4, Unit: time.Second / 100}
	milliseconds32        = &Layout{Kind: Uint, Size: 4, Unit: time.Millisecond}
	milliseconds64        = &Layout{Kind: Uint, Size: 8, Unit: time.Millisecond}
	quarterMilliseconds32 = &Layout{Kind: Uint, Size: 4, Unit: time.Millisecond / 4}
	eighthMilliseconds32  = &Layout{Kind: Uint, Size: 4, Unit: time.Millisecond / 8}
	microseconds32        = &Layout{Kind: Uint, Size: 4, Unit: time.Microsecond}
	nanoseconds32         = &Layout{Kind: Uint, Size: 4, Unit: time.Nanosecond}
	anyNanoseconds        = &Layout{Kind: Uint, Unit: time.Nanosecond} // as anyUint

	// opaque holds attributes that have no names here.
	opaque = &Layout{Kind: Nest}
)
