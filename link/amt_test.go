package link_test

import (
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var amtTest = kindTest{
	ip: "ip link add amt0 type amt mode gateway local 192.0.2.1 discovery 192.0.2.2 dev veth0 \\\n" +
		"    gateway_port 2268 relay_port 2269 max_tunnels 16",
	full: &link.Link{Name: "amt0", Data: &link.AMT{
		Mode: new(uint32(0)), Link: 3, Local: addr("192.0.2.1"), Discovery: addr("192.0.2.2"),
		RelayPort: 2269, GatewayPort: 2268, MaxTunnels: 16,
	}},
	iproute2: map[string]nlmsg.Request{
		"own-amt-gateway": link.Add(&link.Link{Name: "amt0", Data: &link.AMT{
			Mode: new(uint32(0)), Link: 3, Local: addr("192.0.2.1"), Discovery: addr("192.0.2.2"),
			RelayPort: 2269, GatewayPort: 2268,
		}}),
		"own-amt-relay": link.Add(&link.Link{Name: "amt0", Data: &link.AMT{
			Mode: new(uint32(1)), Link: 3, Local: addr("192.0.2.1"), RelayPort: 2268, MaxTunnels: 16,
		}}),
	},
	live: []liveTest{
		{
			name: "a gateway",
			link: &link.Link{Data: &link.AMT{
				Mode: new(uint32(0)), Link: parent, Local: addr("192.0.2.1"), Discovery: addr("192.0.2.2"),
				RelayPort: 2269, GatewayPort: 2270,
			}},
			notBack: true,
		},
		{
			name: "a relay",
			link: &link.Link{Data: &link.AMT{
				Mode: new(uint32(1)), Link: parent, Local: addr("192.0.2.1"), RelayPort: 2269, MaxTunnels: 16,
			}},
			notBack: true,
		},
	},
	fix: func(k link.Kind) {
		a := k.(*link.AMT)
		a.Local, a.Discovery, a.Remote = addr("192.0.2.1"), addr("192.0.2.2"), addr("192.0.2.3")
	},
}

func TestAMTIsOfIPv4(t *testing.T) {
	_, err := link.Add(&link.Link{Data: &link.AMT{Discovery: addr("2001:db8::1")}}).AppendBinary(nil)
	const want = "IFLA_AMT_DISCOVERY_IP at offset 48: 2001:db8::1 is no IPv4 address"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want ... %s", err, want)
	}
}
