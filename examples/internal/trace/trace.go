// Package trace shows the messages of a connection as they go by.
package trace

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Hex returns a function for the Trace of [nlmsg.Config], which writes each
// datagram to out in hex: ">" is sent, "<" received. Many connections can share
// it.
func Hex(out io.Writer) func(nlmsg.Direction, []byte) {
	var mu sync.Mutex
	return func(dir nlmsg.Direction, b []byte) {
		arrow := ">"
		if dir == nlmsg.Received {
			arrow = "<"
		}
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(out, "  %s %d bytes\n", arrow, len(b))
		for line := range strings.Lines(hex.Dump(b)) {
			fmt.Fprintf(out, "  %s %s", arrow, line)
		}
	}
}
