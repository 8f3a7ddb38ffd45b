package link_test

import (
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// limits are those of a kind of bit timing of dummy_can.
func limits(name string) *link.CANBitTimingConst {
	return &link.CANBitTimingConst{
		Name: name, TSeg1Min: 2, TSeg1Max: 256, TSeg2Min: 2, TSeg2Max: 128, SJWMax: 128, BRPMin: 1, BRPMax: 512, BRPInc: 1,
	}
}

var dummyCAN = link.CANState{
	State: 4, Clock: 160000000, SupportedModes: new(uint32(0xba22)), BitRateMax: 20000000,
	BitTimingConst: limits("dummy_can CC"), DataBitTimingConst: limits("dummy_can FD"), XLDataBitTimingConst: limits("dummy_can XL"),
}

// canAnswers are what testdata/kernel_can.hex says, and how the controllers were
// set before.
var canAnswers = []*link.CAN{
	// bitrate 500000 sample-point 0.8 restart-ms 100 loopback on listen-only off
	{
		BitTiming: &link.CANBitTiming{
			BitRate: 500000, SamplePoint: 750, TQ: 125, PropSeg: 5, PhaseSeg1: 6, PhaseSeg2: 4, SJW: 2, BRP: 1,
		},
		Modes: &link.Bits{Value: 1}, RestartDelay: new(100 * time.Millisecond),
		CANState: link.CANState{
			State: 4, Errors: &link.CANErrors{}, Clock: 8000000, SupportedModes: new(uint32(0x15f)),
			BitTimingConst: &link.CANBitTimingConst{
				Name: "sja1000", TSeg1Min: 1, TSeg1Max: 16, TSeg2Min: 1, TSeg2Max: 8, SJWMax: 4, BRPMin: 1, BRPMax: 64, BRPInc: 1,
			},
		},
	},
	// bitrate 500000 dbitrate 4000000 fd on tdc-mode auto tdco 5 tdcf 3, and of
	// CAN XL the bit rate 10000000 and the offset 6 and filter 4 of its TDC
	{
		BitTiming: &link.CANBitTiming{
			BitRate: 500000, SamplePoint: 875, TQ: 12, PropSeg: 69, PhaseSeg1: 70, PhaseSeg2: 20, SJW: 10, BRP: 2,
		},
		DataBitTiming: &link.CANBitTiming{
			BitRate: 4000000, SamplePoint: 750, TQ: 6, PropSeg: 14, PhaseSeg1: 15, PhaseSeg2: 10, SJW: 5, BRP: 1,
		},
		XLDataBitTiming: &link.CANBitTiming{
			BitRate: 10000000, SamplePoint: 750, TQ: 6, PropSeg: 5, PhaseSeg1: 6, PhaseSeg2: 4, SJW: 2, BRP: 1,
		},
		TDC:   &link.CANTDC{Offset: new(uint32(5)), Filter: new(uint32(3)), OffsetMax: 127, FilterMax: 127},
		XLTDC: &link.CANTDC{Offset: new(uint32(6)), Filter: new(uint32(4)), OffsetMax: 127, FilterMax: 127},
		XLPWM: &link.CANPWM{ShortMin: 1, ShortMax: 8, LongMin: 2, LongMax: 24, OffsetMax: 16},
		Modes: &link.Bits{Value: 0x3220}, RestartDelay: new(time.Duration(0)), CANState: dummyCAN,
	},
	// bitrate 500000, and of CAN XL the bit rate 10000000 and pulses of 2 and 6
	{
		BitTiming: &link.CANBitTiming{
			BitRate: 500000, SamplePoint: 875, TQ: 12, PropSeg: 69, PhaseSeg1: 70, PhaseSeg2: 20, SJW: 10, BRP: 2,
		},
		XLDataBitTiming: &link.CANBitTiming{
			BitRate: 10000000, SamplePoint: 562, TQ: 6, PropSeg: 4, PhaseSeg1: 4, PhaseSeg2: 7, SJW: 3, BRP: 1,
		},
		TDC:   &link.CANTDC{OffsetMax: 127, FilterMax: 127},
		XLTDC: &link.CANTDC{OffsetMax: 127, FilterMax: 127},
		XLPWM: &link.CANPWM{
			Short: new(uint32(2)), Long: new(uint32(6)), Offset: new(uint32(0)),
			ShortMin: 1, ShortMax: 8, LongMin: 2, LongMax: 24, OffsetMax: 16,
		},
		Modes: &link.Bits{Value: 0x9000}, RestartDelay: new(time.Duration(0)), CANState: dummyCAN,
	},
}

// What the kernel says of CAN controllers is read, and comes back.
func TestCANOfTheKernel(t *testing.T) {
	text, err := os.ReadFile("testdata/kernel_can.hex")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		msg, err := hex.DecodeString(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		checkCAN(t, msg, canAnswers[n])
		n++
	}
	if n != len(canAnswers) {
		t.Errorf("%d messages, want %d", n, len(canAnswers))
	}
}

func checkCAN(t *testing.T, msg []byte, want *link.CAN) {
	t.Helper()
	for m, err := range nlmsg.Messages(msg) {
		if err != nil {
			t.Skipf("the bytes are those of a little-endian machine: %v", err)
		}
		l, err := link.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, l.Data); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if stats, err := link.ParseCANStats(l.XStats); err != nil || stats != (link.CANStats{}) {
			t.Errorf("counters %+v, %v, want zeros", stats, err)
		}
		m.Data, err = l.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := m.AppendBinary(nil)
		for line := range strings.Lines(golden.DiffTree(msg, got)) {
			if line = strings.TrimSuffix(line, "\n"); !notKept.MatchString(line) {
				t.Error(line)
			}
		}
	}
}
