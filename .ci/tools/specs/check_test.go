package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// header is the part of uapi.json that is compared here.
type header struct {
	Constants map[string]int64
	Structs   map[string]struct {
		Size    int
		Members []struct {
			Name         string
			Offset, Size int
			Kind         string
		}
	}
}

func readJSON[T any](t *testing.T, path string) T {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// The specifications are written by people too. Where the headers say
// otherwise the headers are right, and the difference stands here and in the
// README of testdata/specs.
func TestSpecificationsAgreeWithTheHeaders(t *testing.T) {
	specs := readJSON[output](t, "../"+testdata+"specs.json")
	uapi := readJSON[header](t, "../"+testdata+"uapi.json")

	wrong := map[string]int64{ // what the specification says
		"NL_POLICY_TYPE_ATTR_MASK": 11,
		"NL_POLICY_TYPE_ATTR_PAD":  12,
	}
	check := func(name string, number int64) {
		t.Helper()
		want, ok := uapi.Constants[name]
		if !ok {
			t.Errorf("%s is not in the headers", name)
			return
		}
		if of, ok := wrong[name]; ok {
			if want == number || of != number {
				t.Errorf("%s is %d and no exception any more", name, number)
			}
			return
		}
		if want != number {
			t.Errorf("%s is %d, in the headers %d", name, number, want)
		}
	}
	for _, s := range specs.Sets {
		for _, a := range s.Attrs {
			check(a.Name, int64(a.Number))
		}
	}
	for _, e := range specs.Enums {
		if e.Name == "ifla-inet6-stats" {
			// Not in the order of the header after the first four.
			e.Entries = e.Entries[:4]
		}
		for _, v := range e.Entries {
			if e.Name == "ipv4-devconf" {
				v.Value++ // places in an array that begins with number 1
			}
			check(v.Name, v.Value)
		}
	}
	for _, o := range specs.Operations {
		if o.Name != "" {
			check(o.Name, int64(o.Request))
		}
	}
	for _, g := range specs.Groups {
		check(g.Name, int64(g.Value))
	}
}

func TestStructsAgreeWithTheHeaders(t *testing.T) {
	specs := readJSON[output](t, "../"+testdata+"specs.json")
	uapi := readJSON[header](t, "../"+testdata+"uapi.json")

	differ := map[string]string{
		"rt-link/ifla-cacheinfo":    "reachable-time is u32",
		"rt-link/ifla-vf-guid":      "has no padding before guid",
		"rt-link/ifla-vf-vlan-info": "vlan-proto is be16, with padding after it",
		"rt-link/rtnl-link-ifmap":   "has no padding at its end",
		"rt-route/rta-cacheinfo":    "lacks the last three members; rta-expires is s32",
		"rt-rule/rtgenmsg":          "has padding",
	}
	for _, s := range specs.Structs {
		c, ok := uapi.Structs[strings.ReplaceAll(s.Name, "-", "_")]
		if !ok {
			t.Errorf("%s is not in the headers", s.Name)
			continue
		}
		type place struct{ offset, size int }
		kinds := make(map[place]string)
		for _, m := range c.Members {
			kinds[place{m.Offset, m.Size}] = m.Kind
		}
		same, offset := true, 0
		for _, m := range s.Members {
			kind := kinds[place{offset, m.Size}]
			switch {
			case m.Type == "pad":
			case m.Type == "binary":
				same = same && kind != ""
			case m.ByteOrder == "big-endian":
				same = same && kind == "be"
			case m.Type[0] == 'u':
				same = same && kind == "uint"
			default:
				same = same && kind == "int"
			}
			offset += m.Size
		}
		same = same && offset == c.Size
		name := s.Spec + "/" + s.Name
		if reason, ok := differ[name]; same == ok {
			t.Errorf("%s: same as in the headers: %t, known difference: %q", name, same, reason)
		}
	}
}
