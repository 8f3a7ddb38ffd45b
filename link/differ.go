package link

import (
	"net"
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
