package schema

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Text returns the value in b in words, such as "1500" or "AF_INET6". It
// reports false if b does not fit l, and for what is not a single value. An
// integer may be wider than l says, as one of a newer kernel, unless it is
// big-endian.
func (l *Layout) Text(b []byte) (string, bool) {
	switch l.Kind {
	case Uint, Hex, Int, Enum, Bits, ErrorNumber:
		v, ok := l.integer(b)
		if !ok || len(b) < l.Size || l.Big && l.Size > 0 && len(b) != l.Size {
			return "", false
		}
		text := l.number(v, len(b))
		if l.Big {
			text += " (big-endian)"
		}
		return text, true
	case String:
		return quoted(b, l.Size)
	case IP:
		a, ok := netip.AddrFromSlice(b)
		return a.String(), ok && (l.Size == 0 || len(b) == l.Size)
	case LinkAddr:
		return net.HardwareAddr(b).String(), l.Size == 0 || len(b) == l.Size
	case Labels:
		return labels(b)
	case Flag:
		return "", len(b) == 0
	}
	return "", false
}

// integer reads b in the byte order of l. The width is that of b: a newer
// kernel may send more than l says.
func (l *Layout) integer(b []byte) (v uint64, ok bool) {
	var order binary.ByteOrder = binary.NativeEndian
	if l.Big {
		order = binary.BigEndian
	}
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

// number returns v, of so many bytes, in words.
func (l *Layout) number(v uint64, size int) string {
	shift := 64 - 8*size
	signed := int64(v<<shift) >> shift
	switch l.Kind {
	case Hex:
		if name, ok := nameOf(v, l.Values); ok {
			return name
		}
		if v != 0 {
			return fmt.Sprintf("%#x", v)
		}
	case Int:
		if l.Unit == 0 || v == 0 {
			return strconv.FormatInt(signed, 10)
		}
		return fmt.Sprintf("%d (%s)", signed, duration(signed, l.Unit))
	case Bits:
		switch v {
		case 0:
		case allOnes(size):
			return fmt.Sprintf("all (%#x)", v)
		default:
			return bitNames(v, l.Values)
		}
	case Enum:
		if name, ok := nameOf(v, l.Values); ok {
			return name
		}
	case ErrorNumber:
		if name, ok := nameOf(uint64(-signed), errnoValues); ok {
			return strconv.FormatInt(signed, 10) + " " + name
		}
		return strconv.FormatInt(signed, 10)
	}
	text := strconv.FormatUint(v, 10)
	if name, ok := nameOf(v, l.Values); ok && l.Kind == Uint {
		return text + " (" + name + ")"
	}
	if l.Unit == 0 || v == 0 {
		return text
	}
	if v > math.MaxInt64 {
		return text + " (over 290 years)"
	}
	return text + " (" + duration(int64(v), l.Unit) + ")"
}

// duration returns how long v units are, such as 1h rather than 1h0m0s.
func duration(v int64, unit time.Duration) string {
	if v > math.MaxInt64/int64(unit) || v < math.MinInt64/int64(unit) {
		return "over 290 years"
	}
	s := (time.Duration(v) * unit).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// allOnes returns the greatest number of so many bytes.
func allOnes(size int) uint64 { return math.MaxUint64 >> (64 - 8*size) }

func nameOf(v uint64, values []Value) (string, bool) {
	for _, e := range values {
		if e.Number == v {
			return e.Name, true
		}
	}
	return "", false
}

// quoted returns the text in b. One of fixed size is filled up with zeros;
// another has a NUL after it, or none.
func quoted(b []byte, size int) (string, bool) {
	text, rest, nul := bytes.Cut(b, []byte{0})
	switch {
	case size > 0 && len(bytes.Trim(rest, "\x00")) == 0, nul && len(rest) == 0:
		return strconv.Quote(string(text)), true
	case !nul:
		return strconv.Quote(string(text)) + " without NUL", true
	}
	return strconv.Quote(string(b)), true
}

// labels returns a label stack (RFC 3032), such as "100 200 (bottom)". Traffic
// class and time to live are shown where they are not zero.
func labels(b []byte) (string, bool) {
	if len(b) == 0 || len(b)%4 != 0 {
		return "", false
	}
	var words []string
	for ; len(b) > 0; b = b[4:] {
		entry := binary.BigEndian.Uint32(b)
		words = append(words, strconv.Itoa(int(entry>>12)))
		if class := entry >> 9 & 7; class != 0 {
			words = append(words, fmt.Sprintf("tc %d", class))
		}
		if ttl := entry & 0xff; ttl != 0 {
			words = append(words, fmt.Sprintf("ttl %d", ttl))
		}
		if entry&0x100 != 0 {
			words = append(words, "(bottom)")
		}
	}
	return strings.Join(words, " "), true
}
