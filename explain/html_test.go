package explain

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
	"github.com/seed-030106aa/rawnl/internal/testfuzz"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// html returns the page for datagrams.
func html(t testing.TB, title string, datagrams ...Datagram) string {
	t.Helper()
	var out strings.Builder
	if err := HTML(&out, title, datagrams...); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// vethAdd is the request for a pair of veths.
func vethAdd(t testing.TB) Datagram {
	t.Helper()
	r := link.Add(&link.Link{Name: "veth0", Data: &link.Veth{Peer: &link.Link{Name: "br-veth0"}}})
	b, err := r.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return Datagram{Comment: "ip link add veth0 type veth peer br-veth0", Bytes: b}
}

// refusalOf is an answer of the kernel that complains of the attribute at an
// offset of a request. Copied says that it holds all of the request.
func refusalOf(request []byte, offset int, copied bool) Datagram {
	order := binary.NativeEndian
	b := make([]byte, schema.MessageHeaderLen, 256)
	order.PutUint16(b[4:], linux.NLMSG_ERROR)
	flags := uint16(linux.NLM_F_ACK_TLVS)
	copy(b[8:], request[8:12])
	b = order.AppendUint32(b, uint32(0xffffffff-95+1)) // -EOPNOTSUPP
	if copied {
		b = append(b, request...)
	} else {
		flags |= linux.NLM_F_CAPPED
		b = append(b, request[:schema.MessageHeaderLen]...)
	}
	says := "Unknown device type\x00"
	b = order.AppendUint16(b, uint16(4+len(says)))
	b = order.AppendUint16(b, linux.NLMSGERR_ATTR_MSG)
	b = append(b, says...)
	b = order.AppendUint16(b, 8)
	b = order.AppendUint16(b, linux.NLMSGERR_ATTR_OFFS)
	b = order.AppendUint32(b, uint32(offset))
	order.PutUint16(b[6:], flags)
	order.PutUint32(b, uint32(len(b)))
	return Datagram{Direction: nlmsg.Received, Bytes: b}
}

func TestHTMLIsTheSameEachTime(t *testing.T) {
	d := vethAdd(t)
	first := html(t, "veth", d, refusalOf(d.Bytes, 0x30, false))
	for range 20 {
		if html(t, "veth", d, refusalOf(d.Bytes, 0x30, false)) != first {
			t.Fatal("two pages of the same datagrams differ")
		}
	}
}

func TestEveryByteIsOnThePageOnce(t *testing.T) {
	for _, r := range append(records(t, "dumps.jsonl")[:2], records(t, "iproute2.jsonl")[:20]...) {
		t.Run(r.ID, func(t *testing.T) {
			var want []byte
			for _, d := range r.Datagrams {
				want = append(want, d.Bytes...)
			}
			if got := bytesIn(t, read(t, html(t, r.Cmd, r.Datagrams...))); !bytes.Equal(got, want) {
				t.Errorf("%d bytes on the page, which are not the %d that passed", len(got), len(want))
			}
		})
	}
}

// Nothing on the page comes from elsewhere, and the policy allows its own style
// and script alone.
func TestPageIsAllOfItself(t *testing.T) {
	d := vethAdd(t)
	page := html(t, "veth", d, refusalOf(d.Bytes, 0x30, true))
	for _, outside := range []string{"http:", "https:", "src=", "@import", "url(", "=\"//", "style=", " onclick", "javascript:"} {
		if strings.Contains(page, outside) {
			t.Errorf("the page contains %q", outside)
		}
	}
	var policy string
	for _, m := range read(t, page).find("meta", "") {
		if m.attrs["http-equiv"] == "Content-Security-Policy" {
			policy = m.attrs["content"]
		}
	}
	for _, name := range []string{"style", "script"} {
		_, text, _ := strings.Cut(page, "<"+name+">")
		text, _, _ = strings.Cut(text, "</"+name+">")
		if want := name + "-src '" + integrity(text) + "';"; !strings.Contains(policy, want) {
			t.Errorf("policy %q lacks %q", policy, want)
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") {
		t.Errorf("policy %q", policy)
	}
}

func TestStringsCannotBecomeMarkup(t *testing.T) {
	const hostile = `</title></script><script>alert(1)</script><img onerror="x">'&amp;<!--`
	order := binary.NativeEndian
	d := vethAdd(t)
	d.Comment = hostile
	d.Bytes = order.AppendUint16(d.Bytes, uint16(4+len(hostile)+1))
	d.Bytes = order.AppendUint16(d.Bytes, 20) // IFLA_IFALIAS
	d.Bytes = append(d.Bytes, hostile+"\x00"...)
	order.PutUint32(d.Bytes, uint32(len(d.Bytes)))
	page := read(t, html(t, hostile, d))
	if n := len(page.find("script", "")) + len(page.find("img", "")); n != 1 {
		t.Errorf("%d scripts and images, want the page's own script", n)
	}
	for what, got := range map[string]string{
		"title":   page.find("title", "")[0].text(),
		"heading": page.find("h1", "")[0].text(),
		"comment": page.find("pre", "")[0].text(),
	} {
		if got != hostile {
			t.Errorf("%s is %q", what, got)
		}
	}
	if got := page.find("ul", "tree")[0].text(); !strings.Contains(got, fmt.Sprintf("%q", hostile)) {
		t.Errorf("the tree lacks the alias: %s", got)
	}
}

// What is cut off anywhere still is on the page, and what is wrong is said at
// the bytes, in the tree and above both, with a link.
func TestDamageIsShown(t *testing.T) {
	whole := vethAdd(t).Bytes
	for n := range whole {
		page := read(t, html(t, "cut", Datagram{Bytes: whole[:n]}))
		if got := bytesIn(t, page); !bytes.Equal(got, whole[:n]) {
			t.Errorf("cut to %d bytes: % x", n, got)
		}
		if n == 0 {
			continue
		}
		bytes, notes, links := page.find("i", "wrong"), page.find("em", ""), page.find("p", "callout")
		if len(bytes) < 2 || len(notes) == 0 || len(links) == 0 { // one is in the legend
			t.Errorf("cut to %d bytes: marked %d times at the bytes, %d in the tree, %d above", n, len(bytes)-1, len(notes), len(links))
		}
	}
}

// The complaint stands at the attribute in the request, and a link in the
// answer leads there.
func TestRefusalLeadsToItsRequest(t *testing.T) {
	d := vethAdd(t)
	kind := bytes.Index(d.Bytes, []byte("veth\x00\x00\x00\x00")) - 4
	for _, test := range []struct {
		name      string
		datagrams []Datagram
		where     string // is the attribute
		link      string
	}{
		{"in the request", []Datagram{d, refusalOf(d.Bytes, kind, false)}, "m1", "IFLA_LINKINFO/IFLA_INFO_KIND in the request"},
		{"in the request, which is copied too", []Datagram{d, refusalOf(d.Bytes, kind, true)}, "m1", "IFLA_LINKINFO/IFLA_INFO_KIND in the request"},
		{"in the copy alone", []Datagram{{}, refusalOf(d.Bytes, kind, true)}, "m1", "IFLA_LINKINFO/IFLA_INFO_KIND in the copy of the request"},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := read(t, html(t, "refused", test.datagrams...))
			articles := page.find("article", "")
			callout := articles[len(articles)-1].find("p", "callout")[0]
			if want := "Refused: EOPNOTSUPP: \"Unknown device type\" " + test.link; strings.TrimSpace(callout.text()) != want {
				t.Errorf("the answer says %q, want %q", callout.text(), want)
			}
			id := callout.find("a", "")[0].attrs["href"][1:]
			row := page.byID(test.where).byID(id)
			if row == nil {
				t.Fatalf("no %s in %s", id, test.where)
			}
			if name, says := row.find("b", "")[0].text(), row.find("em", "")[0].text(); name != "IFLA_INFO_KIND" || says != "EOPNOTSUPP: \"Unknown device type\"" {
				t.Errorf("the link leads to %q, which says %q", name, says)
			}
			if marked := page.byID(test.where).find("i", "wrong"); len(marked) != 1 || marked[0].text() != fmt.Sprintf("% x", d.Bytes[kind:kind+4]) {
				t.Errorf("%d marks at the bytes", len(marked))
			}
		})
	}
}

func TestRefusalOfNothingKnown(t *testing.T) {
	page := read(t, html(t, "refused", refusalOf(vethAdd(t).Bytes, 0x30, false)))
	if got := strings.TrimSpace(page.find("p", "callout")[0].text()); got != "Refused: EOPNOTSUPP: \"Unknown device type\"" {
		t.Errorf("the answer says %q", got)
	}
}

func TestNoDatagrams(t *testing.T) {
	if page := read(t, html(t, "nothing")); page.find("p", "summary")[0].text() != "0 datagrams, 0 messages, 0 bytes" {
		t.Errorf("summary %q", page.find("p", "summary")[0].text())
	}
}

// Whatever passes a socket, the page is sound and holds every byte.
func FuzzHTML(f *testing.F) {
	d := vethAdd(f)
	f.Add(d.Bytes, refusalOf(d.Bytes, 0x30, false).Bytes)
	f.Add(d.Bytes, refusalOf(d.Bytes, 0x30, true).Bytes)
	f.Add(d.Bytes, []byte{1})
	f.Fuzz(func(t *testing.T, sent, received []byte) {
		testfuzz.Bounded(t, len(sent)+len(received), func() {
			page := read(t, html(t, "fuzz", Datagram{Bytes: sent}, Datagram{Direction: nlmsg.Received, Bytes: received}))
			if got, want := bytesIn(t, page), append(slices.Clone(sent), received...); !bytes.Equal(got, want) {
				t.Errorf("on the page are % x", got)
			}
		})
	})
}
