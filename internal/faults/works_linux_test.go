package faults_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// works is what people do. An error is what should not be, or that of a closed
// connection.
var works = [...]struct {
	name string
	do   func(*person) error
}{
	{"request and answer", (*person).renameAndGet},
	{"refusal", (*person).refusal},
	{"batch", (*person).batch},
	{"list", (*person).list},
	{"stream that is left", (*person).leave},
	{"dumps inside a dump", (*person).nested},
	{"watch", (*person).watch},
	{"context that has ended", (*person).ended},
	{"context that ends in the middle of dumps", func(p *person) error { return p.ends((*person).nested) }},
	{"context that ends in the middle of batches", func(p *person) error { return p.ends((*person).batch) }},
	{"context that ends while nobody answers", (*person).unanswered},
	{"connection of one's own", (*person).another},
}

// word is an alias that nobody else has, nor had.
func (p *person) word() string { return fmt.Sprintf("%d-%x", p.who, p.rnd.Uint64()) }

// renamed says how the own link differs from one with this alias.
func (p *person) renamed(alias string) error {
	l, err := link.Get(p.conn, link.Index(p.index()))
	if err != nil {
		return err
	}
	known := "" // if it has none
	if l.Alias != nil {
		known = *l.Alias
	}
	if l.Index != p.index() || known != alias {
		return fmt.Errorf("link %d has the alias %q, want %d with %q", l.Index, known, p.index(), alias)
	}
	return nil
}

func (p *person) renameAndGet() error {
	alias := p.word()
	if err := p.conn.Do(p.rename(alias)); err != nil {
		return err
	}
	return p.renamed(alias)
}

// address returns a request for the address that the own link has.
func (p *person) address() nlmsg.Request {
	return addr.Add(&addr.Addr{Index: p.index(), Prefix: whole(netip.AddrFrom4([4]byte{192, 168, 0, byte(p.who)}))})
}

// refused says whether err is not the kernel's refusal of this request.
func refused(err error, r nlmsg.Request, errno unix.Errno) error {
	var e *nlmsg.Error
	if errors.As(err, &e) && e.Op == r.String() && e.Errno == errno {
		return nil
	}
	return fmt.Errorf("error %w, want %v: %v", orNone(err), r, errno)
}

func orNone(err error) error {
	if err == nil {
		return errors.New("none")
	}
	return err
}

func (p *person) refusal() error {
	r := p.address()
	return refused(p.conn.Do(r), r, unix.EEXIST)
}

// batch is of many requests, of which every third is refused, in one of two ways.
func (p *person) batch() error {
	alias := p.word()
	reqs := make([]nlmsg.Request, 0, 60)
	for i := range cap(reqs) {
		switch {
		case i%3 != 1:
			reqs = append(reqs, p.rename(fmt.Sprint(alias, i)))
		case i%2 == 0:
			reqs = append(reqs, p.address())
		default:
			reqs = append(reqs, route.Del(&route.Route{Dst: whole(p.host(routesOfEach + i)), Table: p.table()}))
		}
	}
	failures := nlmsg.Failures(p.conn.Do(reqs...))
	for i, f := range failures {
		if errors.Is(f.Err, nlmsg.ErrNotSent) || errors.Is(f.Err, nlmsg.ErrOutcomeUnknown) {
			return f.Err // closed, or a context that has ended
		}
		if f.Index != 3*i+1 {
			return fmt.Errorf("failure %d is of request %d", i, f.Index)
		}
		errno := unix.EEXIST
		if f.Index%2 == 1 {
			errno = unix.ESRCH
		}
		if err := refused(f.Err, reqs[f.Index], errno); err != nil {
			return err
		}
	}
	if len(failures) != len(reqs)/3 {
		return fmt.Errorf("%d failures, want %d", len(failures), len(reqs)/3)
	}
	return p.renamed(fmt.Sprint(alias, len(reqs)-1))
}

// check says how the n-th route of a dump is not the own one.
func (p *person) check(n int, r *route.Route) error {
	if r.Dst != whole(p.host(n)) || r.Table != p.table() || r.OIF != testlink.Veth0 {
		return fmt.Errorf("route %d is %v, want %v in table %d", n, r, p.host(n), p.table())
	}
	return nil
}

func (p *person) routes() route.Filter {
	return route.Filter{Family: unix.AF_INET, Table: p.table()}
}

func (p *person) list() error {
	list, err := p.routes().List(p.conn)
	if err != nil {
		return err
	}
	for n := range list {
		if err := p.check(n, &list[n]); err != nil {
			return err
		}
	}
	if len(list) != routesOfEach {
		return fmt.Errorf("%d routes, want %d", len(list), routesOfEach)
	}
	return nil
}

func (p *person) leave() error {
	n, last := 0, p.rnd.IntN(routesOfEach)
	for r, err := range p.routes().All(p.conn) {
		if err == nil {
			err = p.check(n, &r)
		}
		if err != nil {
			return err
		}
		if n++; n > last {
			break
		}
	}
	return nil
}

// nested does other things within a loop over a dump.
func (p *person) nested() error {
	n := 0
	for r, err := range p.routes().All(p.conn) {
		if err == nil {
			err = p.check(n, &r)
		}
		if err == nil && n%100 == 0 {
			within := []func() error{p.renameAndGet, p.refusal, p.list, p.leave, p.addresses, p.batch}
			err = within[p.rnd.IntN(len(within))]()
		}
		if err != nil {
			return err
		}
		n++
	}
	if n != routesOfEach {
		return fmt.Errorf("%d routes, want %d", n, routesOfEach)
	}
	return nil
}

func (p *person) addresses() error {
	list, err := addr.Filter{Index: p.index(), Family: unix.AF_INET}.List(p.conn)
	if err == nil && (len(list) != 1 || list[0].Index != p.index() || list[0].Prefix.Addr().As4()[3] != byte(p.who)) {
		err = fmt.Errorf("addresses %v, want that of %d", list, p.who)
	}
	return err
}

// watch waits until it has seen the own link renamed, among all that others do.
func (p *person) watch() error {
	alias := p.word()
	for ev, err := range link.Watch(p.t.Context(), &nlmsg.Config{NetNS: p.ns}) {
		if err == nil && ev.Kind == nlmsg.Added && ev.New.Index == p.index() {
			err = p.conn.Do(p.rename(alias))
		}
		if err != nil {
			return err
		}
		if l := ev.New; l != nil && l.Alias != nil && *l.Alias == alias {
			if l.Index != p.index() {
				return fmt.Errorf("link %d has the alias of %d", l.Index, p.index())
			}
			break
		}
	}
	return nil
}

// ended makes a request with a context that has ended: nothing happens.
func (p *person) ended() error {
	alias := p.word()
	if err := p.conn.Do(p.rename(alias)); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(p.t.Context())
	cancel()
	err := p.conn.WithContext(ctx).Do(p.rename("never"))
	if !errors.Is(err, context.Canceled) || !errors.Is(err, nlmsg.ErrNotSent) {
		return fmt.Errorf("error %w, want that of the context, not sent", orNone(err))
	}
	return p.renamed(alias)
}

// ends does something again and again with a context that ends meanwhile.
func (p *person) ends(do func(*person) error) error {
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Duration(p.rnd.IntN(int(3*time.Millisecond))))
	defer cancel()
	bound := *p
	bound.conn = p.conn.WithContext(ctx)
	for {
		err := do(&bound)
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return p.addresses() // whose answer is none of those that were not waited for
		case err != nil:
			return err
		}
	}
}

// unanswered waits for an answer that never comes. The others wait too.
func (p *person) unanswered() error {
	alias := p.word()
	r := p.rename(alias)
	r.Flags &^= unix.NLM_F_ACK
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Duration(p.rnd.IntN(int(time.Millisecond))))
	defer cancel()
	_, err := p.conn.WithContext(ctx).Get(r)
	switch {
	case !errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("error %w, want that of the context", orNone(err))
	case errors.Is(err, nlmsg.ErrNotSent):
		return nil
	case !errors.Is(err, nlmsg.ErrOutcomeUnknown):
		return fmt.Errorf("error %w, want that the outcome is unknown", err)
	}
	return p.renamed(alias) // it was carried out
}

// another opens a connection of its own.
func (p *person) another() error {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: p.ns})
	if err != nil {
		return err
	}
	bound := *p
	bound.conn = conn
	return errors.Join(bound.addresses(), conn.Close())
}
