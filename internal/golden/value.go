package golden

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"strconv"

	"github.com/seed-030106aa/rawnl/internal/schema"
)

// value returns b in words. What does not fit the layout is "bytes".
func value(l *schema.Layout, b []byte) string {
	switch l.Kind {
	case schema.Uint, schema.Enum, schema.Bits:
		if v, ok := number(b, binary.NativeEndian); ok {
			return l.ValueName(v)
		}
	case schema.Int:
		if v, ok := number(b, binary.NativeEndian); ok {
			shift := 64 - 8*len(b)
			return strconv.FormatInt(int64(v<<shift)>>shift, 10)
		}
	case schema.BigEndian:
		if v, ok := number(b, binary.BigEndian); ok {
			return fmt.Sprintf("%d (big-endian)", v)
		}
	case schema.String:
		text, rest, nul := bytes.Cut(b, []byte{0})
		switch {
		case !nul:
			return fmt.Sprintf("%q without NUL", text)
		case len(rest) == 0:
			return fmt.Sprintf("%q", text)
		}
	case schema.IP:
		if a, ok := netip.AddrFromSlice(b); ok {
			return a.String()
		}
	case schema.LinkAddr:
		return net.HardwareAddr(b).String()
	}
	return "bytes"
}

func number(b []byte, order binary.ByteOrder) (uint64, bool) {
	switch len(b) {
	case 1:
		return uint64(b[0]), true
	case 2:
		return uint64(order.Uint16(b)), true
	case 4:
		return uint64(order.Uint32(b)), true
	case 8:
		return order.Uint64(b), true
	}
	return 0, false
}
