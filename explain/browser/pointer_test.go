package browser

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The path to the peer's description in the request for a pair of veths.
var peer = []string{"IFLA_LINKINFO", "IFLA_INFO_DATA", "VETH_INFO_PEER"}

// A line of the tree lights up its bytes: those that are its own strongly, all
// that it covers lightly.
func TestPointingAtALine(t *testing.T) {
	p := open(t, wide, "veth", vethPair(t)...)
	for _, test := range []struct {
		path       []string
		up, on, in string
		status     string
	}{
		{
			peer, "IFLA_LINKINFO IFLA_INFO_DATA", "24 00 01 00",
			"00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 0d 00 03 00 62 72 2d 76 65 74 68 30 00 00 00 00",
			"IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER, bytes 0x3c–0x5f, 36 bytes",
		},
		{
			[]string{"IFLA_IFNAME"}, "", "0a 00 03 00", "76 65 74 68 30 00",
			"IFLA_IFNAME, bytes 0x20–0x29, 10 bytes",
		},
		{
			[]string{"struct ifinfomsg", "ifi_family"}, "struct ifinfomsg", "00", "",
			"ifi_family, byte 0x10",
		},
		{
			[]string{"struct nlmsghdr", "nlmsg_type"}, "struct nlmsghdr", "10 00", "",
			"nlmsg_type, bytes 0x04–0x05, 2 bytes",
		},
		{
			[]string{"struct nlmsghdr"}, "", "", "60 00 00 00 10 00 05 06 3a 25 04 6b 00 00 00 00",
			"struct nlmsghdr, bytes 0x00–0x0f, 16 bytes",
		},
	} {
		p.point(row(1, test.path...))
		p.wantLit(test.path[len(test.path)-1], test.up, test.on, test.in)
		p.wantStatus(test.status)
	}
}

// A byte lights up the line of the tree that it belongs to, and those around
// it, and all bytes of that line.
func TestPointingAtAByte(t *testing.T) {
	p := open(t, wide, "veth", vethPair(t)...)
	for _, test := range []struct {
		offset         int
		at, up, on, in string
		status         string
	}{
		{
			0x54, "IFLA_IFNAME", "IFLA_LINKINFO IFLA_INFO_DATA VETH_INFO_PEER", "62 72 2d 76 65 74 68 30 00", "0d 00 03 00",
			"IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME, value, bytes 0x54–0x5c, 9 bytes",
		},
		{
			0x30, "IFLA_INFO_KIND", "IFLA_LINKINFO", "08 00 01 00", "76 65 74 68",
			"IFLA_LINKINFO/IFLA_INFO_KIND, bytes 0x30–0x33, 4 bytes",
		},
		{
			0x2a, "IFLA_IFNAME", "", "00 00", "0a 00 03 00 76 65 74 68 30 00",
			"IFLA_IFNAME, padding, bytes 0x2a–0x2b, 2 bytes",
		},
		{
			0x11, "struct ifinfomsg", "", "00", "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
			"struct ifinfomsg, padding, byte 0x11",
		},
		{0x04, "nlmsg_type", "struct nlmsghdr", "10 00", "", "nlmsg_type, bytes 0x04–0x05, 2 bytes"},
	} {
		p.point(byteAt(1, test.offset))
		p.wantLit(test.at, test.up, test.on, test.in)
		p.wantStatus(test.status)
	}
}

func TestPointingElsewhereDarkens(t *testing.T) {
	p := open(t, wide, "veth", vethPair(t)...)
	p.point(row(1, peer...))
	p.want(`document.querySelector('.at')`)
	p.point(`document.querySelector('h1')`)
	p.wantLit("", "", "", "")
	p.want(`document.getElementById('status').textContent.startsWith('Point at')`)
}

// What belongs to a line or byte is scrolled into sight within its pane; the
// page stays where it is.
func TestPointingScrollsTheOtherPane(t *testing.T) {
	p := open(t, view{width: 1280, height: 600}, "a link", link(t)...)
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector('#m2').scrollIntoView(), scrollBy(0, -150)`)) // its end is out of sight
	inSight := func(element string) string {
		return `(() => {
			const e = ` + element + `, r = e.getBoundingClientRect(), b = e.closest('.bytes, .meaning').getBoundingClientRect();
			return r.top >= b.top && r.bottom <= Math.min(b.bottom + 1, document.getElementById('status').getBoundingClientRect().top);
		})()`
	}
	for _, step := range []struct{ pane, point, counterpart string }{
		{"bytes", byteAt(2, 0xb4), row(2, "IFLA_TSO_MAX_SEGS")},
		{"bytes", byteAt(2, 0x134), row(2, "IFLA_STATS64")},
		{"bytes", byteAt(2, 0x20), row(2, "IFLA_IFNAME")},
		{"meaning", row(2, "IFLA_STATS64"), byteAt(2, 0x134)},
		{"meaning", row(2, "IFLA_IFNAME"), byteAt(2, 0x20)},
	} {
		p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector('#m2 .` + step.pane + `').scrollTop = 0`))
		p.point(step.point)
		before := eval[float64](p, "scrollY")
		p.want(inSight(step.counterpart))
		p.want(inSight(step.point))
		if after := eval[float64](p, "scrollY"); after != before {
			t.Errorf("the page has moved from %v to %v", before, after)
		}
	}
}

// A click pins: the pointer may go elsewhere then. Another click on the same
// lets go, one on something else pins that.
func TestClickPins(t *testing.T) {
	p := open(t, wide, "veth", vethPair(t)...)
	p.click(row(1, peer...))
	p.want(`document.querySelector('.tree [aria-selected=true] b').textContent === 'VETH_INFO_PEER'`)
	p.point(row(1, "IFLA_IFNAME"))
	p.point(byteAt(1, 0))
	p.want(`document.querySelector('.at b').textContent === 'VETH_INFO_PEER'`)
	p.wantStatus("IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER, bytes 0x3c–0x5f, 36 bytes (pinned)")

	p.click(byteAt(1, 0x24))
	p.wantLit("IFLA_IFNAME", "", "76 65 74 68 30 00", "0a 00 03 00")
	p.wantStatus("IFLA_IFNAME, value, bytes 0x24–0x29, 6 bytes (pinned)")
	p.want(`document.querySelectorAll('[aria-selected]').length === 1`)

	p.click(byteAt(1, 0x24))
	p.want(`!document.querySelector('[aria-selected]')`)
	p.point(row(1, peer...))
	p.want(`document.querySelector('.at b').textContent === 'VETH_INFO_PEER'`)

	p.click(row(1, peer...))
	p.press(kb.Escape)
	p.wantLit("", "", "", "")
	p.want(`!document.querySelector('[aria-selected]')`)
}

// A finger has no place to point from: it pins at once.
func TestTapPins(t *testing.T) {
	p := open(t, narrow, "veth", vethPair(t)...)
	at := p.middle(byteAt(1, 0x20))
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
	}
	touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: at[0], Y: at[1]})
	touch(input.DispatchTouchEventTypeTouchEnd)
	p.wantStatus("IFLA_IFNAME, bytes 0x20–0x23, 4 bytes (pinned)")
}
