package link_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

var canTest = kindTest{
	ip: "ip link set can0 type can, with every option",
	full: &link.Link{Name: "can0", Data: &link.CAN{
		BitTiming:       &link.CANBitTiming{BitRate: 500000, SamplePoint: 875},
		DataBitTiming:   &link.CANBitTiming{TQ: 25, PropSeg: 3, PhaseSeg1: 4, PhaseSeg2: 2, SJW: 1, BRP: 2},
		XLDataBitTiming: &link.CANBitTiming{BitRate: 10000000},
		TDC:             &link.CANTDC{Value: new(uint32(10)), Offset: new(uint32(5)), Filter: new(uint32(3))},
		XLTDC:           &link.CANTDC{Offset: new(uint32(6))},
		XLPWM:           &link.CANPWM{Short: new(uint32(2)), Long: new(uint32(6)), Offset: new(uint32(1))},
		Modes:           &link.Bits{Value: 0x9420, Mask: 0x9460},
		RestartDelay:    new(100 * time.Millisecond), Restart: true, Termination: new(uint16(120)),
	}},
	iproute2: map[string]nlmsg.Request{
		"own-can-bitrate": addCAN(link.CAN{
			BitTiming:     &link.CANBitTiming{BitRate: 500000, SamplePoint: 875},
			DataBitTiming: &link.CANBitTiming{BitRate: 2000000, SamplePoint: 800},
			Modes:         &link.Bits{Value: 0x20}, RestartDelay: new(100 * time.Millisecond), Termination: new(uint16(120)),
		}),
		"own-can-timing": addCAN(link.CAN{
			BitTiming:     &link.CANBitTiming{TQ: 125, PropSeg: 6, PhaseSeg1: 7, PhaseSeg2: 2, SJW: 1},
			DataBitTiming: &link.CANBitTiming{TQ: 25, PropSeg: 3, PhaseSeg1: 4, PhaseSeg2: 2, SJW: 1},
		}),
		"own-can-tdc": addCAN(link.CAN{
			BitTiming: &link.CANBitTiming{BitRate: 500000}, DataBitTiming: &link.CANBitTiming{BitRate: 4000000},
			Modes: &link.Bits{Value: 0x420},
			TDC:   &link.CANTDC{Value: new(uint32(10)), Offset: new(uint32(5)), Filter: new(uint32(3))},
		}),
		"own-can-modes":   addCAN(link.CAN{Modes: &link.Bits{Value: 0x195, Mask: 0x1ff}}),
		"own-can-restart": addCAN(link.CAN{Restart: true}),
		"own-can-tdc-auto": addCAN(link.CAN{
			BitTiming: &link.CANBitTiming{BitRate: 500000}, DataBitTiming: &link.CANBitTiming{BitRate: 4000000},
			Modes: &link.Bits{Value: 0x220, Mask: 0x220},
		}),
		"own-can-tdc-off":  addCAN(link.CAN{Modes: &link.Bits{Mask: 0x600}, RestartDelay: new(time.Duration(0))}),
		"own-can-modes-on": addCAN(link.CAN{Modes: &link.Bits{Value: 0xe, Mask: 0x1df}}),
	},
	fix: func(k link.Kind) {
		c := k.(*link.CAN)
		for i, t := range []*link.CANBitTiming{c.BitTiming, c.DataBitTiming, c.XLDataBitTiming} {
			t.TQ = time.Duration(100 + i) // of 32 bits
		}
	},
}

func addCAN(c link.CAN) nlmsg.Request {
	return link.Add(&link.Link{Name: "can0", Data: &c})
}

func TestCANBadInput(t *testing.T) {
	for _, tt := range []struct {
		give link.CAN
		want string
	}{
		{link.CAN{RestartDelay: new(time.Microsecond)}, "IFLA_CAN_RESTART_MS at offset 60: time 1µs is no multiple of 1ms"},
		{link.CAN{BitTiming: &link.CANBitTiming{TQ: 5 * time.Second}}, "IFLA_CAN_BITTIMING at offset 60: time 5s is longer than 4.294967295s"},
		{link.CAN{BitTiming: &link.CANBitTiming{TQ: -1}}, "IFLA_CAN_BITTIMING at offset 60: time -1ns is below zero"},
	} {
		_, err := addCAN(tt.give).AppendBinary(nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: got %v, want ... %s ...", tt.give, err, tt.want)
		}
	}
}

func TestCANStats(t *testing.T) {
	var b []byte
	for i := range uint32(7) { // one more than there is today
		b = binary.NativeEndian.AppendUint32(b, i+1)
	}
	got, err := link.ParseCANStats(b)
	want := link.CANStats{BusError: 1, ErrorWarning: 2, ErrorPassive: 3, BusOff: 4, ArbitrationLost: 5, Restarts: 6}
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	if _, err := link.ParseCANStats(b[:20]); err == nil || err.Error() != "link: counters of a CAN controller: 20 bytes, want 24" {
		t.Errorf("of too few bytes: %v", err)
	}
}
