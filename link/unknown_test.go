package link_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What a newer kernel says in any nest is part of a request made of what was
// read.
func TestReadModifyWriteKeepsUnknownAttributes(t *testing.T) {
	news := []byte("news")
	const attr = 200
	l, err := link.Decode(newLink(body(func(e *rtattr.Encoder) {
		e.Bytes(attr, news)
		e.String(linux.IFLA_IFNAME, "br0")
		e.Nest(linux.IFLA_LINKINFO, func() {
			e.Bytes(attr, news)
			e.String(linux.IFLA_INFO_KIND, "bridge")
			e.Nest(linux.IFLA_INFO_DATA, func() {
				e.Bytes(attr|rtattr.Nested, news)
				e.Uint16(linux.IFLA_BR_ROOT_PORT, 7) // state: not to be sent
			})
			e.String(linux.IFLA_INFO_SLAVE_KIND, "bridge")
			e.Nest(linux.IFLA_INFO_SLAVE_DATA, func() { e.Bytes(attr, news) })
		})
		e.Nest(linux.IFLA_AF_SPEC, func() {
			e.Nest(linux.AF_INET6, func() {
				e.Bytes(attr, news)
				e.Uint32(linux.IFLA_INET6_FLAGS, 1) // state
			})
			e.Bytes(attr, news)
		})
		e.Nest(linux.IFLA_VFINFO_LIST, func() {
			e.Nest(linux.IFLA_VF_INFO, func() { e.Bytes(attr, news) })
		})
		e.String(linux.IFLA_QDISC, "noqueue") // state
	})))
	if err != nil {
		t.Fatal(err)
	}
	l.MTU = 1400
	l.Name = ""
	l.Data.(*link.Bridge).McastHashMax = 512
	req, err := link.Set(link.Index(3), l).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got := tree(t, req[32:])
	want := map[string]string{
		"4":         string(uint32Bytes(1400)),
		"200":       "news",
		"18/200":    "news",
		"18/1":      "bridge\x00",
		"18/2/200":  "news",
		"18/2/27":   string(uint32Bytes(512)),
		"18/4":      "bridge\x00",
		"18/5/200":  "news",
		"26/10/200": "news",
		"26/200":    "news",
		"22/1/200":  "news",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("attributes of the request (-want +got)\n%s", diff)
	}
}
