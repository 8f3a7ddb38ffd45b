package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// setUp gives the machine what the tests take for granted on one.
func setUp() error {
	for _, m := range []struct{ dir, kind, data string }{
		{"/dev", "devtmpfs", "mode=755"},
		{"/dev/pts", "devpts", "ptmxmode=666"},
		{"/proc", "proc", ""},
		{"/sys", "sysfs", ""},
		{"/run", "tmpfs", "mode=755"},
		{"/tmp", "tmpfs", "mode=1777"},
	} {
		if err := os.MkdirAll(m.dir, 0o755); err != nil {
			return err
		}
		if err := unix.Mount(m.kind, m.dir, m.kind, 0, m.data); err != nil && err != unix.EBUSY {
			return fmt.Errorf("mount %s: %w", m.dir, err)
		}
	}
	return errors.Join(
		// As service managers have it; ip-netns(8) and the tests know how to deal with it.
		unix.Mount("", "/", "", unix.MS_REC|unix.MS_SHARED, ""),
		// devtmpfs has these only after their modules are loaded, which opening them does.
		node("/dev/net/tun", unix.S_IFCHR|0o666, unix.Mkdev(10, 200)),
		sysctl("kernel/unprivileged_userns_clone", "1"), // Debian's own
		sysctl("user/max_user_namespaces", "1000"),
		// Else each new namespace has links of all kinds of tunnels that have been
		// loaded, and the index of the first link that a test makes depends on it.
		sysctl("net/core/fb_tunnels_only_for_init_net", "2"),
		// For tunnels in UDP. The kernel does not ask for these.
		modprobe([]string{"fou", "fou6"}),
		loopbackUp(),
	)
}

func node(path string, mode uint32, dev uint64) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := unix.Mknod(path, mode, int(dev)); err != nil && err != unix.EEXIST {
		return fmt.Errorf("make %s: %w", path, err)
	}
	return os.Chmod(path, os.FileMode(mode&0o777))
}

// sysctl sets what the kernel may not have.
func sysctl(name, value string) error {
	err := os.WriteFile("/proc/sys/"+name, []byte(value), 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// loopbackUp sets lo up by ioctl: the library is what is to be tested.
func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	req, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	req.SetUint16(unix.IFF_UP)
	if err := unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, req); err != nil {
		return fmt.Errorf("set lo up: %w", err)
	}
	return nil
}
