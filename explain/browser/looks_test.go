package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/seed-030106aa/rawnl/explain"
)

// contrast defines functions of WCAG 2.1: the colour behind an element, and the
// ratio of two colours.
const contrast = `
	const colour = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return {r, g, b, a}; };
	const behind = e => {
		for (; e; e = e.parentElement) {
			const c = colour(getComputedStyle(e).backgroundColor);
			if (c.a === 1) return c;
			if (c.a !== 0) throw new Error('half transparent: ' + e.outerHTML);
		}
		throw new Error('nothing behind');
	};
	const luminance = ({r, g, b}) => {
		const [R, G, B] = [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
		return 0.2126 * R + 0.7152 * G + 0.0722 * B;
	};
	const ratio = (a, b) => {
		const [x, y] = [luminance(a), luminance(b)].sort((x, y) => y - x);
		return (x + 0.05) / (y + 0.05);
	};
`

// Every text has a contrast of at least 4.5 with what is behind it, whatever is
// lit.
func TestContrast(t *testing.T) {
	all := slices.Concat(refused(t), damaged(t), link(t)[1:2], nameless(t))
	for _, v := range []view{wide, wide.inDark()} {
		t.Run(v.String(), func(t *testing.T) {
			p := open(t, v, "contrast", all...)
			check := func(when string) {
				t.Helper()
				bad := eval[[]string](p, `(() => {`+contrast+`
					return [...document.body.querySelectorAll('*')]
						.filter(e => e.localName !== 'script' && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
						.map(e => [ratio(colour(getComputedStyle(e).color), behind(e)), e])
						.filter(([r]) => !(r >= 4.5))
						.map(([r, e]) => r.toFixed(2) + ' ' + e.outerHTML.slice(0, 80));
				})()`)
				if len(bad) > 0 {
					t.Errorf("%s: %d texts of too little contrast, such as %s", when, len(bad), bad[0])
				}
			}
			if n := eval[int](p, `new Set([...document.querySelectorAll('.bytes i')].map(e => e.classList[0])).size`); n != 6 {
				t.Errorf("%d roles on the page, want all 6", n)
			}
			check("at rest")
			p.point(row(1, "IFLA_LINKINFO"))
			p.want(`document.querySelector('i.on') && document.querySelector('i.in')`)
			check("with a nest lit")
			p.click(`document.querySelector('#m2 .callout a')`)
			p.want(`document.querySelector('[aria-selected]')`)
			check("with the refused attribute pinned")
			// All roles, lit in both ways: with the classes that pointing gives.
			for _, class := range []string{"in", "on"} {
				p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelectorAll('.bytes i').forEach(e => e.classList.add(%q))`, class)))
				check("all bytes lit: " + class)
			}
			for _, class := range []string{"up", "at"} {
				p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelectorAll('.tree li').forEach(e => e.classList.add(%q))`, class)))
				check("all lines lit: " + class)
			}
		})
	}
}

// On a phone the bytes stand above the tree, and nothing is wider than it.
func TestNarrow(t *testing.T) {
	long := strings.Repeat("long", 50)
	pages := map[string][]explain.Datagram{
		"veth": vethPair(t), "refused": refused(t), "damaged": damaged(t), "a link": link(t),
		long: {{Comment: long, Bytes: with(vethPair(t)[0].Bytes, 20, long)}}, // IFLA_IFALIAS
	}
	for title, datagrams := range pages {
		t.Run(title[:min(len(title), 10)], func(t *testing.T) {
			p := open(t, narrow, title, datagrams...)
			p.want(`innerWidth === 360 && document.documentElement.scrollWidth <= 360`)
			if wide := eval[[]string](p, `[...document.body.querySelectorAll('*')]
				.filter(e => e.getBoundingClientRect().right > 360.5).map(e => e.outerHTML.slice(0, 80))`); len(wide) > 0 {
				t.Errorf("%d elements do not fit, such as %s", len(wide), wide[0])
			}
			p.want(`document.querySelector('.bytes').getBoundingClientRect().bottom <= document.querySelector('.meaning').getBoundingClientRect().top`)
			if n := eval[int](p, `(() => {`+perLine+`return perLine()})()`); n != 8 {
				t.Errorf("%d bytes on a line, want 8", n)
			}
		})
	}
}

// perLine defines a function that counts the bytes beside one another.
const perLine = `
	const perLine = () => {
		const runs = [...document.querySelectorAll('#m1 .bytes i')], top = runs[0].getBoundingClientRect().top;
		return runs.filter(e => Math.abs(e.getBoundingClientRect().top - top) < 2)
			.map(e => (e.textContent.length + 1) / 3).reduce((a, b) => a + b);
	};
`

// Where there is room the bytes stand beside the tree, 16 on a line if they fit.
func TestWide(t *testing.T) {
	for width, want := range map[int64]int{800: 8, 1280: 16} {
		p := open(t, view{width: width, height: 900}, "a link", link(t)...)
		p.want(`document.querySelector('.bytes').getBoundingClientRect().right <= document.querySelector('.meaning').getBoundingClientRect().left`)
		p.want(fmt.Sprintf(`document.documentElement.scrollWidth <= %d`, width))
		if got := eval[int](p, `(() => {`+perLine+`return perLine()})()`); got != want {
			t.Errorf("%d bytes on a line at a width of %d, want %d", got, width, want)
		}
	}
}

// Bytes below one another are in a column, whatever parts they belong to.
func TestColumns(t *testing.T) {
	p := open(t, wide, "a link", link(t)...)
	lefts := eval[[]float64](p, `(() => {
		const found = new Set();
		for (const line of document.querySelectorAll('#m2 .bytes p')) {
			const start = line.querySelector('i').getBoundingClientRect().left;
			let at = 0;
			for (const run of line.querySelectorAll('i')) {
				found.add(Math.round((run.getBoundingClientRect().left - start) * 10 / at) || 0);
				at += (run.textContent.length + 1) / 3;
			}
		}
		return [...found];
	})()`)
	if len(lefts) > 3 { // nothing for the first, and a width that rounds up or down
		t.Errorf("bytes are %v tenths of a pixel wide", lefts)
	}
}

// Without JavaScript all is there and can be read.
func TestWithoutScript(t *testing.T) {
	v := wide
	v.noScript = true
	p := open(t, v, "refused", refused(t)...)
	for what, expression := range map[string]string{
		"the script has not run": `!document.querySelector('[role=tree]')`,
		"no empty status line":   `document.getElementById('status').getBoundingClientRect().height === 0`,
		"the bytes":              `document.querySelector('#m1 .bytes').checkVisibility() && document.querySelector('#m1 .bytes').textContent.includes('24 00 01 00')`,
		"the tree":               `document.querySelector('#m1 .tree').checkVisibility() && document.querySelector('#m1 .tree').textContent.includes('VETH_INFO_PEER')`,
		"the complaint":          `document.querySelector('#m2 .callout').checkVisibility() && document.querySelector('#m2 .callout').textContent.includes('Unknown device type')`,
		"the link":               `document.querySelector(document.querySelector('#m2 .callout a').hash).checkVisibility()`,
	} {
		if !eval[bool](p, expression) {
			t.Errorf("%s: not so", what)
		}
	}
}

// A large dump, of 60 interfaces, opens and lights up like a small one.
func TestLargeDump(t *testing.T) {
	var dump []explain.Datagram
	for range 4 {
		dump = append(dump, recorded(t, "dumps.jsonl", "link")...)
	}
	p := open(t, wide, "ip link show", dump...)
	n := eval[int](p, `document.querySelectorAll('article').length`)
	t.Logf("%d messages, loaded after %v ms", n, eval[float64](p, `performance.getEntriesByType('navigation')[0].domComplete`))
	if n < 60 {
		t.Errorf("%d messages, want at least 60", n)
	}
	last := eval[int](p, `[...document.querySelectorAll('article')].findLastIndex(e => e.textContent.includes('IFLA_IFNAME')) + 1`)
	p.click(fmt.Sprintf(`document.querySelector('nav a[href="#m%d"]')`, last))
	p.point(row(last, "IFLA_IFNAME"))
	p.want(`document.querySelector('.at b').textContent === 'IFLA_IFNAME' && document.querySelector('i.on').textContent.endsWith('00 03 00')`)
}
