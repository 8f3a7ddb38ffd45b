package iproute2

import (
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
)

// tokens compares the record of ip token list. It leaves out the links that take
// no router advertisements.
func tokens(t *testing.T, d *dump) {
	list := slices.DeleteFunc(all(t, d, link.Decode), func(l *link.Link) bool {
		return l.Flags&(linux.IFF_LOOPBACK|linux.IFF_NOARP) != 0
	})
	compareAll(t, d, tokenTable.of, list)
}

var tokenTable = table[*link.Link]{
	{"token", func(l *link.Link) any { return l.ProtInfo.Token }},
	{"ifname", func(l *link.Link) any { return l.Name }},
}
