//go:build linux

package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// prefixText shows a prefix that a router has advertised.
func prefixText(ns *namespace, m nlmsg.Message) (string, error) {
	p, err := addr.DecodePrefix(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "prefix %v dev %s ", p.Prefix, ns.name(p.Index))
	if p.OnLink() {
		b.WriteString("onlink ")
	}
	if p.Autonomous() {
		b.WriteString("autoconf ")
	}
	fmt.Fprintf(&b, "valid %d preferred %d ", raLifetime(p.Valid), raLifetime(p.Preferred))
	return b.String(), nil
}

// raLifetime returns a lifetime in seconds. One without end is shown as it is in
// the packet.
func raLifetime(d *time.Duration) int64 {
	if d == nil {
		return math.MaxUint32
	}
	return int64(*d / time.Second)
}
