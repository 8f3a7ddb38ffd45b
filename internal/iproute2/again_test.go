package iproute2

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/roundtrip"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// mayBeLost are the differences there may be between a message of the kernel and
// that made of what was decoded.
var mayBeLost = regexp.MustCompile(strings.Join([]string{
	// Zero where it is the same as nothing.
	`: want (.* \()?00( 00)*\)?, got nothing\n$`,
	// What the kernel leaves out in a dump of groups, and not in other messages.
	`^family: want AF_UNSPEC \(00\), got AF_BRIDGE \(07\)\n$`,
	// That the weights of a group have 16 bits.
	`^NHA_OP_FLAGS: want NHA_OP_FLAG_RESP_GRP_RESVD_0 .*, got nothing\n$`,
	// What the kernel says a second time, if the counters were asked for.
	`^NHA_HW_STATS_ENABLE\[1\]: want .*, got nothing\n$`,
	// Nests that say nothing: no program, no port, no pin, no counters.
	`^IFLA_XDP: want \{IFLA_XDP_ATTACHED\}, got nothing\n$`,
	`^IFLA_(DEVLINK_PORT|DPLL_PIN|STATS_AF_SPEC): want \{\}, got nothing\n$`,
	// The kernel sends as a u8 what it takes as a flag.
	`/IFLA_VXLAN_TTL_INHERIT: want 1 \(01\), got no bytes\n$`,
}, "|"))

// What the kernel says is encoded as it was decoded, and no attribute is lost.
func TestAnswersComeBack(t *testing.T) {
	for _, rec := range dumps(t) {
		t.Run(rec.ID, func(t *testing.T) {
			for i, m := range received(t, rec) {
				t.Run(fmt.Sprint(i), func(t *testing.T) { comesBack(t, m) })
			}
		})
	}
}

func comesBack(t *testing.T, m nlmsg.Message) {
	r := roundtrip.For(m)
	if r == nil {
		t.Fatalf("nothing decodes messages of type %d", m.Type)
	}
	body, ok := r.Check(t, m)
	if !ok {
		t.Fatalf("%s refuses it", r.Name)
	}
	theirs, _ := m.AppendBinary(nil)
	ours, _ := nlmsg.Message{Header: m.Header, Data: body}.AppendBinary(nil)
	for diff := range strings.Lines(golden.DiffTree(theirs, ours)) {
		if !mayBeLost.MatchString(diff) {
			t.Errorf("encoded again: %s", diff)
		}
	}
}
