package link_test

import (
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var vtiTest = kindTest{
	ip: "ip link add vti1 type vti dev eth0 local 192.0.2.1 remote 198.51.100.1 ikey 1 okey 2 fwmark 0x77",
	full: &link.Link{Name: "vti1", Data: &link.VTI{
		Link: new(3), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"),
		IKey: new(uint32(1)), OKey: new(uint32(2)), FWMark: new(uint32(0x77)),
	}},
	iproute2: map[string]nlmsg.Request{
		"own-vti-all": link.Add(&link.Link{Name: "vti1", Data: &link.VTI{
			Link: new(3), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"),
			IKey: new(uint32(1)), OKey: new(uint32(2)), FWMark: new(uint32(0x10)),
		}}),
		"own-vti-key": link.Add(&link.Link{Name: "vti1", Data: &link.VTI{
			Local: addr("192.0.2.1"), IKey: new(uint32(5)), OKey: new(uint32(5)), FWMark: new(uint32(0)),
		}}),
	},
	live: []liveTest{{
		link: &link.Link{Data: &link.VTI{
			Link: new(parent), Local: addr("192.0.2.1"), Remote: addr("198.51.100.1"),
			IKey: new(uint32(1)), OKey: new(uint32(2)), FWMark: new(uint32(0x77)),
		}},
		change: &link.VTI{
			Local: addr("192.0.2.2"), Remote: addr("198.51.100.2"), IKey: new(uint32(0)), OKey: new(uint32(3)), FWMark: new(uint32(1)),
		},
	}},
	fix: func(k link.Kind) {
		v := k.(*link.VTI)
		v.Local, v.Remote = addr("192.0.2.1"), addr("198.51.100.1")
	},
}

var vti6Test = kindTest{
	ip: "ip link add vti61 type vti6 dev eth0 local 2001:db8::1 remote 2001:db8::2 ikey 1 okey 2 fwmark 0x77",
	full: &link.Link{Name: "vti61", Data: &link.VTI6{
		Link: new(3), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
		IKey: new(uint32(1)), OKey: new(uint32(2)), FWMark: new(uint32(0x77)),
	}},
	iproute2: map[string]nlmsg.Request{
		"own-vti6-all": link.Add(&link.Link{Name: "vti61", Data: &link.VTI6{
			Link: new(3), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
			IKey: new(uint32(1)), OKey: new(uint32(2)), FWMark: new(uint32(0x10)),
		}}),
		"own-vti6-key": link.Add(&link.Link{Name: "vti61", Data: &link.VTI6{
			Remote: addr("2001:db8::2"), IKey: new(uint32(5)), OKey: new(uint32(5)), FWMark: new(uint32(0)),
		}}),
	},
	live: []liveTest{{
		link: &link.Link{Data: &link.VTI6{
			Link: new(parent), Local: addr("2001:db8::1"), Remote: addr("2001:db8::2"),
			IKey: new(uint32(1)), OKey: new(uint32(2)), FWMark: new(uint32(0x77)),
		}},
		change: &link.VTI6{
			Local: addr("2001:db8::3"), Remote: addr("2001:db8::4"), IKey: new(uint32(0)), OKey: new(uint32(3)), FWMark: new(uint32(1)),
		},
	}},
}
