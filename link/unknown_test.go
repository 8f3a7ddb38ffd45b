package link_test

import (
	"strconv"
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
	l.Data.(*link.Bridge).McastHashMax = new(uint32(512))
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

// AppendBinary writes what a newer kernel says where it was read.
func TestRule66UnknownAttributesAreKeptInEveryNest(t *testing.T) {
	for name, path := range map[string][]uint16{
		"alternative names":  {linux.IFLA_PROP_LIST},
		"reasons":            {linux.IFLA_PROTO_DOWN_REASON},
		"families":           {linux.IFLA_AF_SPEC},
		"IPv4":               {linux.IFLA_AF_SPEC, linux.AF_INET},
		"IPv6":               {linux.IFLA_AF_SPEC, linux.AF_INET6},
		"MCTP":               {linux.IFLA_AF_SPEC, linux.AF_MCTP},
		"functions":          {linux.IFLA_VFINFO_LIST},
		"function":           {linux.IFLA_VFINFO_LIST, linux.IFLA_VF_INFO},
		"function's VLANs":   {linux.IFLA_VFINFO_LIST, linux.IFLA_VF_INFO, linux.IFLA_VF_VLAN_LIST},
		"function's numbers": {linux.IFLA_VFINFO_LIST, linux.IFLA_VF_INFO, linux.IFLA_VF_STATS},
		"XDP":                {linux.IFLA_XDP},
		"functions' ports":   {linux.IFLA_VF_PORTS},
		"function's port":    {linux.IFLA_VF_PORTS, linux.IFLA_VF_PORT},
		"own port":           {linux.IFLA_PORT_SELF},
		"devlink":            {linux.IFLA_DEVLINK_PORT},
		"pin":                {linux.IFLA_DPLL_PIN},
		"kind":               {linux.IFLA_LINKINFO},
		"bridge":             {linux.IFLA_LINKINFO, linux.IFLA_INFO_DATA},
		"querier":            {linux.IFLA_LINKINFO, linux.IFLA_INFO_DATA, linux.IFLA_BR_MCAST_QUERIER_STATE},
		"port":               {linux.IFLA_LINKINFO, linux.IFLA_INFO_SLAVE_DATA},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := link.Decode(newLink(body(func(e *rtattr.Encoder) { putNews(e, path) })))
			if err != nil {
				t.Fatal(err)
			}
			b, err := l.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			var where string
			for _, typ := range path {
				where += strconv.Itoa(int(typ)) + "/"
			}
			if got := tree(t, b[16:]); got[where+"200"] != "news" {
				t.Errorf("attributes %q, want one at %s200", got, where)
			}
		})
	}
}

// putNews writes an attribute of type 200 into the nest at path.
func putNews(e *rtattr.Encoder, path []uint16) {
	if len(path) == 0 {
		e.Bytes(200, []byte("news"))
		return
	}
	e.Nest(path[0], func() {
		if path[0] == linux.IFLA_LINKINFO {
			e.String(linux.IFLA_INFO_KIND, "bridge")
			e.String(linux.IFLA_INFO_SLAVE_KIND, "bridge")
		}
		putNews(e, path[1:])
	})
}
