package testprop

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Requests checks that the requests that structs make are whole messages or
// errors. Make returns those of one struct or more, made at random. They are not
// sent.
func Requests(t *testing.T, make func(r *testfill.Random) []nlmsg.Request) {
	t.Helper()
	r := random(t)
	r.Special = unsent(r)
	encoded, refused := 0, 0
	for i := range 2 * *structs {
		for _, req := range make(r) {
			if err := whole(t, req, r); err != nil {
				refused++
			} else {
				encoded++
			}
		}
		if t.Failed() {
			t.Fatalf("by struct %d", i)
		}
	}
	t.Logf("%d requests encoded, %d refused", encoded, refused)
	if encoded == 0 || refused == 0 {
		t.Error("nothing is proved where all are encoded, or none is")
	}
}

// whole encodes a request behind some bytes, and checks that those stay as they
// are, with a whole message behind them or, with an error, nothing. It returns the
// error of the request.
func whole(t testing.TB, req nlmsg.Request, r *testfill.Random) error {
	t.Helper()
	before := bytes.Repeat([]byte{0xa5}, Pick(r, 0, 4, 100))
	given := append(make([]byte, 0, len(before)+Pick(r, 0, 10, 4096)), before...)
	out, err := req.AppendBinary(given)
	switch {
	case !bytes.HasPrefix(out, before):
		t.Errorf("%v: the bytes before the message are others", req)
	case err != nil:
		if len(out) != len(before) {
			t.Errorf("%v: %d bytes in spite of the error %v", req, len(out)-len(before), err)
		}
		checkError(t, req, err)
		if m, ok := req.Body.(message); ok {
			m.checkError(t)
		}
	default:
		checkMessage(t, req, out[len(before):])
	}
	return err
}

// checkError checks that an error names the operation and the object, and where in
// the message it belongs.
func checkError(t testing.TB, req nlmsg.Request, err error) {
	t.Helper()
	if !strings.HasPrefix(err.Error(), req.String()+": ") {
		t.Errorf("error %q, want one that begins with %q", err, req)
	}
	attr, ok := errors.AsType[*rtattr.Error](err)
	if !ok {
		t.Errorf("error %q has no *rtattr.Error in it", err)
		return
	}
	if attr.Offset < nlmsg.HeaderLen {
		t.Errorf("error %q is at offset %d", err, attr.Offset)
	}
	checkName(t, err, attr)
}

// checkName checks that an error has a name for the attribute, unless nobody knows
// the attribute.
func checkName(t testing.TB, err error, attr *rtattr.Error) {
	t.Helper()
	known := !slices.ContainsFunc(attr.Path, func(typ uint16) bool { return typ >= unknown })
	if len(attr.Path) > 0 && known && attr.Name == "" {
		t.Errorf("error %q has no name for attribute %d", err, attr.Path)
	}
}

// checkMessage checks that b is one message that was not cut short, with attributes
// that are not either.
func checkMessage(t testing.TB, req nlmsg.Request, b []byte) {
	t.Helper()
	n := 0
	for m, err := range nlmsg.Messages(b) {
		if err != nil {
			t.Errorf("%v: %v", req, err)
			return
		}
		if n++; m.Type != req.Type || m.Flags != req.Flags|linux.NLM_F_REQUEST || int(m.Len) != len(b) {
			t.Errorf("%v: header %+v of %d bytes", req, m.Header, len(b))
		}
	}
	if n != 1 {
		t.Errorf("%v: %d messages, want one", req, n)
	}
	root := schema.Parse(req.Protocol, b)
	if root.Name == "" || root.Unknown != nil {
		t.Errorf("%v: a message that is not known", req)
	}
	checkNode(t, req, &root)
}

func checkNode(t testing.TB, req nlmsg.Request, n *schema.Node) {
	t.Helper()
	if len(n.Rest) > 0 {
		t.Errorf("%v: %d bytes of %s are no attribute", req, len(n.Rest), n.Label())
	}
	switch n.Type.Kind {
	case schema.Uint, schema.Hex, schema.Int, schema.Enum, schema.Bits:
		if n.Type.Size != 0 && n.Type.Size != len(n.Body) {
			t.Errorf("%v: %s of %d bytes, want %d", req, n.Label(), len(n.Body), n.Type.Size)
		}
	}
	for i := range n.Children {
		checkNode(t, req, &n.Children[i])
	}
}

// Body returns a request of a message that only the kernel sends, to check that it
// is whole. Its error names the object and the attribute without a request too.
func Body(typ uint16, body nlmsg.Body) nlmsg.Request {
	return nlmsg.Request{Op: "message", Type: typ, Body: message{body}}
}

// message is what the kernel sends.
type message struct{ nlmsg.Body }

// checkError checks that the error of the body alone names the object and the
// attribute.
func (m message) checkError(t testing.TB) {
	t.Helper()
	_, err := m.AppendBinary(nil)
	attr, ok := errors.AsType[*rtattr.Error](err)
	if !ok || err == error(attr) {
		t.Errorf("%T: error %q, want one that names the object and has an *rtattr.Error in it", m.Body, err)
		return
	}
	checkName(t, err, attr)
}
