package userns_test

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func TestExitStatus(t *testing.T) {
	t.Parallel()
	needNamespaces(t)
	for role, want := range map[string]int{
		"exit": 7,
		"die":  128 + 9, // by SIGKILL
	} {
		err := command(role).Run()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != want {
			t.Errorf("the program that does %q ends with %v, want status %d", role, err, want)
		}
	}
}

func TestNamespaces(t *testing.T) {
	t.Parallel()
	needNamespaces(t)
	plain, err := command("show", "an argument").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, plain)
	}
	if os.Geteuid() == 0 && !allUsers() {
		t.Skip("needs an ordinary user to be: this user namespace need not have one")
	}
	fallen, err := ordinary(command("show", "an argument")).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, fallen)
	}
	for name, out := range map[string]string{
		"as is":            string(plain),
		"an ordinary user": string(fallen),
	} {
		for _, kind := range []string{"net", "mnt"} {
			here, err := os.Readlink("/proc/self/ns/" + kind)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out, here) {
				t.Errorf("%s: it is still in %s", name, here)
			}
		}
		if user, err := os.Readlink("/proc/self/ns/user"); err != nil {
			t.Fatal(err)
		} else if name == "an ordinary user" && strings.Contains(out, user) {
			t.Errorf("%s: it is still in %s", name, user)
		}
		for _, want := range []string{"link lo 0 <nil>", "uid 0 gid 0 run 0 <nil>", "args an argument"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: want %q in\n%s", name, want, out)
			}
		}
		if n := strings.Count(out, "link "); n != 1 {
			t.Errorf("%s: there are %d interfaces, want lo alone:\n%s", name, n, out)
		}
	}
}

func TestForbiddenByTheEnvironment(t *testing.T) {
	t.Parallel()
	cmd := command("exit")
	cmd.Env = append(cmd.Env, "RAWNL_NAMESPACES=none")
	out, err := cmd.CombinedOutput()
	if want := "refused: RAWNL_NAMESPACES=none: no namespaces are to be made here\n"; err == nil || string(out) != want {
		t.Errorf("the program says %q (%v), want %q", out, err, want)
	}
}

// What the program starts is inside already and shares its namespaces.
func TestEnterTwice(t *testing.T) {
	t.Parallel()
	needNamespaces(t)
	b, err := command("again", "an argument").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	out := string(b)
	if half := len(out) / 2; out[:half] != out[half:] {
		t.Errorf("the program and the one it starts see different things:\n%s", out)
	}
}

// A signal to the first process reaches the second one, and it is waited for.
func TestSignals(t *testing.T) {
	t.Parallel()
	needNamespaces(t)
	for _, sig := range []unix.Signal{unix.SIGTERM, unix.SIGHUP, unix.SIGUSR1, unix.SIGINT, unix.SIGQUIT} {
		cmd := command("wait")
		// Without a terminal, since one has sent an interrupt to both.
		cmd.SysProcAttr = &unix.SysProcAttr{Setsid: true}
		out := start(t, cmd)
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		rest, err := io.ReadAll(out)
		if err != nil {
			t.Fatal(err)
		}
		err = cmd.Wait()
		var exit *exec.ExitError
		if got := string(rest); got != sig.String()+"\n" || !errors.As(err, &exit) || exit.ExitCode() != 3 {
			t.Errorf("of %v the program says %q and ends with %v, want its name and status 3", sig, got, err)
		}
	}
}

// The second process does not outlive the first.
func TestParentDeath(t *testing.T) {
	t.Parallel()
	needNamespaces(t)
	cmd := command("wait")
	out := start(t, cmd)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	// Only when both are gone is the pipe closed.
	if rest, err := io.ReadAll(out); err != nil || len(rest) != 0 {
		t.Errorf("the program says %q (%v), want it killed", rest, err)
	}
	_ = cmd.Wait()
}

// start starts the program and returns its output after "ready".
func start(t *testing.T, cmd *exec.Cmd) *bufio.Reader {
	t.Helper()
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out := bufio.NewReader(pipe)
	if line, err := out.ReadString('\n'); line != "ready\n" {
		t.Fatalf("the program says %q (%v)", line, err)
	}
	return out
}

func TestRefusedBySysctl(t *testing.T) {
	t.Parallel()
	needNamespaces(t)
	// Each user namespace has a limit of its own, so none but ours is changed.
	if os.Geteuid() != 0 || !allUsers() {
		t.Skip("needs to be root of all users")
	}
	cmd := command("forbid")
	two := []syscall.SysProcIDMap{{Size: 1}, {ContainerID: nobody, HostID: nobody, Size: 1}}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWUSER, UidMappings: two, GidMappings: two, GidMappingsEnableSetgroups: true,
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"refused: ", "no space left on device", "sysctl user.max_user_namespaces = 0", "exit status 99"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
}

// A user namespace would give root back what was taken from it.
func TestRootDoesNotFallBack(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("needs to be root")
	}
	needNamespaces(t)
	for _, taken := range []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN} {
		out, err := without(taken, command("show"))
		if want := "refused: root without CAP_SYS_ADMIN and CAP_NET_ADMIN"; err == nil || !strings.HasPrefix(out, want) {
			t.Errorf("without capability %d: the program says %q (%v), want %q", taken, out, err, want)
		}
	}
}

// without runs cmd without a capability.
func without(capability uintptr, cmd *exec.Cmd) (out string, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked, so that the thread ends
		if err = unix.Prctl(unix.PR_CAPBSET_DROP, capability, 0, 0, 0); err != nil {
			return
		}
		var b []byte
		b, err = cmd.CombinedOutput()
		out = string(b)
	}()
	<-done
	return out, err
}
