package trace_test

import (
	"os"

	"github.com/seed-030106aa/rawnl/examples/internal/trace"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func ExampleHex() {
	show := trace.Hex(os.Stdout)
	show(nlmsg.Sent, []byte("to the kernel"))
	show(nlmsg.Received, []byte("and back from the kernel"))
	// Output:
	//   > 13 bytes
	//   > 00000000  74 6f 20 74 68 65 20 6b  65 72 6e 65 6c           |to the kernel|
	//   < 24 bytes
	//   < 00000000  61 6e 64 20 62 61 63 6b  20 66 72 6f 6d 20 74 68  |and back from th|
	//   < 00000010  65 20 6b 65 72 6e 65 6c                           |e kernel|
}
