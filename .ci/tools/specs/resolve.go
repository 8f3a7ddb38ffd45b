package main

import (
	"fmt"
	"slices"
)

// output is the content of specs.json.
type output struct {
	Sets        []outSet        `json:"sets"`
	SubMessages []outSubMessage `json:"sub-messages"`
	Enums       []outEnum       `json:"enums"`
	Structs     []outStruct     `json:"structs"`
	Operations  []outOperation  `json:"operations"`
	Groups      []outGroup      `json:"mcast-groups"`
}

type outSet struct {
	Spec     string    `json:"spec"`
	Set      string    `json:"set"`
	SubsetOf string    `json:"subset-of,omitempty"`
	Attrs    []outAttr `json:"attrs"`
}

type outAttr struct {
	Name        string         `json:"name"`
	Number      int            `json:"number"`
	SpecName    string         `json:"spec-name"`
	Type        string         `json:"type"`
	SubType     string         `json:"sub-type,omitempty"`
	ByteOrder   string         `json:"byte-order,omitempty"`
	DisplayHint string         `json:"display-hint,omitempty"`
	Enum        string         `json:"enum,omitempty"`
	EnumAsFlags bool           `json:"enum-as-flags,omitempty"`
	Struct      string         `json:"struct,omitempty"`
	Nested      string         `json:"nested-attributes,omitempty"`
	SubMessage  string         `json:"sub-message,omitempty"`
	Selector    string         `json:"selector,omitempty"`
	TypeValue   []string       `json:"type-value,omitempty"`
	MultiAttr   bool           `json:"multi-attr,omitempty"`
	Checks      map[string]int `json:"checks,omitempty"`
}

type outSubMessage struct {
	Spec    string   `json:"spec"`
	Name    string   `json:"name"`
	Formats []format `json:"formats"`
}

type outEnum struct {
	Spec    string     `json:"spec"`
	Name    string     `json:"name"`
	Type    string     `json:"type"`
	Entries []outEntry `json:"entries"`
}

type outEntry struct {
	Name     string `json:"name"`
	Value    int64  `json:"value"`
	SpecName string `json:"spec-name"`
}

type outStruct struct {
	Spec    string      `json:"spec"`
	Name    string      `json:"name"`
	Members []outMember `json:"members"`
}

type outMember struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Size        int    `json:"size"`
	ByteOrder   string `json:"byte-order,omitempty"`
	DisplayHint string `json:"display-hint,omitempty"`
	Enum        string `json:"enum,omitempty"`
	EnumAsFlags bool   `json:"enum-as-flags,omitempty"`
}

type outOperation struct {
	Spec        string       `json:"spec"`
	SpecName    string       `json:"spec-name"`
	Name        string       `json:"name,omitempty"`
	Request     int          `json:"request,omitempty"`
	Reply       int          `json:"reply,omitempty"`
	FixedHeader string       `json:"fixed-header,omitempty"`
	Set         string       `json:"attribute-set"`
	Notify      string       `json:"notify,omitempty"`
	Do          *outExchange `json:"do,omitempty"`
	Dump        *outExchange `json:"dump,omitempty"`
}

// outExchange lists attributes; null is an exchange without the message.
type outExchange struct {
	Request []string `json:"request"`
	Reply   []string `json:"reply"`
}

type outGroup struct {
	Spec  string `json:"spec"`
	Name  string `json:"name"`
	Value int    `json:"value"`
}

// add resolves a specification.
func (o *output) add(s *spec) error {
	sets := make(map[string]outSet)
	for _, in := range s.Sets {
		set, err := resolveSet(s, in, sets)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", s.Name, in.Name, err)
		}
		sets[in.Name] = set
		o.Sets = append(o.Sets, set)
	}
	for _, in := range s.SubMessages {
		o.SubMessages = append(o.SubMessages, outSubMessage{s.Name, in.Name, in.Formats})
	}
	for _, in := range s.Definitions {
		switch in.Type {
		case "enum", "flags":
			e, err := resolveEnum(s, in)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", s.Name, in.Name, err)
			}
			o.Enums = append(o.Enums, e)
		case "struct":
			st, err := resolveStruct(s, in)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", s.Name, in.Name, err)
			}
			o.Structs = append(o.Structs, st)
		default:
			return fmt.Errorf("%s: %s: unknown type %q", s.Name, in.Name, in.Type)
		}
	}
	operations, err := resolveOperations(s, sets)
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	o.Operations = append(o.Operations, operations...)
	for _, in := range s.Groups.List {
		o.Groups = append(o.Groups, outGroup{s.Name, constant("", in.Name), *in.Value})
	}
	return nil
}

// resolveSet numbers the attributes of a set: from 1 upwards, and from a value
// where one is given. A subset has the numbers of its parent, which stands
// before it, and of the rest what it does not say itself.
func resolveSet(s *spec, in set, sets map[string]outSet) (outSet, error) {
	out := outSet{Spec: s.Name, Set: in.Name, SubsetOf: in.SubsetOf, Attrs: []outAttr{}}
	parent, ok := sets[in.SubsetOf]
	if in.SubsetOf != "" && !ok {
		return out, fmt.Errorf("no set %s before it", in.SubsetOf)
	}
	number := 1
	for _, a := range in.Attributes {
		if a.Value != nil {
			number = *a.Value
		}
		attr := outAttr{Name: constant(in.NamePrefix, a.Name), Number: number, SpecName: a.Name}
		if in.SubsetOf != "" {
			i := slices.IndexFunc(parent.Attrs, func(p outAttr) bool { return p.SpecName == a.Name })
			if i < 0 {
				return out, fmt.Errorf("%s is not in %s", a.Name, in.SubsetOf)
			}
			attr = parent.Attrs[i]
		}
		attr.override(a)
		if attr.Type == "" {
			return out, fmt.Errorf("%s has no type", a.Name)
		}
		out.Attrs = append(out.Attrs, attr)
		number = attr.Number + 1
	}
	return out, nil
}

// override takes over what the specification says.
func (o *outAttr) override(a attribute) {
	set := func(to *string, from string) {
		if from != "" {
			*to = from
		}
	}
	set(&o.Type, a.Type)
	set(&o.SubType, a.SubType)
	set(&o.ByteOrder, a.ByteOrder)
	set(&o.DisplayHint, a.DisplayHint)
	set(&o.Enum, a.Enum)
	set(&o.Struct, a.Struct)
	set(&o.Nested, a.Nested)
	set(&o.SubMessage, a.SubMessage)
	set(&o.Selector, a.Selector)
	o.EnumAsFlags = o.EnumAsFlags || a.EnumAsFlags
	o.MultiAttr = o.MultiAttr || a.MultiAttr
	if a.TypeValue != nil {
		o.TypeValue = a.TypeValue
	}
	if a.Checks != nil {
		o.Checks = a.Checks
	}
}

// resolveEnum numbers the entries of an enum from 0 upwards. Flags are numbered
// by bit.
func resolveEnum(s *spec, in definition) (outEnum, error) {
	out := outEnum{Spec: s.Name, Name: in.Name, Type: in.Type, Entries: []outEntry{}}
	prefix, ok := enumPrefixes[s.Name+"/"+in.Name]
	if !ok {
		if in.NamePrefix == nil {
			return out, fmt.Errorf("prefix of the constants is not known")
		}
		prefix = *in.NamePrefix
	}
	number := 0
	for _, e := range in.Entries {
		if e.Value != nil {
			number = *e.Value
		}
		value := int64(number)
		if in.Type == "flags" {
			value = 1 << number
		}
		out.Entries = append(out.Entries, outEntry{constant(prefix, e.Name), value, e.Name})
		number++
	}
	return out, nil
}

var sizes = map[string]int{
	"u8": 1, "s8": 1, "u16": 2, "s16": 2, "u32": 4, "s32": 4, "u64": 8, "s64": 8,
}

func resolveStruct(s *spec, in definition) (outStruct, error) {
	out := outStruct{Spec: s.Name, Name: in.Name}
	for _, m := range in.Members {
		size, ok := sizes[m.Type]
		if !ok {
			size = m.Len
		}
		if size == 0 {
			return out, fmt.Errorf("%s has no size", m.Name)
		}
		out.Members = append(out.Members, outMember{
			m.Name, m.Type, size, m.ByteOrder, m.DisplayHint, m.Enum, m.EnumAsFlags,
		})
	}
	return out, nil
}
