package neigh_test

import (
	"encoding/binary"
	"errors"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// byHand is a request to make a neighbour that this package would not make.
func byHand(flags uint16, family uint8, index uint32, dst, llAddr []byte) nlmsg.Request {
	e := rtattr.NewEncoder(nil)
	h := e.Struct(12) // ndmsg
	h[0] = family
	binary.NativeEndian.PutUint32(h[4:], index)
	binary.NativeEndian.PutUint16(h[8:], linux.NUD_PERMANENT)
	if dst != nil {
		e.Bytes(linux.NDA_DST, dst)
	}
	e.Bytes(linux.NDA_LLADDR, llAddr)
	b, err := e.Result()
	if err != nil {
		panic(err)
	}
	return nlmsg.Request{Op: "by hand", Type: linux.RTM_NEWNEIGH, Flags: flags, Body: fixed(b)}
}

type fixed []byte

func (b fixed) AppendBinary(buf []byte) ([]byte, error) { return append(buf, b...), nil }

func TestRule20WithoutCreateANeighbourIsNotMade(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	for _, flags := range []uint16{0, linux.NLM_F_REPLACE} {
		if err := conn.Do(byHand(flags, linux.AF_INET, veth0, []byte{192, 0, 2, 5}, someMAC)); !errors.Is(err, syscall.ENOENT) {
			t.Errorf("flags %#x: %v, want ENOENT", flags, err)
		}
	}
	if got := list(t, conn); len(got) != 0 {
		t.Errorf("there are %v, want none", got)
	}
}

func TestRule85ANeighbourNeedsItsWholeAddressAndADevice(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	four, six := ip("192.0.2.5").AsSlice(), ip("2001:db8::5").AsSlice()
	for _, tt := range []struct {
		name   string
		family uint8
		index  uint32
		dst    []byte
		want   error
	}{
		{"no address", linux.AF_INET, veth0, nil, syscall.EINVAL},
		{"a short address", linux.AF_INET, veth0, four[:3], syscall.EINVAL},
		{"an IPv6 address of 4 bytes", linux.AF_INET6, veth0, six[:4], syscall.EINVAL},
		{"no device", linux.AF_INET, 0, four, syscall.EINVAL},
		{"a device that is not there", linux.AF_INET, 99, four, syscall.ENODEV},
	} {
		err := conn.Do(byHand(linux.NLM_F_CREATE, tt.family, tt.index, tt.dst, someMAC))
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
	do(t, conn, byHand(linux.NLM_F_CREATE, linux.AF_INET, veth0, four, someMAC), byHand(linux.NLM_F_CREATE, linux.AF_INET6, veth0, six, someMAC))
	if got := list(t, conn); len(got) != 2 {
		t.Errorf("there are %v, want two", got)
	}
}

func TestRule85WithoutReplaceALinkLayerAddressStays(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	dst, other := ip("192.0.2.5").AsSlice(), mac("02:00:00:00:00:06")
	do(t, conn, byHand(linux.NLM_F_CREATE, linux.AF_INET, veth0, dst, someMAC))
	for _, tt := range []struct {
		flags uint16
		want  []byte
	}{
		{linux.NLM_F_CREATE, someMAC},
		{linux.NLM_F_CREATE | linux.NLM_F_REPLACE, other},
	} {
		do(t, conn, byHand(tt.flags, linux.AF_INET, veth0, dst, other))
		got, err := neigh.Get(conn, &neigh.Neigh{Index: veth0, Dst: ip("192.0.2.5")})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, []byte(got.LLAddr)); diff != "" {
			t.Errorf("flags %#x: address (-want +got)\n%s", tt.flags, diff)
		}
	}
}

func TestRule85TheKernelTellsFlagsInTwoPlaces(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 16) {
		t.Skip("needs Linux 5.16, which knows NDA_FLAGS_EXT")
	}
	conn, _ := dial(t)
	n := &neigh.Neigh{Index: veth0, Dst: ip("192.0.2.5"), Flags: neigh.FlagManaged | neigh.FlagExtLearned}
	do(t, conn, neigh.Add(n))
	for m, err := range conn.Dump(neigh.Filter{Index: veth0, Family: linux.AF_INET}.Request()) {
		if errors.Is(err, nlmsg.ErrDumpInterrupted) {
			break // it comes after all messages
		} else if err != nil {
			t.Fatal(err)
		}
		got, err := neigh.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if got.Dst != n.Dst {
			continue
		}
		if m.Data[10] != linux.NTF_EXT_LEARNED || got.Flags != n.Flags {
			t.Errorf("flags %#x in the header, %v read: want NTF_EXT_LEARNED, and both", m.Data[10], got.Flags)
		}
		return
	}
	t.Error("the neighbour is not there")
}
