package neigh_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRule19And20FlagsOfTheVerbs(t *testing.T) {
	n := &neigh.Neigh{Index: 3, Dst: ip("192.0.2.5"), LLAddr: someMAC, State: neigh.StatePermanent}
	for name, tt := range map[string]struct {
		r    nlmsg.Request
		want uint16
	}{
		"Add":     {neigh.Add(n), linux.NLM_F_CREATE | linux.NLM_F_EXCL},
		"Replace": {neigh.Replace(n), linux.NLM_F_CREATE | linux.NLM_F_REPLACE},
		"Change":  {neigh.Change(n), linux.NLM_F_REPLACE},
		"Del":     {neigh.Del(n), 0},
	} {
		if got := tt.r.Flags &^ linux.NLM_F_ACK; got != tt.want {
			t.Errorf("%s: flags %#x, want %#x", name, got, tt.want)
		}
	}
}

func TestRule85FlagsBeyond8BitsHaveAnAttribute(t *testing.T) {
	testDecode(t, []decodeTest{
		{"flags of both kinds", "0a 00 0000 03000000 0000 90 00 0800 0f00 05000000",
			neigh.Neigh{Index: 3, Flags: neigh.FlagRouter | neigh.FlagExtLearned | neigh.FlagManaged | neigh.FlagExtValidated}},
	})
}
