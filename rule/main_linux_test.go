package rule_test

import (
	"errors"
	"os"
	"slices"
	"syscall"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

func TestMain(m *testing.M) { testns.Main(m) }

// dial opens a connection in a namespace of the test's own. The test is skipped
// if the kernel has no rules.
func dial(t testing.TB) (*nlmsg.Conn, *os.File) {
	t.Helper()
	ns := testns.New(t)
	conn := testconn.Dial(t, nlmsg.Config{NetNS: ns})
	need(t, conn, ipv4, "CONFIG_IP_MULTIPLE_TABLES")
	return conn, ns
}

// need skips the test if the kernel has no rules for a family.
func need(t testing.TB, conn *nlmsg.Conn, family uint8, option string) {
	t.Helper()
	_, err := rule.Filter{Family: family}.List(conn)
	if errors.Is(err, syscall.EAFNOSUPPORT) || errors.Is(err, syscall.EOPNOTSUPP) {
		t.Skipf("needs %s: %v", option, err)
	} else if err != nil {
		t.Fatal(err)
	}
}

// do makes requests that must succeed.
var do = testconn.Do

// list returns the rules that the test has made.
func list(t testing.TB, conn *nlmsg.Conn) []rule.Rule {
	t.Helper()
	got, err := rule.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(got, ofTheKernel)
}

// ofTheKernel reports whether the kernel has made the rule. (Kernels before 4.17
// do not say so themselves.)
func ofTheKernel(r rule.Rule) bool {
	p := *r.Priority
	if r.Family == rule.FamilyIPMR || r.Family == rule.FamilyIP6MR {
		return p == 0x7fff
	}
	return p == 0 || p == 0x7ffe || p == 0x7fff
}
