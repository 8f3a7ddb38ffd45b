package input

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// record is a command and the datagrams that it exchanged with the kernel, as
// testdata/iproute2.jsonl of packages link, addr and route hold them.
type record struct {
	ID, Cmd  string
	Messages []struct {
		Dir   string // "send" or "recv"
		Hex   string
		Proto string // such as "generic"; empty for NETLINK_ROUTE
	}
}

// readRecords reads a record a line.
func readRecords(l *lines, yield sink) error {
	for l.next() {
		if len(l.text) == 0 {
			continue
		}
		var r record
		if err := json.Unmarshal(l.text, &r); err != nil {
			return l.errorf("%w", err)
		}
		for i, m := range r.Messages {
			d, err := datagramOf(m.Dir, m.Proto, m.Hex)
			if err != nil {
				return l.errorf("record %q, message %d: %w", r.ID, i, err)
			}
			if i == 0 {
				d.Comment = r.comment()
			}
			if !yield(d) {
				return nil
			}
		}
	}
	return l.err()
}

func (r record) comment() string {
	if r.Cmd == "" || r.ID == "" {
		return r.Cmd + r.ID
	}
	return r.Cmd + " (" + r.ID + ")"
}

func datagramOf(dir, proto, digits string) (d explain.Datagram, err error) {
	switch dir {
	case "send":
		d.Direction = nlmsg.Sent
	case "recv":
		d.Direction = nlmsg.Received
	default:
		return d, fmt.Errorf("direction %q, want send or recv", dir)
	}
	if proto != "" {
		p, ok := protocolNumber(strings.ToUpper(proto))
		if !ok {
			return d, fmt.Errorf("unknown protocol %q", proto)
		}
		d.Protocol = p
	}
	d.Bytes, err = hex.DecodeString(digits)
	return d, err
}
