package userns

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// explain adds to the error of making or using a user namespace what seems to
// forbid it.
func explain(err error) error { return explainBy(os.DirFS("/proc"), err) }

// switches are the sysctls that forbid namespaces, the value by which they do,
// and what helps. The first two are Debian's and Ubuntu's own. The last two bind
// root as well.
var switches = []struct{ name, value, kind, remedy string }{
	{"kernel.unprivileged_userns_clone", "0", "user", "set it to 1, or be root"},
	{"kernel.apparmor_restrict_unprivileged_userns", "1", "user", "set it to 0, or be root"},
	{"user.max_user_namespaces", "0", "user", "set it to 1000, or be root"},
	{"user.max_mnt_namespaces", "0", "mount", "set it to 1000"},
	{"user.max_net_namespaces", "0", "network", "set it to 1000"},
}

// explainBy is explain with the files of proc, a directory like /proc.
func explainBy(proc fs.FS, err error) error {
	if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, unix.ENOSPC) && !errors.Is(err, unix.EUSERS) {
		return err
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err // that it was "fork/exec" of this program does not matter
	}
	for _, s := range switches {
		file := "sys/" + strings.ReplaceAll(s.name, ".", "/")
		if read(proc, file) == s.value {
			return fmt.Errorf("%s namespaces are forbidden by the sysctl %s = %s; %s (%w)",
				s.kind, s.name, s.value, s.remedy, err)
		}
	}
	if !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w: the limits user.max_user_namespaces, user.max_mnt_namespaces or "+
			"user.max_net_namespaces are reached; raise them", err)
	}
	if strings.Contains(read(proc, "self/status"), "\nSeccomp:\t2") {
		return fmt.Errorf("%w: a seccomp filter, such as containers have, seems to forbid "+
			"user namespaces; be root with CAP_SYS_ADMIN, or allow unshare and clone", err)
	}
	return fmt.Errorf("%w: user namespaces are forbidden, though no sysctl says so "+
		"(a security module, or a chroot); be root with CAP_SYS_ADMIN and CAP_NET_ADMIN", err)
}

// read returns what a file of proc says, or nothing if there is no such file.
func read(proc fs.FS, file string) string {
	b, _ := fs.ReadFile(proc, file)
	return strings.TrimSpace(string(b))
}
