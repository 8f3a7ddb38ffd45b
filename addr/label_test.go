package addr_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var fullLabel = &addr.Label{
	Prefix: prefix("2001:db8:1::/48"), Index: 3, Value: 100,
	Unknown: []rtattr.Raw{{Type: 77, Data: []byte("news")}},
}

func TestLabelGolden(t *testing.T) {
	for _, tt := range []struct {
		file, comment string
		request       nlmsg.Request
	}{
		{"label-add", "ip addrlabel add prefix 2001:db8:1::/48 dev 3 label 100, and an attribute of a newer kernel",
			addr.AddLabel(fullLabel)},
		{"label-replace", "a label for IPv4, which is mapped; ip-addrlabel(8) cannot replace",
			addr.ReplaceLabel(&addr.Label{Prefix: prefix("::ffff:0:0/96"), Value: 0})},
		{"label-del", "ip addrlabel del prefix 2001:db8::/32 label 99",
			addr.DelLabel(&addr.Label{Prefix: prefix("2001:db8::/32"), Value: 99})},
	} {
		t.Run(tt.file, func(t *testing.T) {
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, encode(t, tt.request))
		})
	}
}

func TestLabelComesBack(t *testing.T) {
	for m, err := range nlmsg.Messages(encode(t, addr.AddLabel(fullLabel))) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := addr.DecodeLabel(m)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(*fullLabel, got.Clone(), values); diff != "" {
			t.Errorf("(-sent +read)\n%s", diff)
		}
	}
}

// isSaid writes l as the kernel does and reads it.
func isSaid(t *testing.T, l *addr.Label) {
	t.Helper()
	b, err := l.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := addr.DecodeLabel(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDRLABEL}, Data: b})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(l, got, values); diff != "" {
		t.Errorf("%v (-written +read)\n%s", l, diff)
	}
}

func TestEveryFieldOfALabelIsSaid(t *testing.T) {
	l := fullLabel.Clone()
	l.Seq = 12
	isSaid(t, &l)
	isSaid(t, &addr.Label{Prefix: prefix("2001:db8::1/32"), Value: 1<<32 - 1}) // which no request may have
	if _, err := (addr.Label{Index: 1 << 31}).AppendBinary(nil); err == nil {
		t.Error("no error for an index of 32 bits")
	}
}

func TestLabelRequestsRefuse(t *testing.T) {
	for _, tt := range []struct {
		name  string
		label *addr.Label
		want  string
	}{
		{"nil", nil, "addr label add: at offset 16: the label is nil"},
		{"no prefix", &addr.Label{}, "IFAL_ADDRESS at offset 16: invalid Prefix is no prefix of IPv6"},
		{"IPv4", &addr.Label{Prefix: prefix("192.0.2.0/24")}, "IFAL_ADDRESS at offset 16: 192.0.2.0/24 is no prefix of IPv6"},
		{"host bits", &addr.Label{Prefix: prefix("2001:db8::1/32")}, "2001:db8::1/32 has bits beyond the length of the prefix"},
		{"index", &addr.Label{Prefix: prefix("::/0"), Index: -1}, "ifal_index: -1 is the index of no interface"},
		{"no label", &addr.Label{Prefix: prefix("::/0"), Value: 1<<32 - 1}, "IFAL_LABEL at offset 16: 0xffffffff stands for no label"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := addr.AddLabel(tt.label).AppendBinary(nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want ... %s", err, tt.want)
			}
		})
	}
}
