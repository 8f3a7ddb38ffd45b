//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// sysctl is a setting of the kernel, by its path below /proc/sys, such as
// net/ipv4/ip_forward. The kernel shows there those of the network namespace of
// the thread that opens the file. The form with dots that sysctl(8) prints will
// not do, since names of interfaces may have dots in them.
type sysctl string

const (
	ipv4Forward        sysctl = "net/ipv4/ip_forward"
	ipv6ForwardDefault sysctl = "net/ipv6/conf/default/forwarding"
	ipv6ForwardAll     sysctl = "net/ipv6/conf/all/forwarding"
)

// ipv6Conf returns a setting that IPv6 has for an interface.
func ipv6Conf(ifname, key string) (sysctl, error) {
	switch {
	case ifname == "" || ifname == "." || ifname == ".." || strings.ContainsAny(ifname, "/\x00"):
		return "", fmt.Errorf("sysctl %s: no interface is called %q", key, ifname)
	case ifname == "all" || ifname == "default":
		// The kernel gives interfaces of such names no settings for this reason.
		return "", fmt.Errorf("sysctl %s: %q is not one interface", key, ifname)
	}
	return sysctl("net/ipv6/conf/" + ifname + "/" + key), nil
}

func (s sysctl) file() string { return "/proc/sys/" + string(s) }

func (s sysctl) read() (string, error) {
	b, err := os.ReadFile(s.file())
	return strings.TrimSpace(string(b)), err
}

func (s sysctl) write(value string) error {
	// Not os.WriteFile, which would create what is missing.
	f, err := os.OpenFile(s.file(), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(value)
	return err
}

// set sets a sysctl if it has another value, and back again in the end. Where
// nothing has to be written nothing is, and no privilege is needed: in many
// containers /proc/sys is read-only.
func (s *script) set(ctx context.Context, name sysctl, value string) error {
	old, err := name.read()
	if err != nil {
		return err
	}
	if old == value {
		_, err := fmt.Fprintf(s.out, "sysctl %s   # is %s\n", name, value)
		return err
	}
	return s.run(ctx, step{
		command: fmt.Sprintf("sysctl -w %s=%s   # was %s", name, value, old),
		do:      func() error { return name.write(value) },
		undo: &step{
			command: fmt.Sprintf("sysctl -w %s=%s", name, old),
			do:      func() error { return name.write(old) },
		},
	})
}
