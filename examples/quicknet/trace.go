//go:build linux

package main

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// tracer returns a function that shows each datagram in hex: ">" is sent, "<"
// received.
func tracer(out io.Writer) func(nlmsg.Direction, []byte) {
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
