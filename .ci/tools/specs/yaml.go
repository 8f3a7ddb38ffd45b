package main

import (
	"bytes"
	"os"

	"go.yaml.in/yaml/v3"
)

// spec is a file of Documentation/netlink/specs. Keys that are not here are an
// error, so that a newer file does not lose what it says.
type spec struct {
	Name        string
	Protocol    string
	Header      string `yaml:"uapi-header"`
	Protonum    int
	Doc         string
	Definitions []definition
	Sets        []set        `yaml:"attribute-sets"`
	SubMessages []subMessage `yaml:"sub-messages"`
	Operations  struct {
		EnumModel   string `yaml:"enum-model"`
		FixedHeader string `yaml:"fixed-header"`
		NamePrefix  string `yaml:"name-prefix"`
		List        []operation
	}
	Groups struct {
		List []entry
	} `yaml:"mcast-groups"`
}

// definition is an enum, flags or a struct.
type definition struct {
	Name       string
	Type       string
	Header     string
	EnumName   *string `yaml:"enum-name"`
	NamePrefix *string `yaml:"name-prefix"`
	Doc        string
	Entries    []entry
	Members    []member
}

// entry is a name alone, or with a number.
type entry struct {
	Name  string
	Value *int
	Doc   string
}

func (e *entry) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return node.Decode(&e.Name)
	}
	type plain entry
	return node.Decode((*plain)(e))
}

type member struct {
	Name        string
	Type        string
	Len         int
	Enum        string
	EnumAsFlags bool   `yaml:"enum-as-flags"`
	ByteOrder   string `yaml:"byte-order"`
	DisplayHint string `yaml:"display-hint"`
	Doc         string
}

type set struct {
	Name        string
	SubsetOf    string  `yaml:"subset-of"`
	NamePrefix  string  `yaml:"name-prefix"`
	EnumName    *string `yaml:"enum-name"`
	AttrMaxName string  `yaml:"attr-max-name"`
	AttrCntName string  `yaml:"attr-cnt-name"`
	Header      string
	Doc         string
	Attributes  []attribute
}

type attribute struct {
	Name        string
	Type        string
	Value       *int
	Enum        string
	EnumAsFlags bool   `yaml:"enum-as-flags"`
	Nested      string `yaml:"nested-attributes"`
	SubMessage  string `yaml:"sub-message"`
	Selector    string
	Struct      string
	SubType     string   `yaml:"sub-type"`
	TypeValue   []string `yaml:"type-value"`
	MultiAttr   bool     `yaml:"multi-attr"`
	ByteOrder   string   `yaml:"byte-order"`
	DisplayHint string   `yaml:"display-hint"`
	Checks      map[string]int
	Doc         string
}

type subMessage struct {
	Name    string
	Formats []format
}

type format struct {
	Value       string `json:"value"`
	Set         string `json:"attribute-set,omitempty" yaml:"attribute-set"`
	FixedHeader string `json:"fixed-header,omitempty" yaml:"fixed-header"`
}

type operation struct {
	Name        string
	Doc         string
	Set         string `yaml:"attribute-set"`
	FixedHeader string `yaml:"fixed-header"`
	Value       *int
	Notify      string
	Do, Dump    *exchange
}

type exchange struct {
	Request, Reply *content
}

type content struct {
	Value      *int
	Attributes []string
}

func read(path string) (*spec, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parse(data)
}

func parse(data []byte) (*spec, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	s := new(spec)
	return s, dec.Decode(s)
}
