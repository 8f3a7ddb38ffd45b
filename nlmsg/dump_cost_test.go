package nlmsg

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Each system call of a dump is for a datagram, which is looked at first only
// where it may be longer than 32 KiB. Once the end was read the kernel is not asked
// whether there is more.
func TestADumpMakesNoCallInVain(t *testing.T) {
	for _, tt := range []struct {
		protocol int
		typ      uint16
		turns    int
	}{
		{linux.NETLINK_ROUTE, linux.RTM_GETROUTE, 1 + 3}, // sent, and received
		{linux.NETLINK_ROUTE, linux.RTM_GETLINK, 1 + 2*3},
		{linux.NETLINK_GENERIC, linux.RTM_GETROUTE, 1 + 2*3},
	} {
		conn, s := newScript(t, nil, dumping("ab", "c"))
		conn.protocol = tt.protocol
		turns := 0
		s.turn = func() { turns++ }
		r := listRequest()
		r.Protocol, r.Type = tt.protocol, tt.typ
		if err := lastError(conn.Dump(r)); err != nil {
			t.Fatal(err)
		}
		if s.turn = nil; turns != tt.turns {
			t.Errorf("type %d of protocol %d: the connection turned to the kernel %d times, want %d", tt.typ, tt.protocol, turns, tt.turns)
		}
	}
}

// What is put aside takes the memory of its bytes, and a long message its own.
func TestWhatIsPutAsideIsPacked(t *testing.T) {
	conn, s := newScript(t, nil, nil)
	s.answer = func(sent []Message) []packet {
		s.answer = ackAll
		var packets []packet
		for range 100 {
			packets = append(packets, one(item(sent[0], 'a')))
		}
		long := reply(sent[0], linux.RTM_NEWLINK, linux.NLM_F_MULTI, make([]byte, longObject)...)
		return append(packets, one(long), one(item(sent[0], 'b')), one(done(sent[0], 0, 0)))
	}
	n, size := 0, 0
	for m, err := range conn.Dump(listRequest()) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 1 {
			d := conn.dump
			if err := conn.Do(newRequest("x")); err != nil {
				t.Fatal(err)
			}
			if len(d.waiting) != 3 {
				t.Errorf("%d pieces, want three: before, with and behind the long message", len(d.waiting))
			}
		}
		size += len(m.Data)
	}
	if n != 102 || size != 101+longObject {
		t.Errorf("%d messages with %d bytes, want 102 with %d", n, size, 101+longObject)
	}
}
