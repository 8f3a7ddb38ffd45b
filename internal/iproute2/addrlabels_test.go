package iproute2

import (
	"testing"

	"github.com/seed-030106aa/rawnl/addr"
)

// addrLabels compares the record of ip addrlabel list.
func addrLabels(t *testing.T, d *dump) {
	compareAll(t, d, addrLabelTable.of, all(t, d, addr.DecodeLabel))
}

var addrLabelTable = table[*addr.Label]{
	{"address", func(l *addr.Label) any { return l.Prefix.Addr() }},
	{"prefixlen", func(l *addr.Label) any { return l.Prefix.Bits() }},
	{"ifname", func(l *addr.Label) any { return device(l.Index) }},
	{"label", func(l *addr.Label) any { return l.Value }},
}
