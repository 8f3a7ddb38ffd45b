package link

import "github.com/seed-030106aa/rawnl/rtattr"

// VirtWifi is kind "virt_wifi": a wireless interface for tests, whose frames go
// through an Ethernet interface, its parent (ParentIndex of the [Link], which is
// needed). It has no attributes of its own.
type VirtWifi struct {
	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "virt_wifi".
func (k *VirtWifi) Kind() string { return "virt_wifi" }

// Encode appends Unknown.
func (k *VirtWifi) Encode(e *rtattr.Encoder) { e.Raws(k.Unknown) }

// Decode reads IFLA_INFO_DATA.
func (k *VirtWifi) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *VirtWifi) decode(d *rtattr.Decoder, mem *memory) { mem.rest(&k.Unknown, d) }
