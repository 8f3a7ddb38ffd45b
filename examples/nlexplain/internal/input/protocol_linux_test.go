package input

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

func TestProtocolsAreThoseOfTheHeader(t *testing.T) {
	for name, number := range map[string]int{
		"ROUTE":          unix.NETLINK_ROUTE,
		"UNUSED":         unix.NETLINK_UNUSED,
		"USERSOCK":       unix.NETLINK_USERSOCK,
		"FIREWALL":       unix.NETLINK_FIREWALL,
		"SOCK_DIAG":      unix.NETLINK_SOCK_DIAG,
		"NFLOG":          unix.NETLINK_NFLOG,
		"XFRM":           unix.NETLINK_XFRM,
		"SELINUX":        unix.NETLINK_SELINUX,
		"ISCSI":          unix.NETLINK_ISCSI,
		"AUDIT":          unix.NETLINK_AUDIT,
		"FIB_LOOKUP":     unix.NETLINK_FIB_LOOKUP,
		"CONNECTOR":      unix.NETLINK_CONNECTOR,
		"NETFILTER":      unix.NETLINK_NETFILTER,
		"IP6_FW":         unix.NETLINK_IP6_FW,
		"DNRTMSG":        unix.NETLINK_DNRTMSG,
		"KOBJECT_UEVENT": unix.NETLINK_KOBJECT_UEVENT,
		"GENERIC":        unix.NETLINK_GENERIC,
		"SCSITRANSPORT":  unix.NETLINK_SCSITRANSPORT,
		"ECRYPTFS":       unix.NETLINK_ECRYPTFS,
		"RDMA":           unix.NETLINK_RDMA,
		"CRYPTO":         unix.NETLINK_CRYPTO,
		"SMC":            unix.NETLINK_SMC,
	} {
		if got, ok := protocolNumber(name); !ok || got != number {
			t.Errorf("%s is %d, %t, want %d", name, got, ok, number)
		}
		if got := linux.ProtocolName(number); got != "NETLINK_"+name {
			t.Errorf("%d is %s, want NETLINK_%s", number, got, name)
		}
	}
	if got, ok := protocolNumber("INET_DIAG"); !ok || got != unix.NETLINK_INET_DIAG {
		t.Errorf("INET_DIAG is %d, %t", got, ok)
	}
	for name, number := range map[string]int{"protocol 17": 17, "protocol 77": 77, "protocol -1": -1} {
		if got := linux.ProtocolName(number); got != name {
			t.Errorf("%d is %s", number, got)
		}
	}
	for _, name := range []string{"", "CHAOS", "route", "NETLINK_ROUTE"} {
		if got, ok := protocolNumber(name); ok {
			t.Errorf("%q is %d, want none", name, got)
		}
	}
}
