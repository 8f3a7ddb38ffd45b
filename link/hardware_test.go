package link_test

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
)

// What the kernel says about hardware, typed as linux/if_link.h, linux/devlink.h
// and linux/dpll.h have it, on a little-endian machine.
func TestHardwareIsRead(t *testing.T) {
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		t.Skip("the bytes are those of a little-endian machine")
	}
	for _, tt := range []struct {
		name, attr string
		want       link.Link
	}{
		{
			"map", "24000e00 0100000000000000 0200000000000000 0003000000000000 0500 06 07 00000000",
			link.Link{Map: &link.HardwareMap{MemStart: 1, MemEnd: 2, BaseAddr: 0x300, IRQ: 5, DMA: 6, Port: 7}},
		},
		{"map without anything", "24000e00" + strings.Repeat("00", 32), link.Link{}},
		{
			"port of devlink", "28003e80 08000100 70636900 0a000200 303a330000000000 08000300 04000000 0800b800 09000000",
			link.Link{State: link.State{DevlinkPort: &link.DevlinkPort{BusName: "pci", DevName: "0:3", Index: 4, Instance: 9}}},
		},
		{"no port of devlink", "04003e80", link.Link{}},
		{"pin", "0c004180 08000100 00000000", link.Link{State: link.State{DPLLPin: new(link.DPLLPin)}}},
		{"no pin", "04004180", link.Link{}},
		{
			"horizon in 4 bytes", "08004200 00ca9a3b",
			link.Link{State: link.State{MaxPacingOffloadHorizon: time.Second}},
		},
		{
			"horizon in 8 bytes", "0c004200 00e40b54 02000000",
			link.Link{State: link.State{MaxPacingOffloadHorizon: 10 * time.Second}},
		},
		{"no horizon", "08004200 00000000", link.Link{}},
		{
			"programs in two places", "1c002b80 05000200 04000000 08000600 05000000 08000700 06000000",
			link.Link{XDP: &link.XDP{XDPState: link.XDPState{Attached: 4, SKBProgID: 5, HWProgID: 6}}},
		},
		{"no program", "0c002b00 05000200 00000000", link.Link{}},
		{
			"port of a function", "2c001880 28000180 08000100 02000000 09000200 676f6c64 00000000 05000600 02000000 06000700 01010000",
			link.Link{VFPorts: []link.PortProfile{{VF: 2, Profile: "gold", Request: new(uint8(2)), Response: new(uint16(257))}}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			attr, err := hex.DecodeString(strings.ReplaceAll(tt.attr, " ", ""))
			if err != nil {
				t.Fatal(err)
			}
			got, err := link.Decode(newLink(append(make([]byte, 16), attr...)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tt.want, got, cmpAddr); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
