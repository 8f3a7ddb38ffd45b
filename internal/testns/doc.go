// Package testns gives tests network namespaces of their own, as root and as an
// ordinary user alike.
//
// A package whose tests need the kernel starts them by [Main]:
//
//	func TestMain(m *testing.M) { testns.Main(m) }
//
// All of them run in network and mount namespaces that are not the machine's,
// with an empty /run: whatever goes wrong, the machine's interfaces and
// /run/netns are out of reach, and nothing is left behind. A test that changes
// anything takes a namespace for itself, so that it can run in parallel with
// others:
//
//	func TestSomething(t *testing.T) {
//		t.Parallel()
//		ns := testns.New(t)
//		conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
//		...
//		testns.Command(t, ns, "ip", "link", "add", "br0", "type", "bridge")
//	}
//
// Where namespaces are forbidden such tests are skipped, and say what forbids
// them.
package testns
