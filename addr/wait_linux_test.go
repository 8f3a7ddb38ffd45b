package addr_test

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
)

// Duplicate address detection takes about a second, and finds the address that
// the other veth has.
func TestWaitForDuplicateAddressDetection(t *testing.T) {
	for _, tt := range []struct {
		name  string
		taken bool
	}{{"unique", false}, {"taken", true}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, ns := dial(t)
			events := testlink.Listen(t, ns, linux.RTNLGRP_IPV6_IFADDR)
			if tt.taken {
				do(t, conn, addr.Add(&addr.Addr{Index: veth1, Prefix: prefix("2001:db8::1/64"), Flags: linux.IFA_F_NODAD}))
			}
			do(t, conn, addr.Add(&addr.Addr{Index: veth0, Prefix: prefix("2001:db8::1/64")}))
			a, err := addr.Get(conn, veth0, ip("2001:db8::1"))
			if err != nil {
				t.Fatal(err)
			}
			if a.Settled() {
				t.Fatalf("flags %#x, want a tentative address", a.Flags)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			a, err = addr.WaitDAD(ctx, conn, events, veth0, ip("2001:db8::1"))
			switch {
			case tt.taken:
				const want = "addr wait 2001:db8::1 on index 2: the address is a duplicate"
				if !errors.Is(err, addr.ErrDuplicate) || err.Error() != want {
					t.Errorf("got %v, want %s", err, want)
				}
			case err != nil:
				t.Fatal(err)
			case a.Flags&(linux.IFA_F_TENTATIVE|linux.IFA_F_DADFAILED) != 0:
				t.Errorf("flags %#x of an address that is unique", a.Flags)
			}
		})
	}
}

func TestWaitForAnAddressToCome(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	events := testlink.Listen(t, ns, linux.RTNLGRP_IPV4_IFADDR)
	always := func(*addr.Addr) bool { return true }

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := addr.Wait(ctx, conn, events, veth0, ip("192.0.2.1"), always)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "192.0.2.1") {
		t.Errorf("error %v, want the context's with the address", err)
	}

	found := make(chan error)
	go func() {
		_, err := addr.Wait(t.Context(), conn, events, veth0, ip("192.0.2.1"), always)
		found <- err
	}()
	do(t, conn, addr.Add(&addr.Addr{Index: veth0, Prefix: prefix("192.0.2.1/24")}))
	if err := <-found; err != nil {
		t.Error(err)
	}
}

// The error of a wait in vain says what the address was like.
func TestWaitInVain(t *testing.T) {
	never := func(*addr.Addr) bool { return false }
	for _, tt := range []struct {
		name  string
		x     string
		added *addr.Addr
		want  string
	}{
		{"missing", "192.0.2.1", nil,
			"addr wait 192.0.2.1 on index 2: the address does not exist: context deadline exceeded"},
		{"other", "192.0.2.1", &addr.Addr{Index: veth0, Prefix: prefix("192.0.2.1/24")},
			"addr wait 192.0.2.1 on index 2: the address has flags 0x80: context deadline exceeded"},
		{"tentative", "2001:db8::1", &addr.Addr{Index: veth0, Prefix: prefix("2001:db8::1/64")},
			"addr wait 2001:db8::1 on index 2: the address is tentative: context deadline exceeded"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, ns := dial(t)
			events := testlink.Listen(t, ns, linux.RTNLGRP_IPV4_IFADDR, linux.RTNLGRP_IPV6_IFADDR)
			if tt.added != nil {
				// Detection takes longer than the test waits.
				testns.Command(t, ns, "sh", "-c", "echo 100 > /proc/sys/net/ipv6/conf/veth0/dad_transmits")
				do(t, conn, addr.Add(tt.added))
			}
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			_, err := addr.Wait(ctx, conn, events, veth0, ip(tt.x), never)
			if !errors.Is(err, context.DeadlineExceeded) || err.Error() != tt.want {
				t.Errorf("error\n%v, want\n%s", err, tt.want)
			}
		})
	}
}

// An error that is not about a missing address ends the wait.
func TestWaitFails(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	events := testlink.Listen(t, ns, linux.RTNLGRP_IPV4_IFADDR)
	conn.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err := addr.Wait(ctx, conn, events, veth0, ip("192.0.2.1"), func(*addr.Addr) bool { return true })
	if err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want that of a closed connection", err)
	}

	// So does the end of the notifications.
	conn, ns = dial(t)
	events = testlink.Listen(t, ns, linux.RTNLGRP_IPV4_IFADDR)
	events.Close()
	_, err = addr.Wait(ctx, conn, events, veth0, ip("192.0.2.1"), func(*addr.Addr) bool { return true })
	if text := "addr wait 192.0.2.1 on index 2: the address does not exist: "; err == nil || !strings.HasPrefix(err.Error(), text) || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want one that begins with %q", err, text)
	}
}

// A common trap: where IPv6 is disabled the kernel denies permission.
func TestDisabledIPv6IsEACCES(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	testns.Command(t, ns, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/veth0/disable_ipv6")
	err := conn.Do(addr.Add(&addr.Addr{Index: veth0, Prefix: prefix("2001:db8::1/64")}))
	if !errors.Is(err, syscall.EACCES) {
		t.Errorf("error %v, want EACCES", err)
	}
}

// One that is not told of the change would wait for ever.
func TestWaitNeedsTheGroup(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	events := testlink.Listen(t, ns, linux.RTNLGRP_IPV4_IFADDR)
	_, err := addr.WaitDAD(t.Context(), conn, events, veth0, ip("2001:db8::1"))
	const want = "the connection for events has not joined RTNLGRP_IPV6_IFADDR"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
