package link

import "github.com/seed-030106aa/rawnl/internal/deep"

// Clone returns a copy of l that shares no memory with it.
func (l Link) Clone() Link { return deep.Copy(l) }
