package netns

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// openRunDir opens the directory of the names. What is done relative to it
// stays in it.
func openRunDir() (dir int, err error) {
	return unix.Open(runDir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
}

// makeRunDir makes the directory of the names and opens it. As ip-netns(8) does
// it makes the directory a mount that propagates, so that a name is seen, and
// above all deleted, in all mount namespaces that have the directory; a mount
// that stays in one of them would keep the namespace alive.
func makeRunDir() (dir int, err error) {
	err = os.Mkdir(runDir, 0o755)
	if err == nil {
		err = os.Chmod(runDir, 0o755) // whatever the umask: names are for all to read
	}
	if err != nil && !errors.Is(err, os.ErrExist) {
		return -1, err
	}
	if err := share(); err != nil {
		return -1, err
	}
	return openRunDir()
}

// share makes runDir a shared mount. Two programs that bind it to itself at the
// same time would stack two mounts, and each later mount would appear in both;
// ip-netns(8) has the same lock against that.
func share() error {
	lock, err := openRunDir()
	if err != nil {
		return err
	}
	defer unix.Close(lock) // which unlocks
	if err := ignoringEINTR(func() error { return unix.Flock(lock, unix.LOCK_EX) }); err != nil {
		return fmt.Errorf("lock %s: %w", runDir, err)
	}
	err = unix.Mount("", runDir, "none", unix.MS_SHARED|unix.MS_REC, "")
	if err == unix.EINVAL { // not a mount yet
		if err := mount(runDir, runDir, unix.MS_BIND|unix.MS_REC); err != nil {
			return err
		}
		err = unix.Mount("", runDir, "none", unix.MS_SHARED|unix.MS_REC, "")
	}
	if err != nil {
		return fmt.Errorf("make %s a shared mount: %w", runDir, err)
	}
	return nil
}

func mount(source, target string, flags uintptr) error {
	if err := unix.Mount(source, target, "none", flags, ""); err != nil {
		return fmt.Errorf("mount %s onto %s: %w", source, target, err)
	}
	return nil
}

func fdPath(fd int) string { return fmt.Sprintf("/proc/thread-self/fd/%d", fd) }

func ignoringEINTR(f func() error) error {
	for {
		if err := f(); err != unix.EINTR {
			return err
		}
	}
}
