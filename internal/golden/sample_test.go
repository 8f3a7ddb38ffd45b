package golden

import (
	"os"
	"testing"

	"github.com/seed-030106aa/rawnl/explain"
)

// Requests of iproute2: one that makes a pair of veths, with a message inside the
// message, and one that makes a route with rows.
var (
	vethAdd      = readSample("veth-add")
	multipathAdd = readSample("multipath-add")
)

func readSample(name string) string {
	b, err := os.ReadFile("../../explain/testdata/" + name + ".golden")
	if err != nil {
		panic(err)
	}
	return string(b)
}

// sample returns the message in an annotated text.
func sample(t testing.TB, text string) []byte {
	t.Helper()
	skipBigEndian(t, "the text in this test")
	msg, err := explain.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return msg
}
