package nlmsg

import "slices"

// apply does to held what a notification tells, and yields what that changes.
func (w *watcher[K, T]) apply(change Change, v T) error {
	if change == Unsure {
		w.unsure = true
		return nil
	}
	key := w.Key(&v)
	list := w.held[key]
	i := w.find(list, &v)
	switch {
	case change == Delete && i >= 0:
		old := list[i]
		if list = slices.Delete(list, i, i+1); len(list) > 0 {
			w.held[key] = list
		} else {
			delete(w.held, key)
		}
		w.unsure = w.unsure || w.hides(&old)
		return w.emit(Removed, &old, nil)
	case change == Delete:
		w.unsure = w.unsure || len(list) > 0
		return nil
	case len(list) == 0 || i < 0 && change == Put:
		w.held[key] = append(list, v)
		return w.emit(Added, nil, &v)
	case i < 0 && change == Replace && len(list) == 1:
		i = 0
	case i < 0:
		w.unsure = true
		return nil
	}
	old := list[i]
	list[i] = v
	if w.Equal(&old, &v) {
		return nil
	}
	w.unsure = w.unsure || w.hides(&old)
	return w.emit(Changed, &old, &v)
}

// find returns the index of the object in a list of those with its key, or -1.
func (w *watcher[K, T]) find(list []T, v *T) int {
	if w.Same == nil {
		return len(list) - 1 // there is one at most
	}
	return slices.IndexFunc(list, func(x T) bool { return w.Same(&x, v) })
}

func (w *watcher[K, T]) hides(v *T) bool { return w.Hides != nil && w.Hides(v) }

// adopt makes held what a dump has found, and yields the difference: first what
// is gone, then what is new or has changed, in the order of the dump.
func (w *watcher[K, T]) adopt(list []T) error {
	type pair struct {
		key      K
		old, new *T
	}
	var pairs []pair
	held, rest := make(map[K][]T, len(list)), w.held
	for i := range list {
		v := &list[i]
		key := w.Key(v)
		if w.find(held[key], v) >= 0 {
			continue // a dump during which something changed may hold it twice
		}
		held[key] = append(held[key], *v)
		j := w.find(rest[key], v)
		if j < 0 {
			pairs = append(pairs, pair{key, nil, v})
			continue
		}
		if old := rest[key][j]; !w.Equal(&old, v) {
			pairs = append(pairs, pair{key, &old, v})
		}
		rest[key] = slices.Delete(rest[key], j, j+1)
	}
	w.held = held
	for i, p := range pairs {
		if left := rest[p.key]; p.old == nil && len(left) > 0 {
			pairs[i].old, rest[p.key] = &left[0], left[1:]
		}
	}
	for _, left := range rest {
		for i := range left {
			if err := w.emit(Removed, &left[i], nil); err != nil {
				return err
			}
		}
	}
	for _, p := range pairs {
		kind := Changed
		if p.old == nil {
			kind = Added
		}
		if err := w.emit(kind, p.old, p.new); err != nil {
			return err
		}
	}
	return nil
}

// emit yields an event, of which there is none after the end of the context. old
// is no longer held, and new is.
func (w *watcher[K, T]) emit(kind EventKind, old, new *T) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	event := Event[T]{Kind: kind, Old: old}
	if new != nil {
		v := w.Clone(*new)
		event.New = &v
	}
	if !w.yield(event, nil) {
		return errLeft
	}
	return nil
}
