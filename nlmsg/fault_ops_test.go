package nlmsg

import (
	"context"
	"errors"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// operation is one thing to do with a connection.
type operation struct {
	name string

	// run does it and returns what became of each part of it, in the letters of
	// heardFates and the like, and the error of each.
	run func(t *testing.T, c *Conn) []outcome

	// want is that, in a world without faults.
	want []string

	// heard says what can be heard in the answer to each datagram that it
	// sends, or, for one that only listens, in what comes. The outcomes must be
	// that.
	heard []func(sent []Message, packets []packet) string

	// listens: it sends nothing, on a connection with a group.
	listens bool

	// nested: it starts a dump inside a dump, which then ends if more of it is
	// not there at once.
	nested bool
}

type outcome struct {
	got string
	err error
}

type listener = func([]Message, []packet) string

// operations are all there are, but for Watch.
func operations() []operation {
	names := func(names ...string) []Request {
		var reqs []Request
		for _, n := range names {
			reqs = append(reqs, newRequest(n))
		}
		return reqs
	}
	do := func(t *testing.T, c *Conn, reqs ...Request) outcome {
		return fates(t, reqs, c.Do(reqs...))
	}
	mixed := names("0", "x1", "2", "x3", "4")
	return []operation{
		{name: "Do", want: []string{"k"}, heard: []listener{heardFates}, run: func(t *testing.T, c *Conn) []outcome {
			return []outcome{do(t, c, newRequest("a"))}
		}},
		{name: "Do of what is refused", want: []string{"x"}, heard: []listener{heardFates}, run: func(t *testing.T, c *Conn) []outcome {
			return []outcome{do(t, c, newRequest("x"))}
		}},
		{name: "batch", want: []string{"kxkxk"}, heard: []listener{heardFates}, run: func(t *testing.T, c *Conn) []outcome {
			return []outcome{do(t, c, mixed...)}
		}},
		{name: "batch whose last is refused", want: []string{"kx"}, heard: []listener{heardFates}, run: func(t *testing.T, c *Conn) []outcome {
			return []outcome{do(t, c, names("0", "x1")...)}
		}},
		{name: "batch of two datagrams", want: []string{"kxk", "xk"}, heard: []listener{heardFates, heardFates}, run: func(t *testing.T, c *Conn) []outcome {
			c.recvBuf = 4 * (256 + 1024 + 200) // room for three refusals, with the requests or without
			all := do(t, c, mixed...)
			return []outcome{{all.got[:3], all.err}, {all.got[3:], all.err}}
		}},
		{name: "DoSeq", want: []string{"kxkxk"}, heard: []listener{heardFates}, run: func(t *testing.T, c *Conn) []outcome {
			return []outcome{fates(t, mixed, c.DoSeq(slices.Values(mixed)))}
		}},
		{name: "Get", want: []string{"a"}, heard: []listener{heardObject}, run: get("a", 0)},
		{name: "Get with an ACK", want: []string{"a"}, heard: []listener{heardObject}, run: get("a", linux.NLM_F_ACK)},
		{name: "Get of something long", want: []string{"l"}, heard: []listener{heardObject}, run: get("l", 0)},
		{name: "Get of what is refused", want: []string{"x"}, heard: []listener{heardObject}, run: get("x", linux.NLM_F_ACK)},
		{name: "Dump", want: []string{"abcd."}, heard: []listener{heardDump}, run: func(t *testing.T, c *Conn) []outcome {
			return []outcome{dumpAnd(t, c, nil)}
		}},
		{name: "Dump that is not looked at first", want: []string{"abcd."}, heard: []listener{heardDump}, run: func(t *testing.T, c *Conn) []outcome {
			return []outcome{dumpOf(t, c, linux.RTM_GETROUTE, nil)}
		}},
		{name: "All", want: []string{"abcd."}, heard: []listener{heardDump}, run: func(t *testing.T, c *Conn) []outcome {
			var o outcome
			for name, err := range All(c, listRequest(), decodeLetter) {
				if o.err = err; err == nil {
					o.got += name
				}
			}
			o.got += dumpEnding(t, o.err)
			return []outcome{o}
		}},
		{name: "List", want: []string{"abcd."}, heard: []listener{heardList}, run: func(t *testing.T, c *Conn) []outcome {
			return []outcome{list(t, c)}
		}},
		{name: "List inside a Dump", want: []string{"abcd.", "abcd."}, heard: []listener{heardDump, heardList}, nested: true, run: inside(list)},
		{name: "Do inside a Dump", want: []string{"abcd.", "k"}, heard: []listener{heardDump, heardFates}, run: inside(func(t *testing.T, c *Conn) outcome {
			return do(t, c, newRequest("a"))
		})},
		{name: "batch inside a Dump", want: []string{"abcd.", "kxkxk"}, heard: []listener{heardDump, heardFates}, run: inside(func(t *testing.T, c *Conn) outcome {
			return do(t, c, mixed...)
		})},
		{name: "Get inside a Dump", want: []string{"abcd.", "a"}, heard: []listener{heardDump, heardObject}, run: inside(func(t *testing.T, c *Conn) outcome {
			return get("a", linux.NLM_F_ACK)(t, c)[0]
		})},
		{name: "Receive", want: []string{"abcd."}, heard: []listener{heardNotes}, listens: true, run: func(t *testing.T, c *Conn) []outcome {
			var o outcome
			for m, err := range c.Receive(context.Background()) {
				if o.err = err; err == nil {
					o.got += letter(m.Data)
				} else {
					o.got += listening(t, err)
				}
			}
			return []outcome{o}
		}},
		{name: "Datagrams", want: []string{"abcd."}, heard: []listener{heardNotes}, listens: true, run: func(t *testing.T, c *Conn) []outcome {
			var o outcome
			for b, err := range c.Datagrams(context.Background()) {
				if o.err = err; err == nil {
					o.got += strings.TrimSuffix(heardNotes(nil, []packet{{b: b}}), ".")
				} else {
					o.got += listening(t, err)
				}
			}
			return []outcome{o}
		}},
	}
}

// fates returns the letters of requests, each k, x, ? for unknown, or - for not
// sent.
func fates(t *testing.T, reqs []Request, err error) outcome {
	t.Helper()
	letters := []byte(strings.Repeat("k", len(reqs)))
	last := -1
	for _, f := range Failures(err) {
		if f.Index <= last {
			t.Errorf("request %d is among the failures twice, or too late", f.Index)
		}
		last = f.Index
		letters[f.Index] = fate(t, reqs[f.Index].String(), f.Err)
	}
	return outcome{string(letters), err}
}

func fate(t *testing.T, op string, err error) byte {
	t.Helper()
	if err == nil {
		return 'k'
	}
	if !strings.HasPrefix(err.Error(), op+": ") {
		t.Errorf("error %q does not begin with %q", err, op)
	}
	var refused *Error
	switch {
	case errors.As(err, &refused) && refused.Errno == syscall.EEXIST:
		return 'x'
	case errors.Is(err, ErrOutcomeUnknown):
		return '?'
	case errors.Is(err, ErrNotSent):
		return '-'
	case errors.Is(err, ErrNoReply):
		return '0'
	case errors.Is(err, errIsDump):
		return 'd'
	}
	t.Errorf("error %v, which is none of those that there may be", err)
	return 'E'
}

func get(name string, flags uint16) func(t *testing.T, c *Conn) []outcome {
	return func(t *testing.T, c *Conn) []outcome {
		r := newRequest(name)
		r.Type, r.Flags = linux.RTM_GETLINK, flags
		m, err := c.Get(r)
		if err != nil {
			return []outcome{{string(fate(t, r.String(), err)), err}}
		}
		return []outcome{{letter(m.Data), nil}}
	}
}

func list(t *testing.T, c *Conn) outcome {
	names, err := List(c, listRequest(), decodeLetter)
	return outcome{strings.Join(names, "") + dumpEnding(t, err), err}
}

// dumpAnd makes a dump, and does something at its first object.
func dumpAnd(t *testing.T, c *Conn, first func()) outcome {
	return dumpOf(t, c, linux.RTM_GETLINK, first)
}

func dumpOf(t *testing.T, c *Conn, typ uint16, first func()) (o outcome) {
	r := listRequest()
	r.Type = typ
	for m, err := range c.Dump(r) {
		if o.err = err; err != nil {
			break
		}
		if o.got += letter(m.Data); len(o.got) == 1 && first != nil {
			first()
		}
	}
	o.got += dumpEnding(t, o.err)
	return o
}

// inside does something at the first object of a dump.
func inside(do func(t *testing.T, c *Conn) outcome) func(t *testing.T, c *Conn) []outcome {
	return func(t *testing.T, c *Conn) []outcome {
		inner := outcome{got: "?"} // if it does not come to that
		outer := dumpAnd(t, c, func() { inner = do(t, c) })
		return []outcome{outer, inner}
	}
}

// dumpEnding is how a dump ended.
func dumpEnding(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return "."
	}
	if want := listRequest().String() + ": "; !strings.HasPrefix(err.Error(), want) {
		t.Errorf("error %q does not begin with %q", err, want)
	}
	var refused *Error
	switch {
	case errors.As(err, &refused) && refused.Errno == syscall.EEXIST:
		return "x"
	case errors.As(err, &refused):
		return "E"
	case errors.Is(err, ErrDumpInterrupted):
		return "!"
	}
	return "?"
}

// listening is what an error of Receive stands for.
func listening(t *testing.T, err error) string {
	t.Helper()
	switch {
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled):
		return "."
	case errors.Is(err, ErrOverrun) || strings.Contains(err.Error(), "netlink message at byte"):
		return "!"
	case strings.HasPrefix(err.Error(), "netlink receive: "):
		return "?"
	}
	t.Errorf("error %v, which is none of those that there may be", err)
	return "E"
}

func decodeLetter(m *Message, s *string) (bool, error) {
	*s = letter(m.Data)
	return true, nil
}
