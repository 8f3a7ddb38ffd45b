//go:build linux

package main

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func addrText(ns *namespace, m nlmsg.Message) (string, error) {
	a, err := addr.Decode(m)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d: %s    %s %v", a.Index, ns.name(a.Index), familyName(family(a.Prefix.Addr())), a.Prefix.Addr())
	if a.Peer.IsValid() {
		fmt.Fprintf(&b, " peer %v", a.Peer)
	}
	fmt.Fprintf(&b, "/%d ", a.Prefix.Bits())
	if a.Priority != 0 {
		fmt.Fprintf(&b, "metric %d ", a.Priority)
	}
	if a.Broadcast.IsValid() {
		fmt.Fprintf(&b, "brd %v ", a.Broadcast)
	}
	fmt.Fprintf(&b, "scope %s %s%s", scopeName(a.Scope), addrFlags(a), a.Label)
	preferred := a.Preferred
	if preferred == nil && a.Valid != 0 {
		preferred = &a.Valid
	}
	fmt.Fprintf(&b, "\n       valid_lft %s preferred_lft ", lifetime(a.Valid))
	if preferred == nil {
		b.WriteString("forever")
	} else {
		fmt.Fprintf(&b, "%dsec", *preferred/time.Second)
	}
	return b.String(), nil
}

// lifetime returns a time for which an address is valid; zero stands for ever.
func lifetime(d time.Duration) string {
	if d == 0 {
		return "forever"
	}
	return fmt.Sprintf("%dsec", d/time.Second)
}

// addrFlags returns IFA_F_* as ip(8) names them. IFA_F_PERMANENT is not named:
// that it is missing is.
func addrFlags(a *addr.Addr) string {
	secondary, dynamic := "secondary ", "dynamic "
	if a.Prefix.Addr().Is6() {
		secondary = "temporary "
	}
	if a.Flags&unix.IFA_F_SECONDARY == 0 {
		secondary = ""
	}
	if a.Flags&unix.IFA_F_PERMANENT != 0 {
		dynamic = ""
	}
	words := secondary + flagWords(a.Flags, addrStates) + dynamic + flagWords(a.Flags, addrSettings)
	rest := a.Flags &^ (unix.IFA_F_SECONDARY | unix.IFA_F_PERMANENT)
	for _, f := range append(addrStates[:len(addrStates):len(addrStates)], addrSettings...) {
		rest &^= f.flag
	}
	if rest != 0 {
		words += fmt.Sprintf("flags %02x ", rest)
	}
	return words
}

// The flags that are named before "dynamic", and after it.
var (
	addrStates = []flagName{
		{unix.IFA_F_NODAD, "nodad"}, {unix.IFA_F_OPTIMISTIC, "optimistic"}, {unix.IFA_F_DADFAILED, "dadfailed"},
		{unix.IFA_F_HOMEADDRESS, "home"}, {unix.IFA_F_DEPRECATED, "deprecated"}, {unix.IFA_F_TENTATIVE, "tentative"},
	}
	addrSettings = []flagName{
		{unix.IFA_F_MANAGETEMPADDR, "mngtmpaddr"}, {unix.IFA_F_NOPREFIXROUTE, "noprefixroute"},
		{unix.IFA_F_MCAUTOJOIN, "autojoin"}, {unix.IFA_F_STABLE_PRIVACY, "stable-privacy"},
	}
)
