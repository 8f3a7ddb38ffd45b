package main

import (
	"debug/dwarf"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// One of the headers, with what makes reading them hard.
const veth = `
#ifndef _VETH_H
#define _VETH_H
typedef unsigned short __be16;
typedef unsigned char u8;
#define VETH_PLAIN 0x10
#define VETH_SUM (VETH_PLAIN + __VETH_INFO_MAX - 1)
#define VETH_ALL (~0U)
#define VETH_INFO_PEER VETH_INFO_PEER
#define VETH_SIZE sizeof(struct outer)
#define VETH_NAME "veth"
#define VETH_TYPE struct outer
#define VETH_UNKNOWN nowhere
#define VETH_UNKNOWN_TOO nowhere
#define VETH_OPEN (1 +
#define VETH_CALL(x) (x)
enum { VETH_INFO_UNSPEC, VETH_INFO_PEER, __VETH_INFO_MAX, VETH_INFO_MAX = __VETH_INFO_MAX - 1 };
enum tag { VETH_NEGATIVE = -1, VETH_BIG = 200 };
struct inner { u8 c; };
struct outer {
	u8 a;
	__be16 b;
	union { int in; unsigned long un; };
	struct { u8 x[2][3]; } y;
	struct inner z[];
};
#endif
`

func TestHeadersAreRead(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("no gcc")
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "linux"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "linux/veth.h"), []byte(veth), 0o644); err != nil {
		t.Fatal(err)
	}
	all, err := extract(dir, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	// The headers that this directory lacks are the system's, and their
	// declarations are left out; but for AF_*.
	maps.DeleteFunc(all.Constants, func(name string, _ int64) bool { return strings.HasPrefix(name, "AF_") })
	got, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
	"source": "",
	"constants": {
		"VETH_ALL": 4294967295, "VETH_BIG": 200, "VETH_INFO_MAX": 1, "VETH_INFO_PEER": 1, "VETH_INFO_UNSPEC": 0,
		"VETH_NEGATIVE": -1, "VETH_PLAIN": 16, "VETH_SIZE": 24, "VETH_SUM": 17, "__VETH_INFO_MAX": 2
	},
	"enums": [
		{"header": "linux/veth.h", "names": ["VETH_INFO_UNSPEC", "VETH_INFO_PEER"], "bounds": ["__VETH_INFO_MAX", "VETH_INFO_MAX"]},
		{"header": "linux/veth.h", "tag": "tag", "names": ["VETH_NEGATIVE", "VETH_BIG"]}
	],
	"structs": {
		"inner": {"header": "linux/veth.h", "size": 1, "members": [
			{"name": "c", "offset": 0, "size": 1, "type": "u8", "kind": "uint"}
		]},
		"outer": {"header": "linux/veth.h", "size": 24, "members": [
			{"name": "a", "offset": 0, "size": 1, "type": "u8", "kind": "uint"},
			{"name": "b", "offset": 2, "size": 2, "type": "__be16", "kind": "be"},
			{"name": "in", "offset": 8, "size": 4, "type": "int", "kind": "int"},
			{"name": "un", "offset": 8, "size": 8, "type": "long unsigned int", "kind": "uint"},
			{"name": "y", "offset": 16, "size": 6, "type": "struct", "kind": "struct", "members": [
				{"name": "x", "offset": 16, "size": 6, "type": "u8", "kind": "uint", "count": 6}
			]},
			{"name": "z", "offset": 22, "size": 0, "type": "struct inner", "kind": "struct", "count": 0}
		]}
	}
}`
	if !equal(t, got, []byte(want)) {
		t.Errorf("got %s", got)
	}
}

func equal(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	for text, v := range map[*[]byte]*any{&a: &x, &b: &y} {
		if err := json.Unmarshal(*text, v); err != nil {
			t.Fatal(err)
		}
	}
	return reflect.DeepEqual(x, y)
}

// A bound marks an end, wherever it stands.
func TestBounds(t *testing.T) {
	for names, want := range map[string]string{
		"A B":               "",
		"A B X_MAX":         "X_MAX",
		"X_MAX B":           "",
		"__MIN A B __MAX":   "__MIN __MAX",
		"A __END NUM X_MAX": "__END NUM X_MAX",
	} {
		var values []*dwarf.EnumValue
		for name := range strings.FieldsSeq(names) {
			values = append(values, &dwarf.EnumValue{Name: name})
		}
		var got []string
		for i, v := range values {
			if isBound(values, i) {
				got = append(got, v.Name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", names, got, want)
		}
	}
}
