package browser

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "directory to write pictures of the pages to")

// Pictures are for people: this test writes them, and checks nothing.
func TestPictures(t *testing.T) {
	if *shots == "" {
		t.Skip("no -shots, the directory for the pictures")
	}
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	save := func(name string, p *tab, action chromedp.Action[[]byte]) {
		picture, err := chromedp.Run(p.ctx, action)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(*shots, name+".png"), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shoot := func(name string, p *tab) { save(name, p, chromedp.CaptureScreenshot()) }
	for name, v := range map[string]view{"light": wide, "dark": wide.inDark(), "tablet": {width: 820, height: 900}, "narrow": narrow, "narrow-dark": narrow.inDark()} {
		p := open(t, v, "A pair of veths", vethPair(t)...)
		shoot("veth-"+name+"-top", p)
		p.point(row(1, "IFLA_LINKINFO", "IFLA_INFO_DATA", "VETH_INFO_PEER"))
		shoot("veth-"+name+"-row", p)
		p.point(byteAt(1, 0x54))
		shoot("veth-"+name+"-byte", p)
		p = open(t, v, "Refused", refused(t)...)
		p.click(`document.querySelector('#m2 .callout a')`)
		shoot("refused-"+name, p)
		p = open(t, v, "Damaged", damaged(t)...)
		shoot("damaged-"+name, p)
		p = open(t, v, "A link", link(t)...)
		shoot("link-"+name, p)
		v.height = 2400
		p = open(t, v, "A link", link(t)[:2]...)
		shoot("link-tall-"+name, p)
		call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		shoot("link-print-"+name, p)
	}
	p := open(t, wide, "All interfaces", recorded(t, "dumps.jsonl", "link")...)
	shoot("dump", p)
	p = open(t, view{width: 1280, height: 900, noScript: true}, "Without JavaScript", refused(t)...)
	shoot("no-script", p)
}
