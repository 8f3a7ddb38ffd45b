//go:build race

package nlmsg

import (
	"bytes"
	"testing"
)

// With the race detector, whoever keeps what is valid until the next iteration
// finds it overwritten then, not when the buffer happens to be used again.
func TestWhatIsNoLongerValidIsOverwritten(t *testing.T) {
	dumped, _ := newScript(t, nil, dumping("ab", "c"))
	heard, s := newScript(t, &Config{Groups: []uint32{1}}, nil)
	s.push(one(item(Message{}, 'a'), item(Message{}, 'b')), one(item(Message{}, 'c')))
	raw, s := newScript(t, &Config{Groups: []uint32{1}}, nil)
	s.push(one(item(Message{}, 'a')), one(item(Message{}, 'b')), one(item(Message{}, 'c')))
	for name, walk := range map[string]func(yield func([]byte) bool){
		"Dump": func(yield func([]byte) bool) {
			for m := range dumped.Dump(listRequest()) {
				if !yield(m.Data) {
					return
				}
			}
		},
		"All": func(yield func([]byte) bool) {
			keep := func(m *Message, b *[]byte) (bool, error) { *b = m.Data; return true, nil }
			for b := range All(dumped, listRequest(), keep) {
				if !yield(b) {
					return
				}
			}
		},
		"Receive": func(yield func([]byte) bool) {
			for m := range heard.Receive(t.Context()) {
				if !yield(m.Data) {
					return
				}
			}
		},
		"Datagrams": func(yield func([]byte) bool) {
			for b := range raw.Datagrams(t.Context()) {
				if !yield(b) {
					return
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			var kept, were [][]byte
			for b := range walk {
				if len(b) == 0 || bytes.Contains(b, []byte{0xdb}) {
					t.Fatalf("item %d is %x before the next is asked for", len(kept), b)
				}
				for i, b := range kept {
					if bytes.Equal(were[i], b) {
						t.Errorf("item %d is still %x when item %d is there", i, b, len(kept))
					}
				}
				were = append(were, bytes.Clone(b))
				if kept = append(kept, b); len(kept) == 3 {
					break
				}
			}
			if len(kept) != 3 {
				t.Errorf("%d items, want 3", len(kept))
			}
		})
	}
}
