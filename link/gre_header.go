package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// greHeader is what the headers of a GRE tunnel's packets have, of those that
// come in (IFLA_GRE_IFLAGS, IFLA_GRE_IKEY) or go out (IFLA_GRE_OFLAGS,
// IFLA_GRE_OKEY). On the wire a key counts if GRE_KEY is set.
type greHeader struct {
	flags uint16 // GRE_*
	key   uint32
}

// joinGRE returns the header of these fields of a kind.
func joinGRE(key *uint32, csum, seq bool, more uint16) greHeader {
	h := greHeader{flags: more}
	if key != nil {
		h.flags |= linux.GRE_KEY
		h.key = *key
	}
	if csum {
		h.flags |= linux.GRE_CSUM
	}
	if seq {
		h.flags |= linux.GRE_SEQ
	}
	return h
}

// split does the opposite.
func (h greHeader) split(mem *memory) (key *uint32, csum, seq bool, more uint16) {
	if h.flags&linux.GRE_KEY != 0 {
		key = mem.room.uint32s.put(h.key)
	}
	more = h.flags &^ (linux.GRE_KEY | linux.GRE_CSUM | linux.GRE_SEQ)
	return key, h.flags&linux.GRE_CSUM != 0, h.flags&linux.GRE_SEQ != 0, more
}

// encode appends both attributes. To the kernel a header without anything is as
// none, so that one of a tunnel that collects metadata, and has no need for it,
// is left out, as iproute2 does.
func (h greHeader) encode(e *rtattr.Encoder, flags, key uint16, collectMetadata bool) {
	if collectMetadata && h.flags == 0 {
		return
	}
	e.Uint16BE(flags, h.flags)
	e.Uint32BE(key, h.key)
}
