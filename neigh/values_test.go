package neigh_test

import (
	"net/netip"

	"github.com/google/go-cmp/cmp/cmpopts"
)

var values = cmpopts.EquateComparable(netip.Addr{})

var someMAC = mac("02:00:00:00:00:05")
