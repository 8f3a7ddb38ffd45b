package link_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/link"
)

// A tun and a tap are made by ioctls, read and deleted.
func TestTunInTheKernel(t *testing.T) {
	t.Parallel()
	const owner, group = 1, 2
	for _, tt := range []struct {
		name   string
		flags  uint16
		owned  bool
		queues int
		want   link.Tun
	}{
		{name: "tun0", flags: unix.IFF_TUN, owned: true, queues: 1, want: link.Tun{
			Type: unix.IFF_TUN, PI: true, Persist: true, Owner: new(uint32(owner)), Group: new(uint32(group)),
		}},
		{name: "tap0", flags: unix.IFF_TAP | unix.IFF_NO_PI | unix.IFF_VNET_HDR | unix.IFF_MULTI_QUEUE, queues: 2, want: link.Tun{
			Type: unix.IFF_TAP, VNetHdr: true, MultiQueue: true, NumQueues: 2,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, ns := newNS(t)
			for range tt.queues {
				fd := -1
				err := nsthread.Run(ns, func() (err error) {
					fd, err = unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC, 0)
					return err
				})
				if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.ENXIO) {
					t.Skipf("no tun in this kernel: %v", err)
				} else if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { unix.Close(fd) })
				req, err := unix.NewIfreq(tt.name)
				if err != nil {
					t.Fatal(err)
				}
				req.SetUint16(tt.flags)
				if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, req); err != nil {
					t.Fatal(err)
				}
				if tt.owned {
					for ioctl, v := range map[uint]int{unix.TUNSETOWNER: owner, unix.TUNSETGROUP: group, unix.TUNSETPERSIST: 1} {
						if err := unix.IoctlSetInt(fd, ioctl, v); errors.Is(err, unix.EINVAL) {
							t.Skipf("no user %d and group %d in this user namespace", owner, group)
						} else if err != nil {
							t.Fatal(err)
						}
					}
				}
			}
			got := get(t, conn, link.Name(tt.name))
			if diff := cmp.Diff(&tt.want, got.Data); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			do(t, conn, link.Del(got))
			if _, err := link.Get(conn, link.Name(tt.name)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("deleted, but got %v", err)
			}
		})
	}
	conn, _ := newNS(t)
	if err := conn.Do(link.Add(&link.Link{Data: &link.Tun{}})); !errors.Is(err, unix.EOPNOTSUPP) {
		t.Errorf("added without an ioctl: %v", err)
	}
}
