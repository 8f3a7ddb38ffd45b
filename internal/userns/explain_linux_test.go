package userns

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/sys/unix"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		err   error
		proc  map[string]string
		want  string
		plain bool // the error is no refusal and stays as it is
	}{
		{
			name: "Debian's switch",
			err:  unix.EPERM,
			proc: map[string]string{"sys/kernel/unprivileged_userns_clone": "0\n"},
			want: "sysctl kernel.unprivileged_userns_clone = 0; set it to 1, or be root",
		},
		{
			name: "Ubuntu's switch",
			err:  unix.EACCES,
			proc: map[string]string{
				"sys/kernel/unprivileged_userns_clone":             "1\n",
				"sys/kernel/apparmor_restrict_unprivileged_userns": "1\n",
			},
			want: "sysctl kernel.apparmor_restrict_unprivileged_userns = 1; set it to 0, or be root",
		},
		{
			name: "no namespaces at all",
			err:  unix.ENOSPC,
			proc: map[string]string{"sys/user/max_user_namespaces": "0\n"},
			want: "sysctl user.max_user_namespaces = 0",
		},
		{
			name: "too many namespaces",
			err:  unix.ENOSPC,
			proc: map[string]string{"sys/user/max_user_namespaces": "100\n"},
			want: "user.max_user_namespaces, user.max_mnt_namespaces or user.max_net_namespaces are reached",
		},
		{
			name: "a container",
			err:  unix.EPERM,
			proc: map[string]string{
				"sys/user/max_user_namespaces": "100\n",
				"self/status":                  "Name:\tx\nSeccomp:\t2\nSeccomp_filters:\t1\n",
			},
			want: "seccomp",
		},
		{
			name: "no reason to be found",
			err:  unix.EPERM,
			proc: map[string]string{"self/status": "Name:\tx\nSeccomp:\t0\n"},
			want: "no sysctl says so",
		},
		{
			name:  "another error",
			err:   unix.ENOENT,
			proc:  map[string]string{"sys/user/max_user_namespaces": "0\n"},
			plain: true,
		},
	}
	for _, tt := range tests {
		proc := make(fstest.MapFS)
		for name, content := range tt.proc {
			proc[name] = &fstest.MapFile{Data: []byte(content)}
		}
		failed := &fs.PathError{Op: "fork/exec", Path: "/bin/program", Err: tt.err}
		got := explainBy(proc, failed)
		if !errors.Is(got, tt.err) {
			t.Errorf("%s: %v is not %v any more", tt.name, got, tt.err)
		}
		if tt.plain && got != error(failed) {
			t.Errorf("%s: %v, want the error as it is", tt.name, got)
		}
		if !strings.Contains(got.Error(), tt.want) {
			t.Errorf("%s:\n got %v\nwant %s", tt.name, got, tt.want)
		}
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	tests := []struct{ value, left, state string }{
		{"", "", ""},
		{"1", "", ""},
		{"started net:[7]", "net:[7]", started},
		{"ready net:[7]", "net:[7]", ready},
	}
	for _, tt := range tests {
		if left, state := split(tt.value); left != tt.left || state != tt.state {
			t.Errorf("split(%q) = %q, %q, want %q, %q", tt.value, left, state, tt.left, tt.state)
		}
	}
}
