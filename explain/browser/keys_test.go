package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp/kb"
)

// enter moves the focus with Tab until it is in the first tree.
func enter(p *tab) {
	p.t.Helper()
	for range 20 {
		p.press(kb.Tab)
		if eval[bool](p, `!!document.activeElement.closest('.tree')`) {
			return
		}
	}
	p.t.Fatal("Tab does not lead into the tree")
}

// wantFocus waits until the line of the tree with that name has the focus, and
// its bytes are lit.
func (p *tab) wantFocus(name string) {
	p.t.Helper()
	p.want(fmt.Sprintf(`document.activeElement.querySelector('b').textContent === %q`, name))
	p.want(fmt.Sprintf(`document.querySelector('.at b').textContent === %q`, name))
}

func TestKeys(t *testing.T) {
	p := open(t, wide, "veth", vethPair(t)...)
	enter(p)
	p.wantFocus("struct nlmsghdr")
	for _, step := range []struct{ key, what, focus string }{
		{kb.ArrowUp, "up, at the first line", "struct nlmsghdr"},
		{kb.ArrowDown, "down", "nlmsg_len"},
		{kb.ArrowDown, "down", "nlmsg_type"},
		{kb.ArrowUp, "up", "nlmsg_len"},
		{kb.ArrowRight, "right, without a child", "nlmsg_len"},
		{kb.ArrowLeft, "left, to the parent", "struct nlmsghdr"},
		{kb.ArrowLeft, "left, without a parent", "struct nlmsghdr"},
		{kb.ArrowRight, "right, to the first child", "nlmsg_len"},
		{kb.End, "the last line", "IFLA_IFNAME"},
		{kb.ArrowDown, "down, at the last line", "IFLA_IFNAME"},
		{kb.ArrowLeft, "left, to the parent", "VETH_INFO_PEER"},
		{kb.ArrowLeft, "left, to the parent", "IFLA_INFO_DATA"},
		{kb.ArrowUp, "up, past children", "IFLA_INFO_KIND"},
		{kb.Home, "the first line", "struct nlmsghdr"},
	} {
		t.Log(step.what)
		p.press(step.key)
		p.wantFocus(step.focus)
		p.want(`document.querySelectorAll('#m1 .tree [tabindex="0"]').length === 1 && document.activeElement.tabIndex === 0`)
	}
}

// Where the focus is can be seen, in sight and with contrast.
func TestFocusIsVisible(t *testing.T) {
	for _, v := range []view{wide, wide.inDark(), narrow} {
		t.Run(v.String(), func(t *testing.T) {
			p := open(t, v, "a link", link(t)...)
			enter(p)
			for range 40 {
				p.press(kb.ArrowDown)
			}
			p.want(`(() => {
				const e = document.activeElement.firstElementChild, style = getComputedStyle(e), r = e.getBoundingClientRect();
				const inside = b => r.top >= b.top && r.bottom <= b.bottom + 1;
				return style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2 &&
					inside(e.closest('.meaning').getBoundingClientRect()) &&
					r.top >= 0 && r.bottom <= document.getElementById('status').getBoundingClientRect().top;
			})()`)
			ratio := eval[float64](p, `(() => {`+contrast+`
				const e = document.activeElement.firstElementChild;
				return ratio(colour(getComputedStyle(e).outlineColor), behind(e));
			})()`)
			if ratio < 3 {
				t.Errorf("the outline has a contrast of %.2f, want 3", ratio)
			}
			p.want(`[...document.querySelectorAll('#m1 .bytes i.on')].some(e => {
				const r = e.getBoundingClientRect(), b = e.closest('.bytes').getBoundingClientRect();
				return r.top >= b.top && r.bottom <= b.bottom + 1;
			})`)
		})
	}
}

// Enter pins the line that has the focus, and lets go of it. Moving on takes
// the pin along; Escape clears.
func TestEnterPins(t *testing.T) {
	p := open(t, wide, "veth", vethPair(t)...)
	enter(p)
	p.press(kb.End)
	p.press(kb.Enter)
	p.wantStatus("IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME, bytes 0x50–0x5c, 13 bytes (pinned)")
	p.point(byteAt(1, 0))
	p.wantFocus("IFLA_IFNAME")
	p.press(kb.ArrowLeft)
	p.wantFocus("VETH_INFO_PEER")
	p.want(`document.querySelector('[aria-selected=true]') === document.activeElement`)
	p.press(kb.Enter)
	p.want(`!document.querySelector('[aria-selected]')`)
	p.wantFocus("VETH_INFO_PEER")
	p.press(kb.Enter)
	p.press(kb.Escape)
	p.wantLit("", "", "", "")
	p.want(`document.activeElement.querySelector('b').textContent === 'VETH_INFO_PEER'`)
}

// Tab leaves a tree, and what was lit in it goes dark.
func TestTabLeavesTheTree(t *testing.T) {
	p := open(t, wide, "veth", vethPair(t)...)
	enter(p)
	p.press(kb.ArrowDown)
	p.press(kb.Tab)
	p.want(`document.activeElement.closest('#m1') === null && !document.querySelector('#m1 .at')`)
}

// What a screen reader is told: a tree with a name, and items without the text
// of those below them.
func TestAccessibleTree(t *testing.T) {
	p := open(t, wide, "veth", vethPair(t)...)
	call(p, accessibility.Enable, struct{}{})
	named := func(selector string) (role, name string) {
		element := call(p, runtime.Evaluate, runtime.EvaluateParams{Expression: fmt.Sprintf("document.querySelector(%q)", selector)})
		tree := call(p, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{ObjectID: element.Result.ObjectID})
		return fmt.Sprint(tree.Nodes[0].Role.Value), fmt.Sprint(tree.Nodes[0].Name.Value)
	}
	for selector, want := range map[string][2]string{
		"#m1 .tree":                             {`"tree"`, `"RTM_NEWLINK \"veth0\" 96 bytes"`},
		"#m1 .tree > li.group":                  {`"treeitem"`, `"struct nlmsghdr 16 bytes 0000"`},
		`#m1 .tree > li[data-at="32 36 42 44"]`: {`"treeitem"`, `"IFLA_IFNAME \"veth0\" 10 bytes 0020"`},
	} {
		if role, name := named(selector); role != want[0] || name != want[1] {
			t.Errorf("%s is a %s %s, want %s %s", selector, role, name, want[0], want[1])
		}
	}
}
