package neigh_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What was read of the kernel can be sent in a request, and is the same but for
// what is not sent.
func TestDumpsCanBeSent(t *testing.T) {
	skipBigEndian(t)
	answers := dumped(t)
	if len(answers) < 200 {
		t.Errorf("%d answers in the records", len(answers))
	}
	for _, m := range answers {
		switch {
		case m.Type == linux.RTM_NEWNEIGHTBL:
			sendsAgain(t, m, neigh.DecodeTable, asAnswer, func(x *neigh.Table) {
				x.Config, x.Stats = nil, nil
				x.Params.Refs, x.Params.ReachableTime = 0, nil
			})
		case m.Data[0] == linux.AF_BRIDGE:
			sendsAgain(t, m, neigh.DecodeFDB, neigh.AddFDB, func(f *neigh.FDB) {
				f.Confirmed, f.Used, f.Updated, f.Refs = 0, 0, 0, 0
				ownFDB(f)
			})
		default:
			sendsAgain(t, m, neigh.Decode, neigh.Add, func(n *neigh.Neigh) {
				n.Confirmed, n.Used, n.Updated, n.Refs, n.Probes = 0, 0, 0, 0, 0
			})
		}
	}
}

// sendsAgain decodes m, sends that and decodes what was sent. What is not sent the
// function notSent takes away.
func sendsAgain[T any](t *testing.T, m nlmsg.Message, decode func(nlmsg.Message) (*T, error), write func(*T) nlmsg.Request, notSent func(*T)) {
	t.Helper()
	v, err := decode(m)
	if err != nil {
		t.Fatal(err)
	}
	request := encode(t, write(v))
	notSent(v)
	for m := range nlmsg.Messages(request) {
		got, err := decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(v, got, values); diff != "" {
			t.Errorf("sent again (-first +second)\n%s", diff)
		}
	}
}

// dumped returns the recorded answers of the kernel that are about neighbours,
// forwarding entries and tables.
func dumped(t testing.TB) []nlmsg.Message {
	t.Helper()
	var answers []nlmsg.Message
	for _, rec := range golden.Records(t, "../explain/testdata/wire/dumps.jsonl") {
		for _, d := range rec.Messages {
			if d.Dir != "recv" {
				continue
			}
			for m, err := range nlmsg.Messages(d.Bytes) {
				if err != nil {
					t.Fatal(err)
				}
				if m.Type == linux.RTM_NEWNEIGH || m.Type == linux.RTM_NEWNEIGHTBL {
					answers = append(answers, m)
				}
			}
		}
	}
	return answers
}

// asAnswer is a request to change the table, with the type of the answer that
// reports it.
func asAnswer(t *neigh.Table) nlmsg.Request {
	r := neigh.SetTable(t)
	r.Type = linux.RTM_NEWNEIGHTBL
	return r
}
