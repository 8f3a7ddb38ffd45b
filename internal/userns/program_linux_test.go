package userns_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/userns"
)

// roleEnv makes the test binary a program that begins with Enter.
const roleEnv = "RAWNL_TEST_ROLE"

func TestMain(m *testing.M) {
	role := os.Getenv(roleEnv)
	if role == "" {
		os.Exit(m.Run())
	}
	if err := userns.Enter(); err != nil {
		fmt.Println("refused:", err)
		os.Exit(99)
	}
	roles[role]()
}

// roles are what the program does when it is inside.
var roles = map[string]func(){
	"exit": func() { os.Exit(7) },
	"die":  func() { _ = unix.Kill(unix.Getpid(), unix.SIGKILL); select {} },
	"show": show,
	"wait": func() { // for a signal
		signals := make(chan os.Signal, 1)
		signal.Notify(signals)
		fmt.Println("ready")
		for sig := range signals {
			if sig != unix.SIGURG { // the runtime's own
				fmt.Println(sig)
				os.Exit(3)
			}
		}
	},
	"again": func() { // a program that the program inside starts
		show()
		cmd := command("show", "an argument")
		cmd.Env = append(os.Environ(), roleEnv+"=show")
		cmd.Stdout = os.Stdout
		if err := cmd.Run(); err != nil {
			fmt.Println(err)
		}
	},
	"forbid": func() { // and then try
		if allUsers() {
			fmt.Println("this is the machine's user namespace")
			os.Exit(1)
		}
		limit := "/proc/sys/user/max_user_namespaces" // of this user namespace
		if err := os.WriteFile(limit, []byte("0"), 0); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		out, err := ordinary(command("exit")).CombinedOutput()
		fmt.Printf("%s%v\n", out, err)
	},
}

// show prints what there is to see of the namespaces.
func show() {
	for _, kind := range []string{"net", "mnt", "user"} {
		link, err := os.Readlink("/proc/self/ns/" + kind)
		fmt.Println(link, err)
	}
	links, err := net.Interfaces()
	for _, l := range links {
		fmt.Println("link", l.Name, l.Flags&net.FlagUp, err)
	}
	files, err := os.ReadDir("/run")
	fmt.Println("uid", os.Getuid(), "gid", os.Getgid(), "run", len(files), err)
	fmt.Println("args", strings.Join(os.Args[1:], " "))
}

// command is the program in that role, outside of all namespaces of Enter. It
// is for tests that have called needNamespaces.
func command(role string, args ...string) *exec.Cmd {
	exe, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(exe, args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "RAWNL_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, roleEnv+"="+role)
	return cmd
}

// ordinary makes cmd an ordinary user's, if this process is root's.
func ordinary(cmd *exec.Cmd) *exec.Cmd {
	if os.Geteuid() == 0 {
		// This user may not walk to where go test has put the program.
		cmd.Path = "/proc/self/exe"
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return cmd
}

// nobody is a user and a group with no rights.
const nobody = 65534

// allUsers reports whether this user namespace has all users that there can be,
// as the machine's has.
func allUsers() bool {
	ids, err := os.ReadFile("/proc/self/uid_map")
	return err == nil && strings.Contains(string(ids), " 4294967295\n")
}

// needNamespaces skips the test where Enter is refused.
func needNamespaces(t *testing.T) {
	t.Helper()
	if os.Getenv("RAWNL_NAMESPACES") == "none" { // which command does not pass on
		t.Skip("needs network namespaces: RAWNL_NAMESPACES=none: no namespaces are to be made here")
	}
	out, _ := command("exit").CombinedOutput()
	if reason, refused := strings.CutPrefix(string(out), "refused: "); refused {
		t.Skip("needs network namespaces: " + reason)
	}
}
