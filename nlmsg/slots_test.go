package nlmsg

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
)

// A loop that is left while another one waits on the same connection ends, and
// what it had received already comes to the next loop.
func TestALoopOverNotificationsCanBeLeftWhileAnotherWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn, s := newScript(t, &Config{Groups: []uint32{1}}, nil)
		s.push(one(item(Message{}, 'a')), one(item(Message{}, 'b')), one(item(Message{}, 'c')))
		ctx, cancel := context.WithCancel(t.Context())
		var got []string
		for m, err := range conn.Receive(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(m.Data))
			go func() {
				for range conn.Receive(ctx) {
				}
			}()
			synctest.Wait() // until it waits
			break
		}
		cancel()
		synctest.Wait()
		for m, err := range conn.Receive(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if got = append(got, string(m.Data)); len(got) == 3 {
				break
			}
		}
		if want := []string{"a", "b", "c"}; !slices.Equal(got, want) {
			t.Errorf("received %q, want %q", got, want)
		}
	})
}

// What one connection has received and not come to is not for a loop over another
// one, which takes over its buffers.
func TestWhatALoopLeavesStaysWithItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left, s := newScript(t, &Config{Groups: []uint32{1}}, nil)
		s.push(notifications()...)
		for range left.Receive(t.Context()) {
			break
		}
		other, _ := newScript(t, &Config{Groups: []uint32{1}}, nil)
		ctx, cancel := context.WithTimeout(t.Context(), patienceOfCallers)
		defer cancel()
		for m, err := range other.Receive(ctx) {
			if err == nil {
				t.Errorf("received %q, of another connection", m.Data)
			}
		}
	})
}
