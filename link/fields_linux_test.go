package link_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/kernels"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What the kernel makes of each field of each kind is reported, for
// docs/kernels.md: of the links of TestKindsLive, even of those that only a newer
// kernel makes as they are.
func TestReportFields(t *testing.T) {
	t.Parallel()
	// These modules are loaded for something else than links of their kinds.
	if fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC, 0); err == nil {
		unix.Close(fd)
	}
	if err := loadOVPN(t); err != nil {
		t.Log(err)
	}
	veth := kindTest{full: &link.Link{Data: &link.Veth{}}}
	for _, k := range append(kinds, bridgeKind, veth) {
		name := k.full.Data.Kind()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, _ := newNS(t)
			has := "yes"
			err := conn.Do(link.Add(&link.Link{Name: "new0", Data: &link.UnknownKind{Name: name}}))
			if unknownKind(err) {
				has = "no"
			} else if err == nil {
				do(t, conn, link.Del(link.Name("new0")))
			}
			kernels.Report(t, "kinds", name, has)
			for i := range k.live {
				if has == "yes" {
					reportFields(t, conn, &k.live[i])
				}
			}
		})
	}
}

// unknownKind reports whether the kernel has refused a link because it has none
// of its kind. A kind that the kernel has may not support something else.
func unknownKind(err error) bool {
	var refused *nlmsg.Error
	return errors.As(err, &refused) && refused.Errno == unix.EOPNOTSUPP && refused.Message == "Unknown device type"
}

// reportFields reports what becomes of the fields of a link. Those that are
// refused are left out, until the kernel makes it.
func reportFields(t *testing.T, conn *nlmsg.Conn, tt *liveTest) {
	do(t, conn, link.Add(&link.Link{
		Name: "parent0", Index: parent, Flags: unix.IFF_UP,
		Data: &link.Veth{Peer: &link.Link{Name: "parent1", Index: parent + 1}},
	}))
	defer do(t, conn, link.Del(link.Index(parent)))
	for _, before := range tt.before {
		if err := conn.Do(link.Add(before)); err != nil {
			return
		}
		defer do(t, conn, link.Del(link.Index(before.Index)))
	}
	// try returns the link with some of the fields, as read.
	try := func(fields []kernels.Field) (*link.Link, error) {
		add := *tt.link
		add.Name, add.Index, add.Data = "new0", made, kernels.Only(tt.link.Data, fields...)
		if err := conn.Do(link.Add(&add)); err != nil {
			return nil, err
		}
		defer do(t, conn, link.Del(link.Index(made)))
		return get(t, conn, link.Index(made)), nil
	}
	answers := make(map[string]string)
	taken := kernels.Fields(tt.link.Data)
	read, err := try(taken)
	for err != nil {
		// Which is it? That without which the others are taken, or, if there is
		// none, the last.
		culprit := len(taken) - 1
		for i := range taken {
			rest := slices.Delete(slices.Clone(taken), i, i+1)
			if read, other := try(rest); other == nil && read != nil {
				culprit = i
				break
			}
		}
		if culprit < 0 {
			t.Logf("%s: %v without any field", tt.name, err)
			return
		}
		answers[taken[culprit].Name] = kernels.Refused(t, err)
		taken = slices.Delete(taken, culprit, culprit+1)
		read, err = try(taken)
	}
	for _, f := range taken {
		answers[f.Name] = "ignored"
		given, got := f.Of(tt.link.Data).Interface(), f.Of(read.Data).Interface()
		switch {
		case slices.Contains(tt.unread, f.Name):
			answers[f.Name] = "not read"
		case cmp.Equal(given, got, cmpAddr), holdsBits(given, got):
			answers[f.Name] = "yes"
		}
	}
	for _, field := range slices.Sorted(maps.Keys(answers)) {
		question := tt.link.Data.Kind() + " `" + field + "`"
		if tt.name != "" {
			question += " (" + strings.ReplaceAll(tt.name, "_", " ") + ")"
		}
		kernels.Report(t, "fields", question, answers[field])
	}
}

// holdsBits reports whether bits as read have those that were given.
func holdsBits(given, got any) bool {
	a, ok := given.(*link.Bits)
	if !ok || got.(*link.Bits) == nil {
		return false
	}
	b := got.(*link.Bits)
	return b.Mask&a.Mask == a.Mask && b.Value&a.Mask == a.Value
}
