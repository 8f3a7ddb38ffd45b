package load_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// A batch that is ended in its middle says which requests the kernel has not
// seen, and of which of the others the answer was not waited for.
func TestBatchEndsInTheMiddle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		end  func(conn *nlmsg.Conn, cancel func())
		want error
	}{
		{"by its context", func(_ *nlmsg.Conn, cancel func()) { cancel() }, context.Canceled},
		{"by a deadline", func(conn *nlmsg.Conn, _ func()) { conn.SetDeadline(time.Unix(1, 0)) }, os.ErrDeadlineExceeded},
		{"by Close", func(conn *nlmsg.Conn, _ func()) { conn.Close() }, os.ErrClosed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			setup, ns := network(t)
			bad := patterns[1].bad
			for round := range 10 {
				w := newWitness()
				begun := make(chan struct{})
				datagrams := 0
				conn := dial(t, nlmsg.Config{NetNS: ns, Trace: func(dir nlmsg.Direction, b []byte) {
					w.trace(dir, b)
					if datagrams++; datagrams == 50+7*round {
						close(begun)
					}
				}})
				ctx, cancel := context.WithCancel(t.Context())
				ended := make(chan struct{})
				go func() {
					defer close(ended)
					<-begun
					tt.end(conn, cancel)
				}()
				who, taken := 2*round, 0
				err := conn.WithContext(ctx).DoSeq(func(yield func(nlmsg.Request) bool) {
					for i, r := range mixed(who, 5000, bad) {
						if i == 4000 {
							<-ended
						}
						if taken++; !yield(r) {
							return
						}
					}
				})
				w.judge(t, err, who, taken, bad, setup)
				if !errors.Is(err, tt.want) {
					t.Errorf("the batch ends with %v, want %v", err, tt.want)
				}
				if tt.want == os.ErrClosed {
					continue
				}
				// The answers that were not waited for are still in the buffer.
				conn.SetDeadline(time.Time{})
				who++
				unknown, unsent := w.judge(t, conn.Do(mixed(who, 150, bad)...), who, 150, bad, setup)
				if unknown+unsent != 0 {
					t.Errorf("the batch after: %d unknown, %d not sent", unknown, unsent)
				}
			}
		})
	}
}
