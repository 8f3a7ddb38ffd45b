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

// switches are the sysctls that forbid namespaces, and the value by which they
// do. The first two are Debian's and Ubuntu's own.
var switches = []struct{ name, value, remedy string }{
	{"kernel.unprivileged_userns_clone", "0", "1"},
	{"kernel.apparmor_restrict_unprivileged_userns", "1", "0"},
	{"user.max_user_namespaces", "0", "1000"},
	{"user.max_mnt_namespaces", "0", "1000"},
	{"user.max_net_namespaces", "0", "1000"},
}

// explainBy is explain with the files of proc, a directory like /proc.
func explainBy(proc fs.FS, err error) error {
	if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, unix.ENOSPC) && !errors.Is(err, unix.EUSERS) {
		return err
	}
	for _, s := range switches {
		file := "sys/" + strings.ReplaceAll(s.name, ".", "/")
		if read(proc, file) == s.value {
			return fmt.Errorf("%w: user namespaces are forbidden by the sysctl %s = %s; set it to %s, or be root",
				err, s.name, s.value, s.remedy)
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
