package main

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// The directory comes before what is in it, once; the kernel needs a multiple of
// four bytes everywhere.
func TestArchive(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	a := newArchive(&b)
	a.file("/dir/file", 0o644, []byte("hello"))
	a.file("/dir/file", 0o600, []byte("twice"))
	a.symlink("/dir/link", "file")
	a.device("/dev/console", 5, 1)
	if err := a.close(); err != nil {
		t.Fatal(err)
	}
	const header = len("070701") + 13*8
	var got []string
	for rest := b.Bytes(); len(rest) > 0; {
		field := func(i int) (n int) {
			for _, c := range rest[6+8*i : 14+8*i] {
				n = n<<4 | strings.IndexByte("0123456789abcdef", c)
			}
			return n
		}
		size, nameSize := field(6), field(11)
		name := string(rest[header : header+nameSize-1])
		data := (header + nameSize + 3) &^ 3
		got = append(got, name+" "+string(rest[data:data+size]))
		rest = rest[(data+size+3)&^3:]
	}
	want := []string{"dir ", "dir/file hello", "dir/link file", "dev ", "dev/console ", "TRAILER!!! "}
	if !slices.Equal(got, want) {
		t.Errorf("the archive holds %q, want %q", got, want)
	}
}

func TestUnsigned(t *testing.T) {
	t.Parallel()
	const mark = "~Module signature appended~\n"
	size := binary.BigEndian.AppendUint32(nil, 5)
	signed := "module" + "signa" + "12345678" + string(size) + mark
	for _, tt := range []struct{ name, module, want string }{
		{"signed", signed, "module"},
		{"not signed", "module", "module"},
		{"the mark alone", mark, mark},
		{"a signature longer than the file", signed[len("module")+1:], signed[len("module")+1:]},
	} {
		if got := unsigned([]byte(tt.module)); string(got) != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestSoftNeeds(t *testing.T) {
	t.Parallel()
	got := softNeeds("pre: crypto-a crypto-b post: other")
	if want := []string{"crypto-a", "crypto-b"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
