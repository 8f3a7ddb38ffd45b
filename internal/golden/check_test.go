package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckFailsOnEveryDifference(t *testing.T) {
	const comment = "ip link add veth0 type veth peer br-veth0\nA pair of veths."
	msg := sample(t, vethAdd)
	file := "# ip link add veth0 type veth peer br-veth0\n# A pair of veths.\n\n" + vethAdd
	other := strings.Replace(file, `62 72 2d 76 65 74 68 30          "br-veth0"`, `62 72 2d 76 65 74 68 31          "br-veth1"`, 1)
	for _, c := range []struct {
		about, file string
		want        string // within the failure, or empty
	}{
		{"the same", file, ""},
		{"another byte", other, "other bytes (-file +got)"},
		{"another name", strings.Replace(file, "IFLA_IFNAME", "IFLA_NAME", 1), "annotated otherwise"},
		{"another comment", strings.Replace(file, "pair", "couple", 1), "annotated otherwise"},
		{"a file that is not sound", strings.Replace(file, "0020", "0021", 1), "veth.golden:15: offset 0021"},
		{"no file", "", "no such file"},
	} {
		path := filepath.Join(t.TempDir(), "veth.golden")
		if c.file != "" {
			if err := os.WriteFile(path, []byte(c.file), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		spy := &spy{TB: t}
		Check(spy, path, comment, msg)
		if failed := spy.text != ""; failed != (c.want != "") || !strings.Contains(spy.text, c.want) {
			t.Errorf("%s: %q, want %q", c.about, spy.text, c.want)
		}
	}
}

func TestCheckRefusesUnsoundMessages(t *testing.T) {
	spy := &spy{TB: t}
	Check(spy, filepath.Join(t.TempDir(), "veth.golden"), "", append(sample(t, vethAdd), 0))
	if want := "not one sound message"; !strings.Contains(spy.text, want) {
		t.Errorf("%q, want %q", spy.text, want)
	}
}

func TestUpdateWritesWhatCheckAccepts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "testdata", "veth.golden")
	msg := sample(t, vethAdd)
	*update = true
	Check(t, path, "a veth", msg)
	*update = false
	Check(t, path, "a veth", msg)
	if got := Load(t, path); string(got) != string(msg) {
		t.Errorf("loaded % x, want % x", got, msg)
	}
}

// spy keeps failures to itself.
type spy struct {
	testing.TB
	text string
}

func (s *spy) Error(args ...any) { s.text += fmt.Sprintln(args...) }

func (s *spy) Errorf(format string, args ...any) { s.text += fmt.Sprintf(format, args...) }
