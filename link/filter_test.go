package link_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/link"
)

// A kernel that filters nothing makes no difference.
func TestRule43TheClientFiltersOnceMore(t *testing.T) {
	port := link.Link{Master: new(3), Data: &link.Veth{}}
	for _, tt := range []struct {
		name   string
		filter link.Filter
		link   link.Link
		want   bool
	}{
		{"everything", link.Filter{}, port, true},
		{"everything, what is no port and of no kind too", link.Filter{}, link.Link{}, true},
		{"kind", link.Filter{Kind: "veth"}, port, true},
		{"another kind", link.Filter{Kind: "bridge"}, port, false},
		{"kind of a link without one", link.Filter{Kind: "veth"}, link.Link{}, false},
		{"master", link.Filter{Master: 3}, port, true},
		{"another master", link.Filter{Master: 4}, port, false},
		{"master of what is no port", link.Filter{Master: 3}, link.Link{Data: &link.Veth{}}, false},
		{"ports of a kind", link.Filter{PortKind: "bridge"}, link.Link{Port: &link.BridgePort{}}, true},
		{"ports of another kind", link.Filter{PortKind: "bond"}, link.Link{Port: &link.BridgePort{}}, false},
		{"ports of a kind, and no port", link.Filter{PortKind: "bridge"}, port, false},
		{"no master", link.Filter{NoMaster: true}, link.Link{Data: &link.Veth{}}, true},
		{"no master, said so", link.Filter{NoMaster: true}, link.Link{Master: new(0)}, true},
		{"no master, and what is a port", link.Filter{NoMaster: true}, port, false},
		{"kind and another master", link.Filter{Kind: "veth", Master: 4}, port, false},
		{"master and another kind", link.Filter{Kind: "bridge", Master: 3}, port, false},
	} {
		if got := link.Pass(tt.filter, &tt.link); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
