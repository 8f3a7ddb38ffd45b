package addr_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/addr"
)

func TestLabelsLive(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	before, err := addr.ListLabels(conn)
	if err != nil {
		t.Fatal(err)
	}
	l := &addr.Label{Prefix: prefix("2001:db8::/32"), Index: veth0, Value: 99}
	do(t, conn, addr.AddLabel(l))
	if err := conn.Do(addr.AddLabel(l)); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second time: %v, want EEXIST", err)
	}
	l.Value = 100
	do(t, conn, addr.ReplaceLabel(l))

	// It counts for the addresses in its prefix, and on its interface only.
	got, err := addr.GetLabel(conn, veth0, ip("2001:db8::7"))
	if err != nil {
		t.Fatal(err)
	}
	const changes = 2
	if want := before[0].Seq + changes; got.Seq != want {
		t.Errorf("after %d changes the number of the table is %d, want %d", changes, got.Seq, want)
	}
	unnumbered := cmpopts.IgnoreFields(addr.Label{}, "Seq")
	if diff := cmp.Diff(l, got, values, unnumbered); diff != "" {
		t.Errorf("label (-set +read)\n%s", diff)
	}
	if got, err := addr.GetLabel(conn, veth1, ip("2001:db8::7")); err != nil || got.Value == l.Value {
		t.Errorf("on another interface: %v, %v", got, err)
	}

	// All but the new one are those that the kernel has had before, IPv4's too.
	var others []addr.Label
	ipv4 := false
	for label, err := range addr.AllLabels(conn) {
		if err != nil {
			t.Fatal(err)
		}
		ipv4 = ipv4 || label.Prefix == prefix("::ffff:0:0/96")
		if label.Index == 0 {
			others = append(others, label.Clone())
		}
	}
	if diff := cmp.Diff(before, others, values, unnumbered); diff != "" || !ipv4 {
		t.Errorf("others (-before +after)\n%s", diff)
	}

	do(t, conn, addr.DelLabel(l))
	if err := conn.Do(addr.DelLabel(l)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleted twice: %v, want ESRCH", err)
	}
}
