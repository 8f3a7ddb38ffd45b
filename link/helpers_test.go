package link_test

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// tree returns the attributes in b by their path, such as "18/2/27". What has
// the nested flag, and looks it, is walked into.
func tree(t testing.TB, b []byte) map[string]string {
	t.Helper()
	out := make(map[string]string)
	var walk func(prefix string, b []byte) bool
	walk = func(prefix string, b []byte) bool {
		d := rtattr.NewDecoder(b, 0)
		for typ, v := range d.All() {
			path := prefix + strconv.Itoa(int(typ))
			if v.Raw().Type&rtattr.Nested == 0 || !walk(path+"/", v.Bytes()) {
				out[path] = string(v.Bytes())
			}
		}
		return d.Err() == nil
	}
	if !walk("", b) {
		t.Fatalf("not attributes: % x", b)
	}
	return out
}

func uint32Bytes(n uint32) []byte { return binary.NativeEndian.AppendUint32(nil, n) }

// cmpAddr compares addresses and prefixes as values.
var cmpAddr = cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

func prefix(s string) netip.Prefix { return netip.MustParsePrefix(s) }
