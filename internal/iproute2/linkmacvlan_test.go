package iproute2

import "github.com/seed-030106aa/rawnl/link"

var macvlanTable = table[*link.Macvlan]{
	{"mode", func(k *link.Macvlan) any {
		return map[uint32]any{1: "private", 2: "vepa", 4: "bridge", 8: "passthru", 16: "source"}[k.Mode]
	}},
	{"nopromisc", func(k *link.Macvlan) any { return nonZero(k.Flags != nil && *k.Flags&1 != 0) }},
	{"bcqueuelen", func(k *link.Macvlan) any { return k.BCQueueLen }},
	{"usedbcqueuelen", func(k *link.Macvlan) any { return nonZero(k.BCQueueLenUsed) }},
	{"macaddr_count", func(k *link.Macvlan) any { return nonZero(len(k.Sources)) }},
	{"macaddr_data", func(k *link.Macvlan) any {
		if k.Sources == nil {
			return nil
		}
		var addrs list
		for _, a := range k.Sources {
			addrs = append(addrs, a)
		}
		return addrs
	}},
}

// macvtap is what is printed of a macvtap: the same.
func macvtap(k link.Kind) any {
	known, ok := k.(*link.Macvtap)
	if !ok {
		return unknownType(k)
	}
	return macvlanTable.of((*link.Macvlan)(known))
}

var ipvlanTable = table[*link.IPVLAN]{
	{"mode", func(k *link.IPVLAN) any { return choice([]string{"l2", "l3", "l3s"}, k.Mode) }},
	{"bridge", func(k *link.IPVLAN) any { return nonZero(k.Flags != nil && *k.Flags == 0) }},
	{"vepa", func(k *link.IPVLAN) any { return nonZero(k.Flags != nil && *k.Flags&2 != 0) }},
}

// ipvtap is what is printed of an ipvtap: the same.
func ipvtap(k link.Kind) any {
	known, ok := k.(*link.IPVTAP)
	if !ok {
		return unknownType(k)
	}
	return ipvlanTable.of((*link.IPVLAN)(known))
}
