package link

import (
	"net/netip"
	"reflect"
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
