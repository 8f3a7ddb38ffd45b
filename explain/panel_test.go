package explain

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
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

// A message is told from others by the text that it holds first, and an answer
// leads to its request.
func TestPanels(t *testing.T) {
	d := vethAdd(t)
	done := refusalOf(d.Bytes, 0, false).Bytes
	clear(done[16:20]) // no error
	p := newPage("veth", []Datagram{d, {Direction: nlmsg.Received, Bytes: done}, {Bytes: []byte{1}}})
	request, answer, none := p.Panels[0], p.Panels[1], p.Panels[2]
	if request.Name != "RTM_NEWLINK" || request.Of != `"veth0"` || request.Note() != "" || request.Request() != "" {
		t.Errorf("request %s %s, note %q, of %q", request.Name, request.Of, request.Note(), request.Request())
	}
	if want := "done: RTM_NEWLINK, sequence number 0"; answer.Note() != want || answer.Request() != "m1" || len(answer.Wrong) != 0 {
		t.Errorf("answer: note %q, of %q, wrong %v", answer.Note(), answer.Request(), answer.Wrong)
	}
	if none.Name != "no message" || none.Of != "" || none.Size != "1 byte" {
		t.Errorf("%s %s, %s", none.Name, none.Of, none.Size)
	}
}

// Of much damage the first places are named, and the rest is counted.
func TestMuchDamage(t *testing.T) {
	for count, want := range map[int]string{5: "3 bytes, want 4", 6: "in 1 more places", 8: "in 3 more places"} {
		order := binary.NativeEndian
		b := make([]byte, 32, 128)
		order.PutUint16(b[4:], linux.RTM_NEWLINK)
		for range count {
			b = order.AppendUint16(b, 7)
			b = order.AppendUint16(b, 4) // IFLA_MTU
			b = append(b, 1, 2, 3, 0)
		}
		order.PutUint32(b, uint32(len(b)))
		wrong := newPanel(new(requests).read(Datagram{Bytes: b})[0]).Wrong
		if len(wrong) != min(count, 6) || wrong[len(wrong)-1].Text != want || wrong[0].Links[0].Text != "IFLA_MTU" {
			t.Errorf("%d places: %v, want %q last", count, wrong, want)
		}
	}
}
