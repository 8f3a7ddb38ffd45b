//go:build linux

package main

import (
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

// ruleText needs no names: a rule has those of its interfaces, and shows itself
// as ip(8) does but for the space after its priority.
func ruleText(_ *namespace, m nlmsg.Message) (string, error) {
	r, err := rule.Decode(m)
	if err != nil {
		return "", err
	}
	r.Family = unix.AF_INET // ip(8) does not show another either
	return strings.Replace(r.String(), ": ", ":\t", 1), nil
}
