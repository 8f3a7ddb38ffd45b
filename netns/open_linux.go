package netns

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// errOther is a file that is there but is something else.
var errOther = errors.New("not a network namespace")

// openPath opens the network namespace at path, which is a symbolic link of
// /proc.
func openPath(path string) (*os.File, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), path), nil
}

// openNamespace opens a file of the directory dir that must be a network
// namespace. path names it in messages.
func openNamespace(dir int, name, path string) (*os.File, error) {
	// A link is no name of ip-netns(8), and could lead anywhere. A fifo must not
	// block.
	const flags = unix.O_RDONLY | unix.O_NOFOLLOW | unix.O_NONBLOCK | unix.O_CLOEXEC
	fd, err := unix.Openat(dir, name, flags, 0)
	if err == unix.ELOOP {
		return nil, errOther
	}
	if err != nil {
		return nil, err
	}
	if !isNetNS(fd) {
		unix.Close(fd)
		return nil, errOther
	}
	return os.NewFile(uintptr(fd), path), nil
}

// isNetNS reports whether fd is a file of the kernel's namespace filesystem,
// and of a network namespace. The ioctl alone, on a device, could mean anything.
func isNetNS(fd int) bool {
	var st unix.Statfs_t
	err := ignoringEINTR(func() error { return unix.Fstatfs(fd, &st) })
	if err != nil || st.Type != unix.NSFS_MAGIC {
		return false
	}
	kind, err := unix.IoctlRetInt(fd, unix.NS_GET_NSTYPE)
	return err == nil && kind == unix.CLONE_NEWNET
}
