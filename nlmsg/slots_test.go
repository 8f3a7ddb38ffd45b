package nlmsg

import (
	"context"
	"errors"
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

// A datagram that is longer than a slot is lost, and said to be. From then on they
// are looked at first, and none is.
func TestOneLongNotificationIsLostAtMost(t *testing.T) {
	conn, s := newScript(t, &Config{Groups: []uint32{1}}, nil)
	long := one(Message{Header: Header{Type: 16}, Data: make([]byte, slotSize)})
	s.push(long)
	var got []int
	for m, err := range conn.Receive(t.Context()) {
		if err == nil {
			got = append(got, len(m.Data))
			break
		}
		if !errors.Is(err, ErrOverrun) {
			t.Fatal(err)
		}
		if got = append(got, -1); len(got) == 2 {
			break
		}
		s.push(long)
	}
	if want := []int{-1, slotSize}; !slices.Equal(got, want) {
		t.Errorf("lengths %v, want %v: the first one lost", got, want)
	}
}
