package iproute2

import "github.com/seed-030106aa/rawnl/link"

var vlanKindTable = table[*link.VLAN]{
	{"protocol", func(k *link.VLAN) any { return etherType(k.Protocol) }},
	{"id", func(k *link.VLAN) any { return k.ID }},
	{"flags", func(k *link.VLAN) any {
		if k.Flags == nil {
			return nil
		}
		return namesOf([]bitName{
			{1, "REORDER_HDR"}, {2, "GVRP"}, {4, "LOOSE_BINDING"}, {8, "MVRP"}, {16, "BRIDGE_BINDING"},
		}, k.Flags.Value)
	}},
	{"ingress_qos", func(k *link.VLAN) any { return qosTable.list(k.IngressQoS) }},
	{"egress_qos", func(k *link.VLAN) any { return qosTable.list(k.EgressQoS) }},
}

var qosTable = table[link.VLANQoS]{
	{"from", func(q link.VLANQoS) any { return q.From }},
	{"to", func(q link.VLANQoS) any { return q.To }},
}
