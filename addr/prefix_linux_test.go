package addr_test

import (
	"iter"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testlink"
)

// What a router advertises is told, as it is in the packet, and what is decoded is
// written as the kernel has written it.
func TestAdvertisedPrefixes(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	testlink.Address(t, conn, veth1, "fe80::1/64")
	events := testlink.Listen(t, ns, linux.RTNLGRP_IPV6_PREFIX)
	next, stop := iter.Pull2(events.Receive(t.Context()))
	defer stop()
	for _, tt := range []struct {
		name                 string
		prefix               string
		onLink, autonomous   bool
		valid, preferred     uint32
		wantValid, wantPrefd *time.Duration
	}{
		{"both", "2001:db8:1::/64", true, true, 3600, 1800, new(time.Hour), new(30 * time.Minute)},
		{"for ever", "2001:db8:2::/48", true, false, math.MaxUint32, math.MaxUint32, nil, nil},
		{"no longer", "2001:db8:3::/64", false, true, 0, 0, new(time.Duration(0)), new(time.Duration(0))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var flags uint8
			if tt.onLink {
				flags |= 0x80
			}
			if tt.autonomous {
				flags |= 0x40
			}
			if err := testlink.Advertise(ns, veth1, prefix(tt.prefix), flags, tt.valid, tt.preferred); err != nil {
				t.Fatal(err)
			}
			m, err, ok := next()
			if err != nil || !ok {
				t.Fatalf("nothing is told: %v", err)
			}
			got, err := addr.DecodePrefix(m)
			if err != nil {
				t.Fatal(err)
			}
			want := &addr.RAPrefix{Index: veth0, Prefix: prefix(tt.prefix), Flags: got.Flags, Valid: tt.wantValid, Preferred: tt.wantPrefd}
			if diff := cmp.Diff(want, got, values); diff != "" {
				t.Errorf("(-advertised +told)\n%s", diff)
			}
			if got.OnLink() != tt.onLink || got.Autonomous() != tt.autonomous {
				t.Errorf("flags %#x: on link %t and autonomous %t, want %t and %t",
					got.Flags, got.OnLink(), got.Autonomous(), tt.onLink, tt.autonomous)
			}
			b, err := got.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(m.Data, b); diff != "" {
				t.Errorf("(-kernel +written)\n%s", diff)
			}
		})
	}
}
