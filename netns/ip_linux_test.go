package netns_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/netns"
)

// ip runs ip(8) in the namespaces of the tests and returns the lines it writes.
func ip(t *testing.T, args ...string) []string {
	t.Helper()
	return strings.Split(strings.TrimSpace(testns.Command(t, nil, "ip", args...)), "\n")
}

func TestIPSeesOurs(t *testing.T) {
	t.Parallel()
	const name = "ours"
	ns := create(t, name)
	if names := ip(t, "netns", "list"); !slices.Contains(names, name) {
		t.Errorf("ip netns list: %q, without %q", names, name)
	}

	var want string
	err := netns.Do(ns, func() (err error) {
		want, err = os.Readlink("/proc/thread-self/ns/net")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := ip(t, "netns", "exec", name, "readlink", "/proc/self/ns/net"); got[0] != want {
		t.Errorf("ip netns exec runs in %s, want %s", got[0], want)
	}

	ip(t, "netns", "delete", name)
	if listed(t, name) {
		t.Error("the name is still listed after ip netns delete")
	}
}

func TestWeSeeThoseOfIP(t *testing.T) {
	t.Parallel()
	const name = "theirs"
	ip(t, "netns", "add", name)
	t.Cleanup(func() { _ = netns.Delete(name) })
	if !listed(t, name) {
		t.Error("the name is not listed")
	}

	ns, err := netns.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer ns.Close()
	testns.Command(t, ns, "ip", "link", "set", "lo", "up")
	if got := ip(t, "-netns", name, "-brief", "link", "show", "up"); !strings.HasPrefix(got[0], "lo ") {
		t.Errorf("ip finds %q up in the namespace, want the lo of the one that Open gives", got)
	}

	if err := netns.Delete(name); err != nil {
		t.Fatal(err)
	}
	if names := ip(t, "netns", "list"); slices.Contains(names, name) {
		t.Errorf("ip netns list still has %q after Delete: %q", name, names)
	}
}

// Names made by both at the same time stand in one mount of the directory, not
// in several that lie upon one another.
func TestTogetherWithIP(t *testing.T) {
	t.Parallel()
	for i := range 10 {
		name := "together" + strconv.Itoa(i)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if i%2 == 0 {
				create(t, name)
			} else {
				ip(t, "netns", "add", name)
				t.Cleanup(func() { _ = netns.Delete(name) })
			}
			if mounts := mountsOf(t, "/run/netns"); len(mounts) != 1 || !strings.Contains(mounts[0], " shared:") {
				t.Errorf("the mounts of /run/netns are %q, want one that is shared", mounts)
			}
			if mounts := mountsOf(t, runDir+name); len(mounts) != 1 {
				t.Errorf("the mounts of the name are %q, want one", mounts)
			}
		})
	}
}

// mountsOf returns the lines of the mounts that lie on path, see
// proc_pid_mountinfo(5).
func mountsOf(t *testing.T, path string) []string {
	t.Helper()
	b, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	var mounts []string
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 4 && f[4] == path {
			mounts = append(mounts, line)
		}
	}
	return mounts
}
