package encap_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// A tunnel decoded from what ip sent prints as what ip was told.
func TestStringIsWhatIproute2Takes(t *testing.T) {
	names := regexp.MustCompile(`(iif|oif|link_dev) veth([01])`)
	for _, rec := range golden.Records(t, "testdata/iproute2.jsonl") {
		if strings.HasPrefix(rec.ID, "encap-ila") || rec.ID == "encap-geneve-opts" {
			continue // which leave things out, or are written in another base
		}
		cmd := names.ReplaceAllStringFunc(rec.Cmd, func(s string) string {
			return strings.NewReplacer(" veth0", " index 2", " veth1", " index 3").Replace(s)
		})
		for m := range nlmsg.Messages(rec.Main()) {
			if m.Type != linux.RTM_NEWROUTE {
				continue
			}
			r, err := route.Decode(m)
			if err != nil {
				t.Fatal(err)
			}
			tunnels := []encap.Encap{r.Encap}
			for _, hop := range r.MultiPath {
				tunnels = append(tunnels, hop.Encap)
			}
			for _, x := range tunnels {
				if x == nil {
					continue
				}
				text := fmt.Sprint(x)
				if !strings.Contains(cmd+" ", " encap "+text+" ") && !said[rec.ID+": "+text] {
					t.Errorf("%s: %s\ndecoded as %q", rec.ID, cmd, text)
				}
			}
		}
	}
}

// said are the texts that say the same as the command in another way.
var said = map[string]bool{
	"encap-ip6: ip6 id 100 src 2001:db8::1 dst 2001:db8:9::1 hoplimit 64 tc 8 csum key":                   true,
	"encap-ip-all: ip id 18446744073709551615 src 192.0.2.1 dst 203.0.113.1 ttl 255 tos 252 csum seq key": true,
	"encap-seg6local-end-x-oif: seg6local action End.X oif index 2 nh6 fe80::2":                           true,
	"encap-xfrm: xfrm if_id 0x7 link_dev index 2":                                                         true,
}

func TestStrings(t *testing.T) {
	for want, x := range map[string]fmt.Stringer{
		"ila 2001:db8:0:1": &encap.ILA{Locator: 0x20010db8_00000001},
		"bpf in a.o xmit b.o headroom 64": &encap.BPF{In: &encap.Program{Name: "a.o"},
			Xmit: &encap.Program{Name: "b.o"}, Headroom: 64},
		"ip geneve_opts 258:80:00000011,0:1:": &encap.IP{Options: &encap.Options{Geneve: []encap.GeneveOption{
			{Class: 258, Type: 80, Data: []byte{0, 0, 0, 0x11}}, {Type: 1}}}},
		"type 4711": &encap.Unknown{Type: 4711},
		"99":        encap.Seg6Mode(99),
		"17":        encap.Seg6Action(17),
		"0":         encap.Seg6Action(0),
		"auto":      encap.IOAM6Auto,
		"psp,0x100": encap.Seg6PSP | 0x100,
		"0x0":       encap.Seg6Flavor(0),
	} {
		if got := x.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
