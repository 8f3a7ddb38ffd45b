package route

import "github.com/seed-030106aa/rawnl/internal/linux"

// Scope is how far away the destination of an IPv4 route is, as the kernel sees
// it: RT_SCOPE_LINK if it is on an interface's own network, RT_SCOPE_HOST if it
// is the system itself, RT_SCOPE_UNIVERSE if it is beyond a gateway, or another
// number of RT_SCOPE_*. They are ip(8)'s scope link, host and global. A gateway
// must itself be reached by a route of a nearer scope: that of a global route by
// one of scope link.
//
// Zero, which is RT_SCOPE_UNIVERSE too, stands for what goes with the rest of
// the route: host for type local, link for broadcast, multicast and anycast,
// link also for a unicast route without gateway, and else universe. In a route
// to be deleted, zero matches any scope if the type is unicast or zero. IPv6 has
// universe only.
type Scope uint16

// ScopeUniverse is RT_SCOPE_UNIVERSE where zero would stand for something else,
// as in a unicast route without gateway: it is the "scope global" of ip(8). A
// route that was read has it there, so that it can be written back, and zero
// wherever universe is the usual scope.
const ScopeUniverse Scope = 1 << 8

// scopeOf returns the Scope of r, read as rtm_scope.
func (r *Route) scopeOf(scope uint8) Scope {
	if scope == linux.RT_SCOPE_UNIVERSE && r.usualScope() != linux.RT_SCOPE_UNIVERSE {
		return ScopeUniverse
	}
	return Scope(scope)
}

// usualScope returns the scope that goes with the rest of r. Cloned routes are
// answers about one destination, whose scope is always universe.
func (r *Route) usualScope() uint8 {
	if !r.Dst.Addr().Is4() || r.Flags&linux.RTM_F_CLONED != 0 {
		return linux.RT_SCOPE_UNIVERSE
	}
	switch r.Type {
	case linux.RTN_LOCAL, linux.RTN_NAT:
		return linux.RT_SCOPE_HOST
	case linux.RTN_BROADCAST, linux.RTN_MULTICAST, linux.RTN_ANYCAST:
		return linux.RT_SCOPE_LINK
	case linux.RTN_UNSPEC, linux.RTN_UNICAST:
		if !r.Gateway.IsValid() && len(r.MultiPath) == 0 && r.NHID == 0 {
			return linux.RT_SCOPE_LINK
		}
	}
	return linux.RT_SCOPE_UNIVERSE
}

// scope returns rtm_scope of r to be added.
func (r *Route) scope() uint8 {
	if r.Scope == 0 {
		return r.usualScope()
	}
	return uint8(r.Scope)
}

// scopeToDelete returns rtm_scope of r to be deleted.
func (r *Route) scopeToDelete() uint8 {
	unicast := r.Type == linux.RTN_UNSPEC || r.Type == linux.RTN_UNICAST
	if r.Scope == 0 && unicast && r.Dst.Addr().Is4() {
		return linux.RT_SCOPE_NOWHERE
	}
	return r.scope()
}
