package link_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// kindTest holds what is tested of a kind: its bytes, and what the kernel makes
// of it.
type kindTest struct {
	// full has every option that a request can have, and ip is the command line
	// that says the same. They make the golden file testdata/kind-NAME.golden.
	full *link.Link
	ip   string

	// iproute2 are the requests recorded from iproute2, by id.
	iproute2 map[string]nlmsg.Request

	// live are links that the kernel makes, reads back, changes and deletes.
	live []liveTest

	// fix puts values that the fields of the kind can have in place of those
	// that a test has made up, where that is needed.
	fix func(link.Kind)
}

// liveTest is a link for the kernel. Name and Index of it are the test's.
type liveTest struct {
	name   string
	before []*link.Link // that are needed first, with indexes from others on
	link   *link.Link
	change link.Kind // what is changed then; nil if nothing can be

	// since is the first kernel that has all of it.
	since [2]int

	// unread are fields that the kernel takes and does not report. notBack says
	// that what is read cannot be written back: the kernel refuses that kind or
	// some of it.
	unread  []string
	notBack bool

	// follows are fields that the kernel changes along with change.
	follows []string
}

// The indexes of the links of live tests: an Ethernet interface that can be a
// parent, whose peer has the next one, the link itself, and from others on those
// that a test needs. They are high, because kernels with tunnels make some in
// each new namespace.
const parent, made, others = 102, 110, 120

// kinds are all kinds but the bridge and the veth, which have tests of their
// own.
var kinds = []kindTest{
	amtTest,
	bareUDPTest,
	batadvTest,
	bondTest,
	canTest,
	dsaTest,
	dummyTest,
	erspanTest,
	geneveTest,
	greTest,
	gretapTest,
	gtpTest,
	hsrTest,
	ifbTest,
	ip6erspanTest,
	ip6greTest,
	ip6gretapTest,
	ip6tnlTest,
	ipipTest,
	ipoibTest,
	ipvlanTest,
	ipvtapTest,
	macsecTest,
	macvlanTest,
	macvtapTest,
	netdevsimTest,
	netkitTest,
	nlmonTest,
	ovpnTest,
	pfcpTest,
	pppTest,
	rmnetTest,
	sitTest,
	teamTest,
	tunTest,
	vcanTest,
	virtWifiTest,
	vlanTest,
	vrfTest,
	vti6Test,
	vtiTest,
	vxcanTest,
	vxlanTest,
	wireGuardTest,
	wwanTest,
	xfrmTest,
}

func TestKindGolden(t *testing.T) {
	for _, k := range kinds {
		name := k.full.Data.Kind()
		t.Run(name, func(t *testing.T) {
			b, err := link.Add(k.full).AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, "testdata/kind-"+name+".golden", k.ip, b)

			got, err := link.Decode(newLink(b[nlmsg.HeaderLen:]))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(k.full, got, cmpAddr); diff != "" {
				t.Errorf("(-written +read)\n%s", diff)
			}
		})
	}
}

// Every option that a request can have is in the golden file: with the fields
// that nobody can set left out, no field of full is zero.
func TestKindGoldenIsFull(t *testing.T) {
	for _, k := range kinds {
		v := reflect.ValueOf(k.full.Data).Elem()
		bare := reflect.New(v.Type())
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if field.Name == "Unknown" || field.Anonymous || !v.Field(i).IsZero() {
				continue
			}
			// It is no option if it changes nothing in a request.
			newFiller().Fill(bare.Elem().Field(i))
			add := link.Add(&link.Link{ParentIndex: new(parent), Data: bare.Interface().(link.Kind)})
			with, err := add.AppendBinary(nil)
			bare.Elem().SetZero()
			without, _ := add.AppendBinary(nil)
			if err != nil || string(with) != string(without) {
				t.Errorf("%s: the golden file lacks %s", k.full.Data.Kind(), field.Name)
			}
		}
	}
}
