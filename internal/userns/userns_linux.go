package userns

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// marker is the environment variable by which a process knows that [Enter] has
// started it. Its value is a state and the network namespace that was left, so
// that a variable set by accident is seen through: whoever is still in that
// namespace has not left it. The user may set it to [none].
const marker = "RAWNL_NAMESPACES"

// The states of the marker. Processes that are started by the program inside
// inherit the second one; they share its mounts.
const (
	started = "started "
	ready   = "ready "
)

// none forbids namespaces, where the kernel is not to be touched.
const none = "none"

var (
	errNone = errors.New(marker + "=" + none + ": no namespaces are to be made here")

	// In a user namespace root would still own the machine's files and sysctls,
	// and seem to have the capabilities that were taken from it.
	errRoot = errors.New("root without CAP_SYS_ADMIN and CAP_NET_ADMIN; a user namespace is for ordinary users; " +
		"give it both, or be one")
)

// Enter moves the program into a new network and mount namespace, and into a
// new user namespace, in which it is root, if it is an ordinary user's and lacks
// CAP_SYS_ADMIN or CAP_NET_ADMIN. Call it first thing in main.
//
// It starts the program again with the same arguments, files and environment,
// passes signals on to it, waits for it and exits with its status, or with 128
// + n if signal n ended it. Only in the new process does it return nil, and at
// once in one that is in such namespaces already. There, /run is empty and
// private, and /sys shows the new network namespace where the kernel allows
// that.
//
// It returns an error if the namespaces cannot be made. The error says what
// forbids them as far as can be found out: a sysctl, most of the time, that root
// lacks the capabilities, or that the environment variable RAWNL_NAMESPACES is
// "none".
func Enter() error {
	if os.Getenv(marker) == none {
		return errNone
	}
	left, state := split(os.Getenv(marker))
	here, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		return fmt.Errorf("is /proc mounted? %w", err)
	}
	switch {
	case left == "" || left == here:
		status, err := again(started + here)
		if err != nil {
			return err
		}
		os.Exit(status)
	case state == started:
		if err := privateMounts(); err != nil {
			return explain(err)
		}
		return os.Setenv(marker, ready+left)
	}
	return nil
}

// split takes a value of the marker apart. What is no such value gives an empty
// namespace.
func split(value string) (left, state string) {
	for _, state := range []string{started, ready} {
		if left, ok := strings.CutPrefix(value, state); ok {
			return left, state
		}
	}
	return "", ""
}

// privateMounts gives the process, which must be in a mount namespace of its
// own, a /run of its own, where ip-netns(8) keeps its names.
func privateMounts() error {
	if err := unix.Mount("none", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make the mounts private: %w", err)
	}
	const flags = unix.MS_NOSUID | unix.MS_NODEV
	if err := unix.Mount("tmpfs", "/run", "tmpfs", flags, "mode=755"); err != nil {
		return fmt.Errorf("mount a private /run: %w", err)
	}
	// A user namespace may mount a new sysfs only where the machine's own is
	// wholly visible, which it is not in many containers. Few programs need it.
	_ = unix.Mount("sysfs", "/sys", "sysfs", flags|unix.MS_NOEXEC, "")
	return nil
}
