package schema

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// specs are the kernel's own descriptions of its messages, as testdata/README.md
// says.
type specs struct {
	Sets []struct {
		Spec, Set string
		Attrs     []struct {
			Name      string
			Number    uint16
			Type      string
			ByteOrder string `json:"byte-order"`
		}
	}
	Enums []struct {
		Spec, Name, Type string
		Entries          []struct {
			Name  string
			Value int64
		}
	}
}

// Every attribute in the specifications of the kernel has a row, with its number
// and a type that fits, and those of one set stand in one table.
func TestEveryAttributeOfTheSpecsHasARow(t *testing.T) {
	var s specs
	load(t, "specs.json", &s)
	all := everyLayout()
	excepted := exceptions(t, otherTypes)
	count := 0
	for _, set := range s.Sets {
		count += len(set.Attrs)
		if len(set.Attrs) == 0 {
			continue
		}
		var best *Layout
		most := -1
		for _, l := range all {
			n := 0
			for _, a := range set.Attrs {
				if row := l.attr(a.Number); row.Name == specName(a.Name) {
					n++
				}
			}
			if n > most {
				best, most = l, n
			}
		}
		for _, a := range set.Attrs {
			row := best.attr(a.Number)
			if row.Name != specName(a.Name) {
				t.Errorf("%s, %s: no row for %s, %d (%q)", set.Spec, set.Set, a.Name, a.Number, row.Name)
				continue
			}
			if !fits(row.Type, a.Type, a.ByteOrder) && !excepted(row.Name) {
				t.Errorf("%s, %s: %s is %s %s, and a layout of kind %d with %d bytes here", set.Spec, set.Set, a.Name, a.ByteOrder, a.Type, row.Type.Kind, row.Type.Len())
			}
		}
	}
	if want := 586; count != want {
		t.Errorf("%d attributes in the specifications, want %d", count, want)
	}
}

// The values and bits that the specifications name have their names here.
func TestEveryValueOfTheSpecsHasAName(t *testing.T) {
	var s specs
	load(t, "specs.json", &s)
	named := make(map[string]bool)
	for _, l := range everyLayout() {
		for _, v := range l.Values {
			named[v.Name] = true
		}
	}
	count := 0
	for _, e := range s.Enums {
		for _, v := range e.Entries {
			count++
			if !named[v.Name] {
				t.Errorf("%s, %s: %s has no name", e.Spec, e.Name, v.Name)
			}
		}
	}
	if count == 0 {
		t.Error("no values in the specifications")
	}
}

// specName gives the name of the header where the specifications err.
func specName(name string) string {
	switch name {
	case "NL_POLICY_TYPE_ATTR_MASK":
		return "NL_POLICY_TYPE_ATTR_PAD"
	case "NL_POLICY_TYPE_ATTR_PAD":
		return "NL_POLICY_TYPE_ATTR_MASK"
	}
	return name
}

// fits reports whether a type in the specifications can be l.
func fits(l *Layout, spec, order string) bool {
	number := l.Kind == Uint || l.Kind == Hex || l.Kind == Enum || l.Kind == Bits
	sized := func(n int) bool {
		switch {
		case l.Kind == IP && n == 4 && order != "":
			return true
		case l.Big != (order == "big-endian"):
			return false
		}
		return l.Size == n && (number || l.Kind == Int)
	}
	switch spec {
	case "u8":
		return sized(1)
	case "u16":
		return sized(2)
	case "u32", "s32":
		return sized(4)
	case "u64", "s64":
		return sized(8)
	case "uint", "sint":
		return number || l.Kind == Int
	case "string":
		return l.Kind == String
	case "flag":
		return l.Kind == Flag
	case "nest", "nest-type-value", "sub-message":
		return l.Kind == Nest
	case "indexed-array":
		return l.Kind == Nest || l.Kind == Array
	}
	return true
}

// load reads a file of testdata.
func load(t *testing.T, name string, into any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// otherTypes are the attributes whose type the specifications give otherwise than
// the kernel's source.
var otherTypes = []string{
	"IFLA_IPTUN_FLAGS",        // is not big-endian: 16 bits of sit, 32 of ip6tnl
	"FRA_TUN_ID",              // is big-endian
	"IFLA_BR_VLAN_PROTOCOL",   // is big-endian
	"IFLA_PROTO_DOWN_REASON",  // is a nest
	"NDA_PORT",                // is big-endian
	"NL_POLICY_TYPE_ATTR_PAD", // has the number of NL_POLICY_TYPE_ATTR_MASK
	"RTA_DPORT",               // is big-endian
	"RTA_SPORT",
}
