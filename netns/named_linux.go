package netns

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
)

// create mounts a new network namespace onto a new file. The namespace comes
// first, so that without the privilege for it nothing is touched.
func create(name string) (*os.File, error) {
	return nsthread.New(func() error {
		dir, err := makeRunDir()
		if err != nil {
			return err
		}
		defer unix.Close(dir)

		const flags = unix.O_RDONLY | unix.O_CREAT | unix.O_EXCL | unix.O_NOFOLLOW | unix.O_CLOEXEC
		file, err := unix.Openat(dir, name, flags, 0)
		if err != nil {
			return err
		}
		defer unix.Close(file)

		// The link of the descriptor leads to this very file, whatever has the
		// name by now.
		if err := mount("/proc/thread-self/ns/net", fdPath(file), unix.MS_BIND); err != nil {
			return errors.Join(err, unix.Unlinkat(dir, name, 0))
		}
		return nil
	})
}

// open opens a name, which must be a namespace itself: no symbolic link.
func open(name string) (*os.File, error) {
	dir, err := openRunDir()
	if err != nil {
		return nil, err
	}
	defer unix.Close(dir)
	return openNamespace(dir, name, filepath.Join(runDir, name))
}

// remove unmounts a name and removes its file.
func remove(name string) error {
	dir, err := openRunDir()
	if err != nil {
		return err
	}
	defer unix.Close(dir)

	// Only what can be a name is unmounted, not a directory that something else
	// is mounted on.
	var st unix.Stat_t
	if err := unix.Fstatat(dir, name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT == unix.S_IFDIR {
		return unix.EISDIR
	}
	path := filepath.Join(fdPath(dir), name)
	for {
		// EINVAL is a file that is no mount: there is only the file to remove.
		kept := unix.Unmount(path, unix.MNT_DETACH|unix.UMOUNT_NOFOLLOW)
		err := unix.Unlinkat(dir, name, 0)
		switch {
		case err == nil:
			return nil
		case kept != nil && kept != unix.EINVAL:
			// What keeps the mount (not even root in a user namespace may undo
			// those of its parent) says more than the EBUSY of the file.
			return fmt.Errorf("unmount %s: %w", path, kept)
		case kept == nil && err == unix.EBUSY:
			// Another mount was below.
		default:
			return err
		}
	}
}

func list() ([]string, error) {
	entries, err := os.ReadDir(runDir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}
