package link

import (
	"bytes"
	"net"
	"net/netip"
	"reflect"
	"slices"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// differ finds what differs between two links. It walks fields instead of naming
// them, so that a new field needs no code.
type differ struct {
	lost []string // fields that were cleared, and no request clears
}

// link returns what differs, or nil.
func (d *differ) link(old, changed *Link) *Link {
	c := new(Link)
	d.fields(c, old, changed, "Family", "Type", "Index", "Flags", "Change", "NetNS",
		"AltNames", "AFSpec", "XDP", "VFs", "VFPorts", "Data", "Port")
	if changed.Index != 0 && changed.Index != old.Index {
		c.Index = changed.Index
	}
	c.Change = old.Flags ^ changed.Flags
	c.Flags = changed.Flags & c.Change
	if changed.NetNS != nil && changed.NetNS != old.NetNS {
		c.NetNS = changed.NetNS
	}
	if !slices.Equal(old.AltNames, changed.AltNames) {
		c.AltNames = append(without(changed.AltNames, old.AltNames), without(old.AltNames, changed.AltNames)...)
	}
	c.AFSpec = d.afSpec(old.AFSpec, changed.AFSpec)
	c.XDP = xdpChange(old.XDP, changed.XDP)
	for i := range changed.VFs {
		d.vf(c, old.VFs, &changed.VFs[i])
	}
	for _, p := range changed.VFPorts {
		if !slices.ContainsFunc(old.VFPorts, func(o PortProfile) bool { return reflect.DeepEqual(o, p) }) {
			c.VFPorts = append(c.VFPorts, p)
		}
	}
	c.Data = d.kind("Data", old.Data, changed.Data)
	c.Port = d.kind("Port", old.Port, changed.Port)
	if reflect.ValueOf(c).Elem().IsZero() {
		return nil
	}
	return c
}

// fields sets the fields of c, a pointer to a struct as the others, to what they
// are in changed where old has something else. It leaves out those named in
// special and what is embedded, which only the kernel says.
func (d *differ) fields(c, old, changed any, special ...string) {
	to, from, is := reflect.ValueOf(c).Elem(), reflect.ValueOf(old).Elem(), reflect.ValueOf(changed).Elem()
	for i := range to.NumField() {
		f := to.Type().Field(i)
		if f.Anonymous || slices.Contains(special, f.Name) {
			continue
		}
		if !d.field(to.Field(i), from.Field(i), is.Field(i)) {
			d.lost = append(d.lost, f.Name)
		}
	}
}

// field sets one field. It reports whether a request can say so.
func (d *differ) field(c, old, changed reflect.Value) bool {
	if reflect.DeepEqual(old.Interface(), changed.Interface()) {
		return true
	}
	switch is := changed.Interface().(type) {
	case *Bits:
		was := old.Interface().(*Bits)
		if b := bitsChange(was, is); b.Mask != 0 {
			c.Set(reflect.ValueOf(&b))
		}
		return true
	case []rtattr.Raw:
		c.Set(reflect.ValueOf(rawsChange(old.Interface().([]rtattr.Raw), is)))
		return true
	case []VLANQoS:
		c.Set(reflect.ValueOf(qosChange(old.Interface().([]VLANQoS), is)))
		return true
	case net.HardwareAddr:
		c.Set(changed)
		return len(is) > 0
	case *int, *string: // an index of which 0 is none, a text that can be empty
		if changed.IsNil() {
			c.Set(reflect.New(c.Type().Elem()))
			return true
		}
	}
	c.Set(changed)
	if c.Kind() == reflect.Slice {
		if c.Len() == 0 { // which takes all away, where nil would leave them
			c.Set(reflect.MakeSlice(c.Type(), 0, 0))
		}
		return true
	}
	return !c.IsZero()
}

// kind returns what differs in the kind of a link or a port, or nil.
func (d *differ) kind(field string, old, changed Kind) Kind {
	switch {
	case isNil(changed):
		if !isNil(old) && field == "Data" {
			d.lost = append(d.lost, field)
		}
		return nil
	case isNil(old), reflect.TypeOf(old) != reflect.TypeOf(changed), old.Kind() != changed.Kind():
		return changed
	case sameRequest(old, changed):
		return nil
	}
	if u, ok := changed.(*UnknownKind); ok {
		return unknownChange(old.(*UnknownKind), u)
	}
	if _, ok := changed.(knownKind); !ok {
		return changed
	}
	if changesWhole(changed) {
		return wholeChange(old, changed)
	}
	c := reflect.New(reflect.TypeOf(changed).Elem()).Interface().(Kind)
	d.fields(c, old, changed)
	return c
}

// changesWhole reports whether a change of kind k has to hold all of it: the
// kernel resets what is left out or, in XFRM, refuses to go without.
func changesWhole(k Kind) bool {
	switch k.(type) {
	case *GRE, *Gretap, *Erspan, *IP6GRE, *IP6Gretap, *IP6Erspan, *IPIP, *SIT, *IP6Tnl, *VTI, *VTI6, *XFRM:
		return true
	}
	return false
}

// wholeChange returns all of changed but CollectMetadata if it was there before:
// it stays in any case, and the kernel refuses to be told so.
func wholeChange(old, changed Kind) Kind {
	c := Link{Data: changed}.Clone().Data
	const name = "CollectMetadata"
	was, is := reflect.ValueOf(old).Elem().FieldByName(name), reflect.ValueOf(c).Elem().FieldByName(name)
	if is.IsValid() && was.Bool() {
		is.SetBool(false)
	}
	return c
}

// sameRequest reports whether two kinds make the same request, though what is
// read only may differ.
func sameRequest(a, b Kind) bool {
	attrs := func(k Kind) ([]byte, error) {
		e := rtattr.NewEncoder(nil)
		encodeKind(e, k, false)
		return e.Result()
	}
	x, errX := attrs(a)
	y, errY := attrs(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// unknownChange returns the attributes that differ.
func unknownChange(old, changed *UnknownKind) *UnknownKind {
	e := rtattr.NewEncoder(nil)
	putRaws(e, rawsChange(raws(old.Data), raws(changed.Data)))
	b, err := e.Result()
	if err != nil {
		return changed
	}
	return &UnknownKind{Name: changed.Name, Data: b}
}

func raws(b []byte) (list []rtattr.Raw) {
	d := rtattr.NewDecoder(b, 0)
	for _, v := range d.All() {
		list = append(list, v.Raw())
	}
	return list
}

// rawsChange returns those of changed that old does not have.
func rawsChange(old, changed []rtattr.Raw) (list []rtattr.Raw) {
	for _, r := range changed {
		same := func(o rtattr.Raw) bool { return o.Type == r.Type && bytes.Equal(o.Data, r.Data) }
		if !slices.ContainsFunc(old, same) {
			list = append(list, r)
		}
	}
	return list
}

// bitsChange returns the flags that differ. Nil has none. A Mask that is another
// than it was is taken for the flags that count, as in a request.
func bitsChange(old, changed *Bits) Bits {
	var was, is Bits
	if old != nil {
		was = *old
	}
	count := ^uint32(0)
	if changed != nil {
		is = *changed
		if is.Mask != was.Mask && is.Mask != 0 {
			count = is.Mask | is.Value
		}
	}
	mask := (was.Value ^ is.Value) & count
	return Bits{Value: is.Value & mask, Mask: mask}
}

// qosChange returns the mappings that differ. One to 0 is none.
func qosChange(old, changed []VLANQoS) (list []VLANQoS) {
	list = without(changed, old)
	for _, q := range old {
		if !slices.ContainsFunc(changed, func(c VLANQoS) bool { return c.From == q.From }) {
			list = append(list, VLANQoS{From: q.From})
		}
	}
	return list
}

// without returns the elements of list that are not in other.
func without[T comparable](list, other []T) (rest []T) {
	for _, v := range list {
		if !slices.Contains(other, v) {
			rest = append(rest, v)
		}
	}
	return rest
}

// vf adds what differs in a virtual function.
func (d *differ) vf(c *Link, old []VF, changed *VF) {
	i := slices.IndexFunc(old, func(o VF) bool { return o.ID == changed.ID })
	if i < 0 {
		c.VFs = append(c.VFs, *changed)
		return
	}
	vf := VF{}
	d.fields(&vf, &old[i], changed, "ID", "Broadcast", "Stats")
	if !reflect.ValueOf(vf).IsZero() {
		vf.ID = changed.ID
		c.VFs = append(c.VFs, vf)
	}
}

// xdpChange returns the program to attach, or to detach where it was.
func xdpChange(old, changed *XDP) *XDP {
	switch {
	case changed == nil && old == nil:
		return nil
	case changed == nil:
		flags := [...]uint32{xdpAttachedDrv: xdpFlagDrv, xdpAttachedSKB: xdpFlagSKB, xdpAttachedHW: xdpFlagHW}
		detach := &XDP{FD: new(-1)}
		if int(old.Attached) < len(flags) {
			detach.Flags = flags[old.Attached]
		}
		return detach
	case old != nil && reflect.DeepEqual(old, changed):
		return nil
	}
	c := *changed
	c.XDPState = XDPState{}
	if reflect.ValueOf(c).IsZero() {
		return nil
	}
	return &c
}

// The places of a program, XDP_ATTACHED_*, and what a request says for them,
// XDP_FLAGS_*_MODE (linux/if_link.h).
const (
	xdpAttachedDrv = 1
	xdpAttachedSKB = 2
	xdpAttachedHW  = 3

	xdpFlagSKB = 2
	xdpFlagDrv = 4
	xdpFlagHW  = 8
)

// afSpec returns what differs in address families, or nil.
func (d *differ) afSpec(old, changed *AFSpec) *AFSpec {
	if changed == nil {
		return nil
	}
	if old == nil {
		old = new(AFSpec)
	}
	c := new(AFSpec)
	d.fields(c, old, changed, "Inet", "Inet6", "MCTP")
	for i := range min(len(old.Inet), len(changed.Inet)) {
		if v := changed.Inet[i]; v != old.Inet[i] {
			c.InetSettings = append(c.InetSettings, InetSetting{ID: uint16(i + 1), Value: v})
		}
	}
	if s := changed.Inet6; s != nil {
		was, diff := old.Inet6, new(Inet6)
		if was == nil {
			was = new(Inet6)
		}
		d.fields(diff, was, s, "Token")
		if s.Token != was.Token {
			diff.Token = s.Token
			if !s.Token.IsValid() {
				diff.Token = netip.IPv6Unspecified()
			}
		}
		if !reflect.ValueOf(diff).Elem().IsZero() {
			c.Inet6 = diff
		}
	}
	if s := changed.MCTP; s != nil {
		was, diff := old.MCTP, new(MCTP)
		if was == nil {
			was = new(MCTP)
		}
		d.fields(diff, was, s, "PhysBinding")
		if !reflect.ValueOf(diff).Elem().IsZero() {
			c.MCTP = diff
		}
	}
	if reflect.ValueOf(c).Elem().IsZero() {
		return nil
	}
	return c
}
