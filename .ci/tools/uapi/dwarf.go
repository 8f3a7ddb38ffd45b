package main

import (
	"debug/dwarf"
	"debug/elf"
	"fmt"
	"slices"
	"strings"
)

// declarations are what the debugging information of an object file says.
type declarations struct {
	constants map[string]int64
	enums     []enum
	structs   map[string]structure
}

// enum is an enumeration with its names in the order of the source. Those that
// only say where it ends, such as __IFLA_MAX, stand apart.
type enum struct {
	Header string   `json:"header"`
	Tag    string   `json:"tag,omitempty"`
	Names  []string `json:"names"`
	Bounds []string `json:"bounds,omitempty"`
}

type structure struct {
	Header  string   `json:"header"`
	Size    int64    `json:"size"`
	Members []member `json:"members"`
}

// member is a member of a struct. Those of an unnamed struct or union within
// stand as members of the one around it.
type member struct {
	Name   string `json:"name"`
	Offset int64  `json:"offset"`
	Size   int64  `json:"size"`

	// Type is written as in C, without the number of elements.
	Type string `json:"type"`

	// Kind is uint, int, be (unsigned in network byte order), struct, union,
	// enum, pointer or other.
	Kind string `json:"kind"`

	// Count is the number of elements of an array, 0 if it is open.
	Count *int64 `json:"count,omitempty"`

	// Bits is the width of a bit field.
	Bits int64 `json:"bits,omitempty"`

	// Members are those of a type without a name.
	Members []member `json:"members,omitempty"`
}

// readDWARF reads the declarations from files that wanted knows by a name.
func readDWARF(object string, wanted func(path string) (string, bool)) (*declarations, error) {
	f, err := elf.Open(object)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := f.DWARF()
	if err != nil {
		return nil, err
	}
	d := &declarations{constants: make(map[string]int64), structs: make(map[string]structure)}
	r := data.Reader()
	var files []*dwarf.LineFile
	for {
		e, err := r.Next()
		if err != nil || e == nil {
			return d, err
		}
		switch e.Tag {
		case dwarf.TagCompileUnit:
			lines, err := data.LineReader(e)
			if err != nil {
				return nil, err
			}
			files = lines.Files()
			continue
		case dwarf.TagEnumerationType, dwarf.TagStructType:
			index, _ := e.Val(dwarf.AttrDeclFile).(int64)
			if index < 0 || int(index) >= len(files) || files[index] == nil {
				return nil, fmt.Errorf("no file %d in the line table", index)
			}
			if header, ok := wanted(files[index].Name); ok {
				if err := d.add(data, e, header); err != nil {
					return nil, err
				}
			}
		}
		r.SkipChildren()
	}
}

func (d *declarations) add(data *dwarf.Data, e *dwarf.Entry, header string) error {
	t, err := data.Type(e.Offset)
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case *dwarf.EnumType:
		out := enum{Header: header, Tag: t.EnumName}
		for i, v := range t.Val {
			d.constants[v.Name] = v.Val
			if isBound(t.Val, i) {
				out.Bounds = append(out.Bounds, v.Name)
			} else {
				out.Names = append(out.Names, v.Name)
			}
		}
		d.enums = append(d.enums, out)
	case *dwarf.StructType:
		if t.StructName != "" && !t.Incomplete {
			d.structs[t.StructName] = structure{header, t.ByteSize, members(t, 0)}
		}
	}
	return nil
}

// isBound says whether an enumerator only marks an end of its enumeration: it
// begins with two underscores, or follows one that does and marks the upper
// end, or is the last and called _MAX.
func isBound(values []*dwarf.EnumValue, i int) bool {
	if i == len(values)-1 && strings.HasSuffix(values[i].Name, "_MAX") {
		return true
	}
	return slices.ContainsFunc(values[:i+1], func(v *dwarf.EnumValue) bool {
		return strings.HasPrefix(v.Name, "__") && (v != values[0] || i == 0)
	})
}

func members(t *dwarf.StructType, base int64) []member {
	out := []member{}
	for _, f := range t.Field {
		inner, ok := f.Type.(*dwarf.StructType)
		if ok && f.Name == "" {
			out = append(out, members(inner, base+f.ByteOffset)...)
			continue
		}
		m := member{Name: f.Name, Offset: base + f.ByteOffset, Size: f.Type.Size(), Bits: f.BitSize}
		element := f.Type
		for {
			array, ok := element.(*dwarf.ArrayType)
			if !ok {
				break
			}
			count := max(array.Count, 0)
			if m.Count != nil {
				count *= *m.Count
			}
			m.Count = &count
			element = array.Type
		}
		if m.Count != nil {
			m.Size = *m.Count * element.Size()
		}
		m.Type, m.Kind = element.String(), kind(element)
		if s, ok := element.(*dwarf.StructType); ok && s.StructName == "" {
			m.Type = s.Kind
			m.Members = members(s, m.Offset)
		}
		out = append(out, m)
	}
	return out
}

func kind(t dwarf.Type) string {
	for {
		switch u := t.(type) {
		case *dwarf.TypedefType:
			if strings.HasPrefix(u.Name, "__be") {
				return "be"
			}
			t = u.Type
		case *dwarf.QualType:
			t = u.Type
		case *dwarf.UintType, *dwarf.UcharType, *dwarf.BoolType:
			return "uint"
		case *dwarf.IntType, *dwarf.CharType:
			return "int"
		case *dwarf.StructType:
			return u.Kind
		case *dwarf.EnumType:
			return "enum"
		case *dwarf.PtrType:
			return "pointer"
		default:
			return "other"
		}
	}
}
