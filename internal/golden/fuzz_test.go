package golden

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testfuzz"
)

// FuzzRead: a file, whatever it holds, is refused or is one of the two kinds. What
// an annotated one holds is found again in the annotation of it, and what a recorded
// one holds is the same as itself.
func FuzzRead(f *testing.F) {
	f.Add("# ip link add veth0 type veth peer br-veth0\n" + vethAdd)
	f.Add(multipathAdd)
	records, err := os.ReadFile("../../mroute/testdata/iproute2.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(records)) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, file string) {
		testfuzz.Bounded(t, len(file), func() {
			if msg, err := parse(file); err == nil {
				again, err := parse(annotate("", msg))
				if err != nil || !bytes.Equal(again, msg) {
					t.Errorf("read % x, and of the annotation of that % x, %v", msg, again, err)
				}
			}
			records, err := readRecords(strings.NewReader(file))
			if err != nil {
				return
			}
			for _, r := range records {
				if diff := DiffTree(r.Main(), r.Main()); diff != "" {
					t.Errorf("% x differs from itself:\n%s", r.Main(), diff)
				}
			}
		})
	})
}
