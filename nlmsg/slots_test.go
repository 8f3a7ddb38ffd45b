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
