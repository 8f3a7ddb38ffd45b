package corpus

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

const headerLen = 16 // of struct nlmsghdr

// split cuts a datagram into its messages. What is no message is left out, as the
// zeros after a request for a dump.
func split(b []byte) (messages [][]byte) {
	for len(b) >= headerLen {
		n := int(binary.NativeEndian.Uint32(b))
		if n < headerLen || n > len(b) {
			break
		}
		messages = append(messages, b[:n:n])
		b = b[min(align(n), len(b)):]
	}
	return messages
}

// features returns what a message consists of, without the values: its type, and
// each of its attributes with all that it is nested in. Where the fixed header ends
// is not known here: where nothing but attributes follows.
func features(msg []byte) []string {
	typ := fmt.Sprint(binary.NativeEndian.Uint16(msg[4:]))
	body := msg[headerLen:]
	for at := 0; at < len(body) && at <= 64; at += 4 {
		if found, ok := attrs(fmt.Sprint(typ, " ", at), body[at:], 0); ok {
			return found
		}
	}
	return []string{fmt.Sprint(typ, " ", len(body))}
}

// attrs returns the features of the attributes at path, and reports whether b holds
// nothing else.
func attrs(path string, b []byte, depth int) (found []string, ok bool) {
	const attrLen, maxDepth = 4, 8
	if depth > maxDepth {
		return nil, false
	}
	for first := true; len(b) > 0; first = false {
		if len(b) < attrLen {
			return nil, false
		}
		n := int(binary.NativeEndian.Uint16(b))
		if n < attrLen || n > len(b) {
			return nil, false
		}
		value := b[attrLen:n]
		if first && depth > 0 && isWord(value) {
			path += " " + string(bytes.TrimRight(value, "\x00")) // a kind, which gives the rest its meaning
		}
		own := fmt.Sprint(path, "/", binary.NativeEndian.Uint16(b[2:])&0x3fff) // without NLA_F_NESTED
		nested, ok := attrs(own, value, depth+1)
		if !ok || len(value) == 0 {
			nested = []string{fmt.Sprint(own, ":", min(len(value), 32))}
		}
		found = append(found, nested...)
		b = b[min(align(n), len(b)):]
	}
	return found, true
}

// isWord reports whether b is a string such as "vlan", with or without a NUL.
func isWord(b []byte) bool {
	b = bytes.TrimRight(b, "\x00")
	for _, c := range b {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return len(b) > 1
}

func align(n int) int { return (n + 3) &^ 3 }
