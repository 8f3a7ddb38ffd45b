package netns_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// The descriptor 6 is that which ip(8) had of the namespace.
func TestIDRequestsAreThoseOfIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2.jsonl", map[string]nlmsg.Request{
		"netns-set":                 netns.SetID(netns.Fd(6), 10),
		"netns-set-zero":            netns.SetID(netns.Fd(6), 0),
		"netns-set-auto":            netns.SetAutoID(netns.Fd(6)),
		"netns-list-id":             netns.IDFilter{}.Request(),
		"netns-list-id-target":      netns.IDFilter{Target: new(netns.ID(5))}.Request(),
		"netns-list-id-nsid":        netns.IDFilter{}.GetRequest(netns.ID(10)),
		"netns-list-id-target-nsid": netns.IDFilter{Target: new(netns.ID(5))}.GetRequest(netns.ID(6)),
	}, nil)
}

func TestIDGolden(t *testing.T) {
	for _, tt := range []struct {
		file, comment string
		request       nlmsg.Request
	}{
		{"set-id", "ip netns set NAME 10", netns.SetID(netns.Fd(6), 10)},
		{"set-id-auto", "ip netns set NAME auto, of a process", netns.SetAutoID(netns.PID(4711))},
		{"get-id", "ip netns list-id nsid 10 target-nsid 5", netns.IDFilter{Target: new(netns.ID(5))}.GetRequest(netns.ID(10))},
		{"list-ids", "ip netns list-id target-nsid 5", netns.IDFilter{Target: new(netns.ID(5))}.Request()},
	} {
		t.Run(tt.file, func(t *testing.T) {
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, encode(t, tt.request))
		})
	}
}

func encode(t testing.TB, r nlmsg.Request) []byte {
	t.Helper()
	b, err := r.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What the wire cannot carry is named before anything is sent.
func TestIDRequestsRefuse(t *testing.T) {
	var none *netns.ID
	for _, tt := range []struct {
		name    string
		request nlmsg.Request
		want    string
	}{
		{"no namespace", netns.SetID(nil, 5), "netns set id 5 of : at offset 20: no namespace is given"},
		{"nil pointer", netns.SetAutoID(none), "netns set id of: at offset 20: no namespace is given"},
		{"no file", netns.SetID(netns.File(nil), 5), "netns set id 5 of no file: NETNSA_FD at offset 20: not an open file"},
		{"descriptor beyond 31 bits", netns.SetID(netns.Fd(1<<31), 5), "netns set id 5 of file descriptor 2147483648: NETNSA_FD at offset 20: not an open file"},
		{"process 0", netns.SetID(netns.PID(0), 5), "netns set id 5 of process 0: NETNSA_PID at offset 20: process id 0 is out of range"},
		{"negative id", netns.SetID(netns.Fd(6), -1), "netns set id -1 of file descriptor 6: NETNSA_NSID at offset 28: namespace id -1 is negative"},
		{"id of an id", netns.SetID(netns.ID(6), 7), "netns set id 7 of id 6: NETNSA_NSID at offset 20: id 6 is no name of a namespace that is to get one"},
		{"negative id to get", netns.IDFilter{}.GetRequest(netns.NoID), "netns get id of id -1: NETNSA_NSID at offset 20: namespace id -1 is negative"},
		{"nothing to get", netns.IDFilter{}.GetRequest(nil), "netns get id of: at offset 20: no namespace is given"},
		{"negative target", netns.IDFilter{Target: new(netns.NoID)}.Request(), "netns list ids: NETNSA_TARGET_NSID at offset 20: namespace id -1 is negative"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.request.AppendBinary(nil); err == nil || err.Error() != tt.want {
				t.Errorf("error\n%v, want\n%s", err, tt.want)
			}
		})
	}
}

// An open file is known by its name, and sent by its descriptor.
func TestIDOfAFile(t *testing.T) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := netns.SetID(netns.File(f), 5)
	if got, want := r.String(), "netns set id 5 of "+os.DevNull; got != want {
		t.Errorf("request %q, want %q", got, want)
	}
	if diff := cmp.Diff(encode(t, netns.SetID(netns.Fd(f.Fd()), 5)), encode(t, r)); diff != "" {
		t.Errorf("(-by descriptor +by file)\n%s", diff)
	}
}

// idMessage is an answer with these attributes.
func idMessage(attrs func(e *rtattr.Encoder)) nlmsg.Message {
	e := rtattr.NewEncoder(nil)
	e.Struct(1)
	attrs(e)
	b, _ := e.Result()
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWNSID}, Data: b}
}

func TestDecodeID(t *testing.T) {
	for _, tt := range []struct {
		text  string
		attrs func(e *rtattr.Encoder)
		want  netns.NSID
	}{
		{"nsid unassigned", func(e *rtattr.Encoder) {}, netns.NSID{ID: netns.NoID}},
		{"nsid 0", func(e *rtattr.Encoder) { e.Int32(linux.NETNSA_NSID, 0) }, netns.NSID{}},
		{"nsid 10 current-nsid 5", func(e *rtattr.Encoder) {
			e.Int32(linux.NETNSA_NSID, 10)
			e.Int32(linux.NETNSA_CURRENT_NSID, 5)
		}, netns.NSID{ID: 10, CurrentID: new(netns.ID(5))}},
		{"nsid 10 current-nsid unassigned", func(e *rtattr.Encoder) {
			e.Int32(linux.NETNSA_NSID, 10)
			e.Int32(linux.NETNSA_CURRENT_NSID, -1)
			e.Uint32(77, 7)
		}, netns.NSID{ID: 10, CurrentID: new(netns.NoID), Unknown: []rtattr.Raw{{Type: 77, Data: []byte{7, 0, 0, 0}}}}},
	} {
		t.Run(tt.text, func(t *testing.T) {
			m := idMessage(tt.attrs)
			if len(tt.want.Unknown) > 0 {
				tt.want.Unknown[0].Data = m.Data[len(m.Data)-4:]
			}
			got, err := netns.DecodeID(m)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tt.want, got); diff != "" || got.String() != tt.text {
				t.Errorf("%s (-want +got)\n%s", got, diff)
			}
			c := got.Clone()
			clear(m.Data)
			if len(c.Unknown) > 0 && string(c.Unknown[0].Data) == string(got.Unknown[0].Data) {
				t.Error("a clone shares the bytes of the message")
			}
		})
	}
	_, err := netns.DecodeID(idMessage(func(e *rtattr.Encoder) { e.Bytes(linux.NETNSA_NSID, []byte{1, 2, 3}) }))
	if err == nil || !strings.HasSuffix(err.Error(), "NETNSA_NSID at offset 20: 3 bytes, want 4") {
		t.Errorf("error %v, want one of NETNSA_NSID", err)
	}
	if _, err := netns.DecodeID(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWNSID}}); err == nil {
		t.Error("no error of an empty message")
	}
	if _, err := netns.DecodeID(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWLINK}}); err == nil {
		t.Error("no error of a message of another type")
	}
}

// isSaid writes n as the kernel does and reads it.
func isSaid(t *testing.T, n *netns.NSID) {
	t.Helper()
	b, err := n.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := netns.DecodeID(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWNSID}, Data: b})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(n, got); diff != "" {
		t.Errorf("%v (-written +read)\n%s", n, diff)
	}
}

func TestEveryFieldIsSaid(t *testing.T) {
	isSaid(t, &netns.NSID{ID: 7, CurrentID: new(netns.NoID), Unknown: []rtattr.Raw{{Type: 77, Data: []byte("news")}}})
	isSaid(t, &netns.NSID{ID: netns.NoID})
}
