package nlmsg

import "sync"

// origin is the id of the namespace that a notification is from, plus one, or
// zero if that is the connection's own.
type origin uint32

// origins are the ids of namespaces that messages point to. There is one of each,
// so that a message takes no memory for its own.
type origins struct {
	mu  sync.Mutex
	ids map[origin]*int32
}

// id returns the id that o, which is not zero, stands for.
func (s *origins) id(o origin) *int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.ids[o]
	if p == nil {
		if s.ids == nil {
			s.ids = make(map[origin]*int32)
		}
		p = new(int32(o - 1))
		s.ids[o] = p
	}
	return p
}
