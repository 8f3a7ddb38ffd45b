package explain

import (
	"strings"
	"testing"
)

// Where there is no such place in the request nothing leads to one.
func TestRefusalOfNoPlaceInTheRequest(t *testing.T) {
	d := vethAdd(t)
	for _, c := range []struct {
		offset int
		link   string
	}{
		{len(d.Bytes) - 4, "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME in the copy of the request"},
		{len(d.Bytes) - 1, "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/padding in the copy of the request"},
		{len(d.Bytes), ""},     // what is behind the copy
		{len(d.Bytes) + 8, ""}, // in an attribute of the answer
		{1 << 30, ""},
		{1<<32 - 1, ""},
		{0, ""}, // the request as a whole
	} {
		page := read(t, html(t, "refused", refusalOf(d.Bytes, c.offset, true)))
		want := strings.TrimSpace("Refused: EOPNOTSUPP: \"Unknown device type\" " + c.link)
		if got := strings.TrimSpace(page.find("p", "callout")[0].text()); got != want {
			t.Errorf("offset %#x: the answer says %q, want %q", c.offset, got, want)
		}
		page = read(t, html(t, "refused", d, refusalOf(d.Bytes, c.offset, false)))
		where := "RTM_NEWLINK"
		if c.link != "" {
			where, _, _ = strings.Cut(c.link, " ")
		}
		if got := strings.TrimSpace(page.byID("m2").find("p", "callout")[0].text()); !strings.HasSuffix(got, " "+where+" in the request") {
			t.Errorf("offset %#x: the answer says %q, want %s", c.offset, got, where)
		}
		back := page.byID("m1").find("p", "callout")[0].find("a", "")
		if len(back) == 0 || back[len(back)-1].text() != "the answer" || back[len(back)-1].attrs["href"] != "#m2" {
			t.Errorf("offset %#x: the request does not lead to the answer", c.offset)
		}
	}
}
