package corpus

import (
	"encoding/binary"
	"encoding/hex"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
)

// Of each family there are many messages, and not only one a type.
func TestMessagesOfAllFamilies(t *testing.T) {
	skipBigEndian(t)
	count := make(map[uint16]int)
	for _, m := range Messages(t) {
		count[binary.NativeEndian.Uint16(m[4:])]++
	}
	for name, want := range map[string]struct {
		typ   uint16
		least int
	}{
		"RTM_NEWLINK":    {16, 200},
		"RTM_NEWADDR":    {20, 20},
		"RTM_NEWROUTE":   {24, 50},
		"RTM_NEWNEIGH":   {28, 30},
		"RTM_NEWRULE":    {32, 30},
		"RTM_NEWMDB":     {84, 10},
		"RTM_NEWNEXTHOP": {104, 20},
		"NLMSG_ERROR":    {2, 5},
	} {
		if count[want.typ] < want.least {
			t.Errorf("%d of %s, want %d at least", count[want.typ], name, want.least)
		}
	}
}

// Of each file, wherever it is, all that its messages consist of is in some message.
func TestEveryFileIsRead(t *testing.T) {
	skipBigEndian(t)
	has := make(map[string]bool)
	for _, m := range Messages(t) {
		for _, f := range features(m) {
			has[f] = true
		}
	}
	readers := map[string]func(string) ([][]byte, error){".jsonl": recorded, ".golden": annotated, ".hex": digits}
	files := make(map[string]int)
	top := root(t)
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != top && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		read := readers[filepath.Ext(path)]
		if err != nil || read == nil {
			return err
		}
		files[filepath.Ext(path)]++
		datagrams, err := read(path)
		for _, b := range datagrams {
			for _, m := range split(b) {
				for _, f := range features(m) {
					if !has[f] {
						t.Errorf("%s: %s is in no message", path, f)
						return err
					}
				}
			}
		}
		return err
	})
	if err != nil || len(files) != len(readers) {
		t.Errorf("%v, %v", files, err)
	}
}

func TestFeatures(t *testing.T) {
	skipBigEndian(t)
	const head = "00000000 5800 0000 00000000 00000000 " // RTM_NEWNSID, whatever the length
	for _, tt := range []struct{ message, want string }{
		{head, "88 0"},
		{head + "01000000", "88 4"},
		{head + "01000000 0800 0100 08000000", "88 4/1:4"},
		{head + "01000000 0800 0100 08000000 0600 0280 01000000", "88 4/1:4, 88 4/2:2"},
		{head + "01000000 0400 0100", "88 4/1:0"},
		{head + "01000000 1c00 1280 0900 0100 7665746800000000 0c00 0280 0800 0100 ff000000", "88 4/18 veth/1:5, 88 4/18 veth/2/1:4"},
	} {
		if got := strings.Join(features(unhex(t, tt.message)), ", "); got != tt.want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.message, got, tt.want)
		}
	}
}

// Nests without end take no time.
func TestFeaturesOfManyNests(t *testing.T) {
	b := make([]byte, headerLen+1<<12)
	for i := headerLen; i < len(b); i += 4 {
		binary.NativeEndian.PutUint16(b[i:], uint16(len(b)-i))
	}
	if got := features(b); len(got) != 1 {
		t.Errorf("%d features, want one", len(got))
	}
}

func TestSplitLeavesOutWhatIsNoMessage(t *testing.T) {
	skipBigEndian(t)
	const done = "14000000 0300 0000 00000000 00000000 00000000"
	for about, rest := range map[string]string{"zeros": strings.Repeat("00", 16), "a bit": "14", "a longer one": "15000000 0300 0000 00000000 00000000 00000000"} {
		if got := split(unhex(t, done+done+rest)); len(got) != 2 {
			t.Errorf("%s after two messages: %d messages", about, len(got))
		}
	}
}

func unhex(t *testing.T, digits string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func skipBigEndian(t *testing.T) {
	t.Helper()
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		t.Skip("the bytes are those of a little-endian machine")
	}
}
