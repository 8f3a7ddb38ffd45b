package schema

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Sample is the body of a message with one attribute, and those around it
// without which it would mean something else, such as the kind of a link.
type Sample struct {
	Path string // the names of the attribute and of those around it
	Body []byte
}

// Samples returns a sample for each attribute that the kernel's messages of a
// type and a family can have, by the tables. The values are not zero. Padding
// has no sample.
func Samples(typ uint16, family uint8) []Sample {
	var body *Layout
	for _, m := range messages {
		if m.number == typ {
			body = m.body
		}
	}
	s := &sampler{family: family}
	s.attrs(body, header(body.Fields, family), place{})
	return s.samples
}

// sampler collects samples. Of a link in a link there is none in its turn.
type sampler struct {
	family  uint8
	samples []Sample
}

// place is where a sampler is: the names so far, and what puts the bytes of an
// attribute into those around it.
type place struct {
	path []string
	wrap func([]byte) []byte // nil for the message itself
	row  bool                // in a row, which holds no rows
	ip4  bool                // addresses are of IPv4
}

// attrs adds samples of what may stand in a nest after head.
func (s *sampler) attrs(nest *Layout, head []byte, in place) {
	attrs := nest.Attrs
	if nest.Elem != nil {
		attrs = []Attr{{0, "[0]", nest.Elem}}
	}
	for _, a := range attrs {
		for _, v := range s.variants(a, in) {
			at := place{
				path: append(slices.Clone(in.path), a.Name+v.name),
				row:  in.row || a.Type.Kind == Rows,
				ip4:  in.ip4 || v.ip4,
				wrap: func(b []byte) []byte {
					body := slices.Concat(head, v.beside, beside(a.Name), attr(a.Number, b))
					if in.wrap == nil {
						return body
					}
					return in.wrap(body)
				},
			}
			s.layout(v.layout, at)
		}
	}
}

// layout adds a sample of what l holds, or samples of all that may stand in it.
func (s *sampler) layout(l *Layout, at place) {
	switch {
	case l.Kind == Pad:
	case l.Kind == Nest && (len(l.Attrs) > 0 || l.Elem != nil):
		s.attrs(l, header(l.Fields, s.family), at)
	case l.Kind == Rows:
		row := l.Elem
		if row.Select == selectNexthop {
			row = nexthop
		}
		outer := at.wrap
		at.wrap = func(b []byte) []byte {
			binary.NativeEndian.PutUint16(b, uint16(len(b)))
			return outer(b)
		}
		s.attrs(row, header(row.Fields, s.family), at)
	default:
		s.samples = append(s.samples, Sample{strings.Join(at.path, "/"), at.wrap(s.value(l, at.ip4))})
	}
}

// beside returns the attributes without which the one of a name means nothing.
func beside(name string) []byte {
	switch name {
	case "IFLA_GRE_IKEY", "IFLA_GRE_OKEY":
		const iflags, oflags = 2, 3
		key := []byte{0x20, 0} // GRE_KEY
		return append(attr(iflags, key), attr(oflags, key)...)
	case "MPLS_IPTUNNEL_TTL":
		return attr(1, new(sampler).value(labelStack, false)) // MPLS_IPTUNNEL_DST
	case "SEG6_IPTUNNEL_SRC", "SEG6_IPTUNNEL_TABLE":
		return attr(1, new(sampler).value(seg6Encap, false)) // SEG6_IPTUNNEL_SRH
	case "SEG6_LOCAL_SRH", "SEG6_LOCAL_TABLE", "SEG6_LOCAL_NH4", "SEG6_LOCAL_NH6", "SEG6_LOCAL_IIF", "SEG6_LOCAL_OIF",
		"SEG6_LOCAL_BPF", "SEG6_LOCAL_VRFTABLE", "SEG6_LOCAL_COUNTERS", "SEG6_LOCAL_FLAVORS":
		return attr(1, integer(1, seg6Action)) // SEG6_LOCAL_ACTION
	}
	return nil
}

// ofIPv4 reports that a kind has the same attributes as one of IPv6.
func ofIPv4(kind string) bool {
	switch kind {
	case "erspan", "gre", "gretap", "ipip", "sit", "vti":
		return true
	}
	return false
}

// variant is one of the types that an attribute can have, with the attributes
// beside it that say so.
type variant struct {
	name   string
	beside []byte
	layout *Layout
	ip4    bool
}

func (s *sampler) variants(a Attr, in place) []variant {
	if a.Type.Kind == Rows && in.row {
		return nil
	}
	n := &chooser{Node: &Node{scope: scope{family: s.family}}}
	switch a.Type.Select {
	case selectInfoData, selectInfoXstats, selectInfoSlaveData:
		var all []variant
		for _, k := range linkKinds {
			l, beside := k.data, uint16(linux.IFLA_INFO_KIND)
			switch a.Type.Select {
			case selectInfoXstats:
				l = k.xstats
			case selectInfoSlaveData:
				l, beside = k.port, linux.IFLA_INFO_SLAVE_KIND
			}
			if l != nil {
				all = append(all, variant{" of " + k.name, attr(beside, append([]byte(k.name), 0)), l, ofIPv4(k.name)})
			}
		}
		return all
	case selectLink:
		// A link in a link holds what any other does: one attribute will do.
		return []variant{{layout: &Layout{Kind: Nest, Fields: link.Fields, Attrs: link.Attrs[linux.IFLA_IFNAME-1:][:1]}}}
	case selectEncap:
		var all []variant
		for typ, l := range encaps {
			if l != nil {
				beside := attr(a.Type.By, binary.NativeEndian.AppendUint16(nil, uint16(typ)))
				all = append(all, variant{name: fmt.Sprint(" of type ", typ), beside: beside, layout: l})
			}
		}
		return all
	case selectMDBInfo:
		return []variant{{layout: mdbInfo4, ip4: true}, {name: " of IPv6", layout: mdbInfo6}, {name: " of the link layer", layout: mdbInfoAddr}}
	}
	return []variant{{layout: n.choose(a.Type, nil, linux.NLA_F_NESTED)}}
}

func attr(number uint16, body []byte) []byte {
	b := binary.NativeEndian.AppendUint16(nil, uint16(AttrHeaderLen+len(body)))
	b = append(binary.NativeEndian.AppendUint16(b, number), body...)
	return append(b, make([]byte, Align(len(b))-len(b))...)
}

// header returns the bytes of the struct before attributes: zeros, but for what
// says how to read the rest.
func header(fields []Field, family uint8) []byte {
	b := make([]byte, (&Layout{Fields: fields}).HeaderLen())
	offset := 0
	for _, f := range fields {
		switch {
		case offset == 0 && strings.HasSuffix(f.Name, "family"):
			b[0] = family
		case f.Name == "addr.u.ip4":
			binary.BigEndian.PutUint16(b[offset+16:], linux.ETH_P_IP)
		case f.Name == "addr.u.ip6":
			binary.BigEndian.PutUint16(b[offset+16:], linux.ETH_P_IPV6)
		}
		offset += f.Type.Len()
	}
	return b
}

// value returns a value of l that is not zero.
func (s *sampler) value(l *Layout, ip4 bool) []byte {
	n := &chooser{Node: &Node{scope: scope{family: s.family}}}
	l = n.choose(l, nil, 0)
	switch l.Kind {
	case Flag:
		return nil
	case Uint, Hex, Int, Enum, Bits, ErrorNumber:
		v := uint64(1)
		for _, named := range l.Values {
			if named.Number != 0 && l.Kind != Uint {
				v = named.Number
				break
			}
		}
		return integer(v, l)
	case String:
		return append([]byte("x"), make([]byte, max(l.Size-1, 1))...)
	case Labels:
		return []byte{0, 1, 1, 0} // label 16, the last
	case Struct:
		switch l.C {
		case "rtvia":
			return append(binary.NativeEndian.AppendUint16(nil, linux.AF_INET6), s.value(ip6, false)...)
		case "seg6_iptunnel_encap":
			return append(integer(1, seg6Mode), s.value(segmentRouting, false)...)
		case "ipv6_sr_hdr": // IPV6_SRCRT_TYPE_4 with one segment of 16 bytes
			return append([]byte{0, 2, 4, 0, 0, 0, 0, 0}, s.value(ip6, false)...)
		}
		var b []byte
		for _, f := range l.Fields {
			if f.Type.Kind == Pad {
				b = append(b, make([]byte, f.Type.Size)...)
				continue
			}
			b = append(b, s.value(f.Type, ip4)...)
		}
		return b
	case Array:
		one := s.value(l.Elem, ip4)
		return append(one, make([]byte, max(l.Size-len(one), 0))...)
	}
	size := l.Size
	if size == 0 {
		size = map[Kind]int{IP: 16, LinkAddr: 6}[l.Kind]
	}
	if l.Kind == IP && l.Size == 0 && (ip4 || s.family == linux.AF_INET || s.family == familyIPMR) {
		size = 4
	}
	if size == 0 {
		size = 4
	}
	b := make([]byte, size)
	b[0], b[len(b)-1] = 0x20, 1
	return b
}

func integer(v uint64, l *Layout) []byte {
	b := binary.BigEndian.AppendUint64(nil, v)
	size := l.Size
	if size == 0 {
		size = 4
	}
	b = b[8-size:]
	if !l.Big && binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		slices.Reverse(b)
	}
	return b
}
