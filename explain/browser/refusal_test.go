package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The kernel's complaint is a link from the answer to the attribute in the
// request: it shows and pins it.
func TestRefusalLeadsToItsRequest(t *testing.T) {
	for _, v := range []view{wide, narrow} {
		t.Run(v.String(), func(t *testing.T) {
			p := open(t, v, "refused", refused(t)...)
			p.want(`document.querySelector('#m2 .callout').textContent.includes('Unknown device type')`)
			p.click(`document.querySelector('#m2 .callout a')`)
			p.wantRefused()
			p.want(`location.hash === '#m1-30'`)
		})
	}
}

// wantRefused waits until the attribute that is refused is lit, has the focus,
// and is in sight.
func (p *tab) wantRefused() {
	p.t.Helper()
	p.wantLit("IFLA_INFO_KIND", "IFLA_LINKINFO", "08 00 01 00", "76 65 74 68")
	p.wantStatus("IFLA_LINKINFO/IFLA_INFO_KIND, bytes 0x30–0x37, 8 bytes (pinned)")
	p.want(`document.activeElement === document.getElementById('m1-30')`)
	p.want(`[document.activeElement.firstElementChild, document.querySelector('i.on')].every(e => {
		const r = e.getBoundingClientRect(), b = e.closest('.bytes, .meaning').getBoundingClientRect();
		return r.top >= Math.max(0, b.top) && r.bottom <= Math.min(b.bottom + 1, document.getElementById('status').getBoundingClientRect().top);
	})`)
}

// The address of the attribute can be opened too.
func TestAddressOfALine(t *testing.T) {
	p := open(t, wide, "refused", refused(t)...)
	p.do(chromedp.Navigate(p.url+"#m1-30"), chromedp.Reload())
	p.wantRefused()
}
