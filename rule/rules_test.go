package rule_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
	"github.com/seed-030106aa/rawnl/rule"
)

// report is a message about a rule of IPv4 for a table in its header.
func report(t *testing.T, table uint8, attrs func(e *rtattr.Encoder)) nlmsg.Message {
	t.Helper()
	e := rtattr.NewEncoder(nil)
	h := e.Struct(12) // fib_rule_hdr
	h[0], h[4], h[7] = ipv4, table, linux.FR_ACT_TO_TBL
	attrs(e)
	b, err := e.Result()
	if err != nil {
		t.Fatal(err)
	}
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWRULE}, Data: b}
}

func TestRule13PadsAreSkipped(t *testing.T) {
	r, err := rule.Decode(report(t, 100, func(e *rtattr.Encoder) {
		e.Bytes(linux.FRA_PAD, nil)
		e.Uint64BE(linux.FRA_TUN_ID, 42)
	}))
	if err != nil || r.TunID != 42 || r.Unknown != nil {
		t.Errorf("read %+v, %v: want tunnel 42 and nothing unknown", r, err)
	}
}

func TestRule19And20And21FlagsOfTheVerbs(t *testing.T) {
	r := &rule.Rule{Family: ipv4, Table: 100, Priority: new(uint32(500))}
	for name, tt := range map[string]struct {
		r    nlmsg.Request
		want uint16
	}{
		"Add":    {rule.Add(r), linux.NLM_F_CREATE | linux.NLM_F_EXCL},
		"Append": {rule.Append(r), linux.NLM_F_CREATE},
		"Del":    {rule.Del(r), 0},
	} {
		if got := tt.r.Flags &^ linux.NLM_F_ACK; got != tt.want {
			t.Errorf("%s: flags %#x, want %#x", name, got, tt.want)
		}
	}
}

// The kernel takes no filter but the family, so the client is the one to filter.
func TestRule43And44ADumpOfRulesHasNoAttributes(t *testing.T) {
	b, err := rule.Filter{Family: ipv4, Table: 100, IIF: "lo", Priority: new(uint32(5)), FWMark: new(uint32(7))}.Request().AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := make([]byte, 12)
	want[0] = ipv4
	if diff := cmp.Diff(want, b[nlmsg.HeaderLen:]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRule78TheTableIsInTheAttributeIfThereIsOne(t *testing.T) {
	for name, tt := range map[string]struct {
		header uint8
		attr   uint32
		want   uint32
	}{
		"header": {100, 0, 100}, "both": {100, 100, 100}, "beyond": {linux.RT_TABLE_COMPAT, 300, 300}, "the largest": {linux.RT_TABLE_COMPAT, math.MaxUint32, math.MaxUint32},
	} {
		r, err := rule.Decode(report(t, tt.header, func(e *rtattr.Encoder) { rtattr.NonZero(e.Uint32, linux.FRA_TABLE, tt.attr) }))
		if err != nil || r.Table != tt.want {
			t.Errorf("%s: read %+v, %v: want table %d", name, r, err, tt.want)
		}
	}
}

// An address without its length in the header is that of all.
func TestRule86AnAddressCountsWithItsLength(t *testing.T) {
	b := encode(t, rule.Add(&rule.Rule{Src: prefix("10.0.0.0/8"), Dst: prefix("192.0.2.7/32"), FWMark: new(uint32(7)), Table: 100}))[nlmsg.HeaderLen:]
	if b[1] != 32 || b[2] != 8 {
		t.Errorf("dst_len %d, src_len %d: want 32 and 8", b[1], b[2])
	}
	r, err := rule.Decode(report(t, 100, func(e *rtattr.Encoder) { e.Bytes(linux.FRA_SRC, []byte{192, 0, 2, 1}) }))
	if err != nil || r.Src.Bits() > 0 {
		t.Errorf("an address without a length is read as %v, %v: want what all fits", r.Src, err)
	}
}
