package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/explain"
)

func TestCheckFailsOnEveryDifference(t *testing.T) {
	const comment = "ip link add veth0 type veth peer br-veth0\nA pair of veths."
	msg := sample(t, vethAdd)
	file := "# ip link add veth0 type veth peer br-veth0\n# A pair of veths.\n" + vethAdd
	other := strings.Replace(file, `62 72 2d 76 65 74 68 30          "br-veth0"`, `62 72 2d 76 65 74 68 31          "br-veth1"`, 1)
	for _, c := range []struct {
		about, file string
		want        string // within the failure, or empty
	}{
		{"the same", file, ""},
		{"another byte", other, "veth.golden (-file +got)"},
		{"another name", strings.Replace(file, "IFLA_IFNAME", "IFLA_NAME", 1), "veth.golden (-file +got)"},
		{"another comment", strings.Replace(file, "pair", "couple", 1), "veth.golden (-file +got)"},
		{"a file that is not sound", strings.Replace(file, "0020", "0021", 1), "veth.golden (-file +got)"},
		{"no file", "", "no such file"},
	} {
		path := filepath.Join(t.TempDir(), "veth.golden")
		if c.file != "" {
			if err := os.WriteFile(path, []byte(c.file), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		spy := &spy{TB: t}
		check(spy, path, annotate(comment, msg), false, msg)
		if failed := spy.text != ""; failed != (c.want != "") || !strings.Contains(spy.text, c.want) {
			t.Errorf("%s: %q, want %q", c.about, spy.text, c.want)
		}
	}
}

func TestCheckRefusesUnsoundMessages(t *testing.T) {
	spy := &spy{TB: t}
	Check(spy, filepath.Join(t.TempDir(), "veth.golden"), "", append(sample(t, vethAdd), 0))
	if want := "is not sound"; !strings.Contains(spy.text, want) {
		t.Errorf("%q, want %q", spy.text, want)
	}
}

func TestUpdateWritesWhatCheckAccepts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "testdata", "veth.golden")
	msg := sample(t, vethAdd)
	write(t, path, annotate("a veth\nof two", msg))
	check(t, path, annotate("a veth\nof two", msg), false, msg)
	if got := Load(t, path); string(got) != string(msg) {
		t.Errorf("loaded % x, want % x", got, msg)
	}
}

// A file that was changed by hand, in its bytes or in what it says of them, is
// not loaded.
func TestParseRefusesWhatTheBytesDoNotMean(t *testing.T) {
	file := "# ip link add veth0 type veth peer br-veth0\n" + vethAdd
	if _, err := parse(file); err != nil {
		t.Fatal(err)
	}
	for about, change := range map[string][2]string{
		"a byte":      {"0d 00 03 00", "0d 00 04 00"},
		"a length":    {"52 bytes", "53 bytes"},
		"a name":      {"IFLA_INFO_KIND", "IFLA_INFO_DATA"},
		"an offset":   {"0050", "0051"},
		"no bytes":    {vethAdd, ""},
		"indentation": {"  VETH", "VETH"},
	} {
		if _, err := parse(strings.Replace(file, change[0], change[1], 1)); err == nil {
			t.Errorf("%s: no error", about)
		}
	}
}

func TestAllDatagramsAreHeld(t *testing.T) {
	path := filepath.Join(t.TempDir(), "all.golden")
	datagrams := []explain.Datagram{
		{Comment: "ip link add veth0 type veth peer br-veth0", Bytes: sample(t, vethAdd)},
		{Comment: "ip route add 198.51.100.0/24 ...", Bytes: sample(t, multipathAdd)},
	}
	write(t, path, "# ip link add veth0 type veth peer br-veth0\n"+vethAdd+"\n# ip route add 198.51.100.0/24 ...\n"+multipathAdd)
	text, messages := annotateAll(datagrams)
	check(t, path, text, false, messages...)
	for about, got := range map[string][]explain.Datagram{
		"one less":   datagrams[:1],
		"exchanged":  {datagrams[1], datagrams[0]},
		"no message": {datagrams[0], {Bytes: []byte{1, 2, 3}}},
	} {
		spy := &spy{TB: t}
		text, messages := annotateAll(got)
		check(spy, path, text, false, messages...)
		if spy.text == "" {
			t.Errorf("%s: no failure", about)
		}
	}
}

// spy keeps failures to itself.
type spy struct {
	testing.TB
	text string
}

func (s *spy) Error(args ...any) { s.text += fmt.Sprintln(args...) }

func (s *spy) Errorf(format string, args ...any) { s.text += fmt.Sprintf(format, args...) }
