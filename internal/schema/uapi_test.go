package schema

import (
	"math/bits"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// uapi is what the compiler makes of the kernel's headers, as testdata/README.md
// says.
type uapi struct {
	Constants map[string]int64
	Enums     []struct {
		Header, Tag string
		Names       []string
	}
	Structs map[string]struct {
		Size    int
		Members []member
	}
}

type member struct {
	Name         string
	Offset, Size int
	Bits         int // of a bit-field, whose offset is not known
	Kind         string
	Members      []member
}

// value returns a constant, or what a name such as "1<<RTAX_MTU" or "A|B" stands
// for.
func (u *uapi) value(name string) (v int64, ok bool) {
	for part := range strings.SplitSeq(name, "|") {
		name, shifted := strings.CutPrefix(part, "1<<")
		c, known := u.Constants[name]
		if !known {
			return 0, false
		}
		if shifted {
			c = 1 << c
		}
		v |= c
	}
	return v, true
}

// The numbers in the tables are typed by hand; these are the compiler's.
func TestNumbersAreThoseOfTheHeaders(t *testing.T) {
	var u uapi
	load(t, "uapi.json", &u)
	excepted := exceptions(t, otherNames)
	check := func(name string, number int64) {
		if want, ok := u.value(name); ok && want != number {
			t.Errorf("%s is %d, want %d", name, number, want)
		} else if !ok && !excepted(name) {
			t.Errorf("%s, %d: no header has it", name, number)
		}
	}
	for _, l := range everyLayout() {
		for _, a := range l.Attrs {
			check(a.Name, int64(a.Number))
		}
		if l.Kind == Enum || l.Kind == Bits || l.Kind == Hex {
			for _, v := range l.Values {
				number := int64(v.Number)
				switch want := u.Constants[v.Name]; {
				case want < 0 && l.Size == 4:
					number = int64(int32(v.Number))
				case strings.HasPrefix(v.Name, "BR_BOOLOPT_"): // the number of a bit in the header
					number = int64(bits.TrailingZeros64(v.Number))
				case l.Big && l.Size == 2 && (strings.HasPrefix(v.Name, "GRE_") || strings.HasPrefix(v.Name, "TUNNEL_")): // as a little-endian compiler sees it
					number = int64(bits.ReverseBytes16(uint16(v.Number)))
				}
				check(v.Name, number)
			}
		}
	}
	for _, m := range slices.Concat(controls, messages) {
		check(m.name, int64(m.number))
	}
	for _, e := range errnoValues {
		check(e.Name, int64(e.Number))
	}
	for name := range u.Constants {
		if strings.HasPrefix(name, "RTM_") && strings.Contains("NEW DEL GET SET", name[min(4, len(name)):min(7, len(name))]) {
			if a := messageOf(0, uint16(u.Constants[name]), false); a.Name != name {
				t.Errorf("%s, %d: no such message (%s)", name, u.Constants[name], a.Name)
			}
		}
	}
}

// What stands in an enum of the headers with attributes of a table is an
// attribute too, and has a row.
func TestTablesAreComplete(t *testing.T) {
	var u uapi
	load(t, "uapi.json", &u)
	excepted := exceptions(t, leftOut)
	rows := make(map[string]bool)
	for _, l := range everyLayout() {
		for _, a := range l.Attrs {
			rows[a.Name] = true
		}
	}
	for _, e := range u.Enums {
		if e.Header == "linux/dpll.h" || e.Header == "linux/devlink.h" { // a link has a few of theirs
			continue
		}
		if !slices.ContainsFunc(e.Names, func(name string) bool { return rows[name] }) {
			continue
		}
		for _, name := range e.Names {
			if !rows[name] && u.Constants[name] != 0 && !excepted(name) {
				t.Errorf("%s, %d, stands in %s and has no row", name, u.Constants[name], e.Header)
			}
		}
	}
}

// The members of structs lie where the compiler puts them. Those that the headers
// call padding or reserved have no name, and are one field where they adjoin.
func TestStructsAreThoseOfTheHeaders(t *testing.T) {
	var u uapi
	load(t, "uapi.json", &u)
	bare, unread, otherOrdered := exceptions(t, noStructs), exceptions(t, otherStructs), exceptions(t, otherOrder)
	shared := exceptions(t, bitFields)
	fillers := regexp.MustCompile(`pad|resv|reserved|^res\d$`)
	for _, l := range everyLayout() {
		if len(l.Fields) == 0 || l.C == "" {
			if len(l.Fields) > 0 && !bare(l.Fields[0].Name) {
				t.Errorf("a layout with the field %s has no struct's name", l.Fields[0].Name)
			}
			continue
		}
		s, ok := u.Structs[l.C]
		if !ok {
			if !unread(l.C) {
				t.Errorf("no header has struct %s", l.C)
			}
			continue
		}
		open := l.Fields[len(l.Fields)-1].Type.Len() == 0 // takes what is left
		if n := l.HeaderLen(); n != s.Size && !open && (l.Kind != Nest || n != Align(s.Size)) {
			t.Errorf("struct %s has %d bytes here, %d in the header", l.C, n, s.Size)
		}
		at := 0
		for i, f := range l.Fields {
			if f.Name == "" && i > 0 && l.Fields[i-1].Name == "" {
				t.Errorf("struct %s: fillers side by side at %d", l.C, at)
			}
			for _, name := range membersIn(s.Members, at, f.Type.Len()) {
				if filler := fillers.MatchString(name); filler != (f.Name == "") {
					t.Errorf("struct %s: member %s at %d is a filler: %v, a field named %q", l.C, name, at, filler, f.Name)
				}
			}
			if f.Name != "" {
				m, ok := memberAt(s.Members, f.Name, at, f.Type.Len())
				if !ok && shared(l.C+"."+f.Name) {
				} else if !ok {
					t.Errorf("struct %s: no member %s at %d with %d bytes", l.C, f.Name, at, f.Type.Len())
				} else if be := m.Kind == "be"; be != f.Type.Big && f.Type.Kind != IP && f.Type.Kind != Labels && f.Type.Kind != Binary && f.Type.Kind != LinkAddr && !otherOrdered(l.C+"."+f.Name) {
					t.Errorf("struct %s: %s: big-endian %v here, %v in the header", l.C, f.Name, f.Type.Big, be)
				}
			}
			at += f.Type.Len()
		}
	}
}

// exceptions returns a function that says whether a list has a name. Where the test
// does not ask for each of them the list is longer than it needs to be.
func exceptions(t *testing.T, list []string) func(name string) bool {
	needed := make(map[string]bool)
	t.Cleanup(func() {
		for _, name := range list {
			if !needed[name] {
				t.Errorf("%s needs no exception", name)
			}
		}
	})
	return func(name string) bool {
		needed[name] = true
		return slices.Contains(list, name)
	}
}

// memberAt finds a member by its name; one of a struct within goes by the
// last part of it.
func memberAt(members []member, name string, at, size int) (member, bool) {
	last := name[strings.LastIndex(name, ".")+1:]
	for _, m := range members {
		if m.Offset == at && (m.Name == name || m.Name == last) && (m.Size == size || size == 0) {
			return m, true
		}
		if found, ok := memberAt(m.Members, name, at, size); ok {
			return found, true
		}
	}
	return member{}, false
}

// membersIn returns the names of the members that begin between two offsets. Of a
// member with members of its own they are those.
func membersIn(members []member, at, size int) (names []string) {
	for _, m := range members {
		if len(m.Members) > 0 {
			names = append(names, membersIn(m.Members, at, size)...)
		} else if m.Bits == 0 && at <= m.Offset && m.Offset < at+size {
			names = append(names, m.Name)
		}
	}
	return names
}

// noStructs are the fields of headers that are a single number.
var noStructs = []string{
	"error",   // NLMSG_ERROR
	"ifindex", // MDBA_ROUTER_PORT
}

// leftOut are constants that stand among attributes and are none.
var leftOut = []string{
	"IFLA_DSA_MASTER", // another name of IFLA_DSA_CONDUIT
	"IFLA_IF_NETNSID", // another name of IFLA_TARGET_NETNSID
}

// otherStructs are those of headers that are not among the ones read.
var otherStructs = []string{
	"iw_event", // linux/wireless.h
	"vxlanhdr", // the kernel's own
}

// otherOrder are members whose byte order the header's type does not tell.
var otherOrder = []string{
	"ipv6_sr_hdr.tag",     // of a packet
	"ifla_bridge_id.prio", // two bytes in the header
}

// bitFields are bytes that C shares among members.
var bitFields = []string{
	"ioam6_trace_hdr.nodelen, overflow",
	"ioam6_trace_hdr.remlen",
	"ipv6_rpl_sr_hdr.cmpri, cmpre",
	"ipv6_rpl_sr_hdr.pad, reserved",
}
