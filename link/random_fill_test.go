package link_test

import (
	"fmt"
	"hash/fnv"
	"math"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// each returns how many random links a test makes of each kind, of which there are
// many.
func each() int { return max(1, testprop.Structs()/25) }

// generator gives links and kinds random values.
type generator struct {
	*testfill.Random

	// all gives values to what requests leave out, too.
	all bool

	// density is how likely a field is to get a value.
	density float64

	// indexes are those of links that there are.
	indexes []int

	// bound puts a value that a kernel can bear into a field, by its name, and
	// reports that it did. Nil has no bounds.
	bound func(g *generator, field string, v reflect.Value) bool
}

// newGenerator returns the generator of random link number n of a test.
func newGenerator(test string, n int) *generator {
	h := fnv.New64a()
	fmt.Fprint(h, testprop.Seed(), test, n)
	g := &generator{Random: testfill.NewRandom(h.Sum64())}
	g.Special = g.special
	g.density = []float64{0, 0, 0.03, 0.1, 0.3, 1}[g.IntN(6)]
	return g
}

// kind gives fields of a kind values, at least one.
func (g *generator) kind(k link.Kind) {
	v := reflect.ValueOf(k).Elem()
	if v.NumField() == 0 {
		return
	}
	g.fields(v)
	if n := g.IntN(v.NumField()); !saidByKernel(v.Type(), n) || g.all {
		g.value(v, n)
	}
}

// link gives fields of a link values, but for its Data and Port.
func (g *generator) link(l *link.Link) {
	v := reflect.ValueOf(l).Elem()
	g.fields(v)
	if n := g.IntN(v.NumField()); !saidByKernel(v.Type(), n) || g.all {
		g.value(v, n)
	}
	if l.Family != linux.AF_INET6 { // in messages of AF_BRIDGE some attributes mean something else
		l.Family, l.ProtInfo = linux.AF_UNSPEC, nil
	}
}

func (g *generator) fields(v reflect.Value) {
	for i := range v.NumField() {
		if g.Float64() < g.density && (g.all || !saidByKernel(v.Type(), i)) {
			g.value(v, i)
		}
	}
}

// value gives field i of v a value.
func (g *generator) value(v reflect.Value, i int) {
	f := v.Field(i)
	switch name := v.Type().Name() + "." + v.Type().Field(i).Name; {
	case g.bound != nil && g.bound(g, name, f):
		return
	case strings.HasSuffix(name, ".IFlags"), strings.HasSuffix(name, ".OFlags"):
		const fields = linux.GRE_KEY | linux.GRE_CSUM | linux.GRE_SEQ // that are fields of their own
		f.SetUint(g.Uint(16) &^ fields)
		return
	case name == "Inet6.Token" && g.IntN(4) > 0:
		f.Set(reflect.ValueOf(netip.AddrFrom16([16]byte{8: g.byte(), 15: g.byte()})))
		return
	case g.all && (name == "VF.HardwareAddr" || name == "VF.Broadcast"):
		f.SetBytes([]byte{2, 5: g.byte()}) // the length is not part of the message
		return
	}
	if f.Kind() == reflect.Pointer && f.Type() != reflect.TypeFor[*link.Link]() {
		f.Set(reflect.New(f.Type().Elem()))
		f = f.Elem()
	}
	g.Fill(f)
}

func (g *generator) special(v reflect.Value) bool {
	switch v.Type() {
	case reflect.TypeFor[link.Kind](), reflect.TypeFor[[]rtattr.Raw]():
		return true
	case reflect.TypeFor[link.NetNS]():
		v.Set(reflect.ValueOf(g.netNS()))
		return true
	case reflect.TypeFor[*link.Link]():
		peer := new(link.Link)
		g.link(peer)
		v.Set(reflect.ValueOf(peer))
		return true
	case reflect.TypeFor[time.Duration]():
		units := []time.Duration{10 * time.Millisecond, 10 * time.Millisecond, time.Millisecond, time.Second, time.Second, 1, -1}
		v.SetInt(int64(g.Uint(33)) * int64(units[g.IntN(len(units))]))
		return true
	case reflect.TypeFor[int]():
		v.SetInt(int64(g.index()))
		return true
	}
	if v.Kind() == reflect.Struct && v.Type().PkgPath() == reflect.TypeFor[link.Link]().PkgPath() {
		g.fields(v)
		return true
	}
	return false
}

func (g *generator) byte() byte { return byte(g.Uint(8)) }

// index returns the index of a link, most often of one that there is.
func (g *generator) index() int {
	if len(g.indexes) > 0 && g.IntN(4) > 0 {
		return g.indexes[g.IntN(len(g.indexes))]
	}
	return []int{0, 1, 2, -1, math.MaxInt32, math.MaxInt32 + 1, math.MinInt, 1500}[g.IntN(8)]
}

// netNS returns a namespace that there is not.
func (g *generator) netNS() link.NetNS {
	return []link.NetNS{
		link.NSFd(math.MaxInt32), link.NSFd(^uintptr(0)), link.NSPid(0), link.NSPid(-1), link.NSPid(math.MaxInt32),
		link.NSID(-1), link.NSID(1000), link.NSID(math.MaxInt32), (*link.NSID)(nil),
	}[g.IntN(9)]
}

// saidByKernel reports whether requests leave out a field: it is what the kernel
// alone says.
func saidByKernel(t reflect.Type, i int) bool {
	f := t.Field(i)
	if f.Anonymous && f.Type.Kind() == reflect.Struct && f.Name != "GRE" && f.Name != "IP6GRE" {
		return true // State, BridgeState and so on
	}
	return slices.Contains(kernelFields[t.Name()], f.Name)
}

var kernelFields = map[string][]string{
	"Link":        {"Family", "Type"},
	"AFSpec":      {"Inet"},
	"MCTP":        {"PhysBinding"},
	"VF":          {"Broadcast", "Stats"},
	"PortProfile": {"Response"},
	"Bond":        {"ADInfo"},
	"CANTDC":      {"ValueMin", "ValueMax", "OffsetMin", "OffsetMax", "FilterMin", "FilterMax"},
	"CANPWM":      {"ShortMin", "ShortMax", "LongMin", "LongMax", "OffsetMin", "OffsetMax"},
	"Macvlan":     {"BCQueueLenUsed"},
	"Macvtap":     {"BCQueueLenUsed"},
	"Netkit":      {"Primary"},
	"VRFPort":     {"Table"},
	"Tun":         {"Type", "Owner", "Group", "PI", "VNetHdr", "Persist", "MultiQueue", "NumQueues", "NumDisabledQueues"},
	"AMT":         {"Remote"},
	"HSR":         {"SupervisionAddr", "SeqNr"},
}

// newKind returns a new one of a kind.
func newKind(k link.Kind) link.Kind {
	return reflect.New(reflect.TypeOf(k).Elem()).Interface().(link.Kind)
}

// allKinds are one of each kind.
func allKinds() []link.Kind {
	all := []link.Kind{new(link.Bridge), new(link.Veth)}
	for _, k := range kinds {
		all = append(all, newKind(k.full.Data))
	}
	return all
}

// ports are one of each kind of port.
func ports() []link.Kind {
	return []link.Kind{new(link.BridgePort), new(link.BondPort), new(link.TeamPort), new(link.VRFPort)}
}
