package explain

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
)

// refusal is what an NLMSG_ERROR, or the NLMSG_DONE of a dump that failed, says
// of a request.
type refusal struct {
	errno []byte // a negated error number
	says  string // NLMSGERR_ATTR_MSG

	// at is the offset in the request of the attribute concerned, or of the nest
	// that one is missing in. Zero stands for the request as a whole.
	at int

	// missing reports that an attribute of a number is not there.
	missing       bool
	missingNumber uint32

	// copied is the request within the answer, and nil if it is not there
	// whole.
	copied *schema.Node
}

// refusalIn reports whether a message is a refusal.
func refusalIn(root *schema.Node) (r refusal, ok bool) {
	if root.Number != linux.NLMSG_ERROR && root.Number != linux.NLMSG_DONE || len(root.Header) < 4 {
		return r, false
	}
	r.errno = root.Header[:4]
	nest := 0
	for i := range root.Children {
		n := &root.Children[i]
		switch {
		case n.Role == schema.Message && len(n.Body) > 0:
			r.copied = n
		case n.Role != schema.Attribute:
		case n.Number == linux.NLMSGERR_ATTR_MSG:
			r.says = n.CString()
		case len(n.Body) < 4:
		case n.Number == linux.NLMSGERR_ATTR_OFFS:
			r.at = offsetIn(n.Body)
		case n.Number == linux.NLMSGERR_ATTR_MISS_NEST:
			nest = offsetIn(n.Body)
		case n.Number == linux.NLMSGERR_ATTR_MISS_TYPE:
			r.missing, r.missingNumber = true, binary.NativeEndian.Uint32(n.Body)
		}
	}
	if r.missing {
		r.at = nest
	}
	return r, binary.NativeEndian.Uint32(r.errno) != 0
}

// offsetIn reads an offset.
func offsetIn(b []byte) int {
	return int(min(binary.NativeEndian.Uint32(b), math.MaxInt32))
}

// name returns the error number by name.
func (r refusal) name() string {
	text, _ := schema.Errno.Text(r.errno)
	if _, name, ok := strings.Cut(text, " "); ok {
		return name
	}
	return "error " + text
}

// points reports whether r speaks of a place in the request.
func (r refusal) points() bool { return r.at != 0 || r.missing }

// mark returns parts with an arrow at the place that r speaks of. Request is
// the request, and begins in parts at offset base. The index is that of the
// arrow, and -1 if there is no such place.
func (r refusal) mark(protocol int, request []byte, parts []part, base int) (marked []part, index int) {
	index = -1
	if r.at < len(request) {
		index = slices.IndexFunc(parts, func(p part) bool {
			return p.start <= base+r.at && base+r.at < p.end
		})
	}
	if index < 0 {
		return parts, -1
	}
	marked = slices.Clone(parts)
	marked[index].wrong = r.complaint(protocol, request)
	return marked, index
}

// complaint returns what r says of the request.
func (r refusal) complaint(protocol int, request []byte) string {
	what := r.name()
	if r.missing {
		name := fmt.Sprintf("attribute %d", r.missingNumber)
		if r.missingNumber <= math.MaxInt16/2 {
			path := schema.NameMissing(protocol, request, r.at, uint16(r.missingNumber))
			name = path[strings.LastIndex(path, "/")+1:]
		}
		what += ": " + name + " is missing"
	}
	if r.says != "" {
		what += ": " + strconv.Quote(r.says)
	}
	return what
}

// marked returns the parts of t with an arrow at the place that it complains
// of, if it holds a copy of the request.
func (t turn) marked() []part {
	r, c := t.refusal, t.refusal.copied
	if !t.refused || !r.points() || c == nil {
		return t.parts
	}
	marked, _ := r.mark(t.protocol, t.bytes[c.Offset:c.End()], t.parts, c.Offset)
	return marked
}

// excerpt returns the parts of a request that show the place r speaks of: what
// it is nested in, and what it holds.
func (r refusal) excerpt(m message) []part {
	marked, index := r.mark(m.protocol, m.bytes, m.parts, 0)
	if index < 0 {
		return nil
	}
	it := marked[index]
	var shown []part
	for i, p := range marked {
		around := p.role == head && p.start <= it.start && it.start < p.extent
		inside := it.role == head && it.start <= p.start && p.start < schema.Align(it.extent)
		if i == index || around || inside {
			shown = append(shown, p)
		}
	}
	return shown
}
