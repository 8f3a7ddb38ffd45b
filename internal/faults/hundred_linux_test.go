package faults_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// Many goroutines share one connection, and each looks at whether what it gets is
// its own: it has a link, an address and a routing table that no other one has. In
// the middle of it the connection is closed. Afterwards all is counted.
func TestAHundredGoroutines(t *testing.T) {
	t.Parallel()
	if !alone(t) {
		return
	}
	setup, ns := testlink.Dial(t)
	c := &crowd{ns: ns, did: make([]atomic.Int64, len(works))}
	do(t, setup, c.belongings()...)
	startPoller(t)
	c.round(t) // what is opened and started once and for all is no leak
	before := count(t)
	rounds := 0
	for began := time.Now(); (time.Since(began) < *howLong || !c.everything()) && !t.Failed(); rounds++ {
		c.round(t)
	}
	after := count(t)
	if after.goroutines > before.goroutines {
		t.Errorf("%d goroutines, want %d\n%s", after.goroutines, before.goroutines, stacks())
	}
	if after.files > before.files {
		t.Errorf("%d files are open, want %d", after.files, before.files)
	}
	// The runtime starts threads as it likes, and ends none; each round has
	// thousands of calls that could leave one.
	if after.threads > before.threads+people {
		t.Errorf("%d threads, were %d", after.threads, before.threads)
	}
	for i := range c.did {
		t.Logf("%s: %d", works[i].name, c.did[i].Load())
	}
	t.Logf("%d rounds, %d calls on a closed connection; %+v before, %+v after", rounds, c.closed.Load(), before, after)
}

// people is how many goroutines there are.
const people = 100

// crowd are the people, and what they did.
type crowd struct {
	ns     *os.File
	did    []atomic.Int64 // by the number of the work
	closed atomic.Int64
}

const routesOfEach = 300 // more than a datagram of a dump holds

func (p *person) index() int    { return 1000 + p.who }
func (p *person) table() uint32 { return uint32(1000 + p.who) }
func (p *person) host(n int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(p.who), byte(n >> 8), byte(n)})
}

// belongings returns the requests for what people have.
func (c *crowd) belongings() (reqs []nlmsg.Request) {
	for who := range people {
		p := &person{who: who}
		// The kernel tells of the alias of a link only if that is up.
		reqs = append(reqs, link.Add(&link.Link{Name: fmt.Sprint("b", who), Index: p.index(), Flags: unix.IFF_UP, Data: &link.Bridge{}}),
			addr.Add(&addr.Addr{Index: p.index(), Prefix: whole(netip.AddrFrom4([4]byte{192, 168, 0, byte(who)}))}))
		for n := range routesOfEach {
			reqs = append(reqs, route.Add(&route.Route{Dst: whole(p.host(n)), OIF: testlink.Veth0, Table: p.table()}))
		}
	}
	return reqs
}

// everything reports whether each of the works was done to its end.
func (c *crowd) everything() bool {
	for i := range c.did {
		if c.did[i].Load() == 0 {
			return false
		}
	}
	return true
}

// round has everybody work on a connection until it has been closed.
func (c *crowd) round(t *testing.T) {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: c.ns})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var turns atomic.Int64
	var closing sync.Once
	for who := range people {
		p := &person{crowd: c, t: t, conn: conn, who: who, rnd: rand.New(rand.NewPCG(uint64(who), uint64(time.Now().UnixNano())))}
		wg.Go(func() {
			for !t.Failed() {
				if turns.Add(1) > turnsOfARound {
					closing.Do(func() {
						if err := conn.Close(); err != nil {
							t.Error(err)
						}
					})
				}
				i := p.rnd.IntN(len(works))
				err := works[i].do(p)
				switch {
				case errors.Is(err, os.ErrClosed):
					c.closed.Add(1)
					p.isClosed()
					return
				case err != nil:
					t.Errorf("%d, %s: %v", who, works[i].name, err)
				}
				c.did[i].Add(1)
			}
		})
	}
	wg.Wait()
	_ = conn.Close() // again, or if the test has failed
}

// turnsOfARound are how many works are begun before the connection is closed.
const turnsOfARound = 500

// isClosed looks at what calls on a closed connection return.
func (p *person) isClosed() {
	_, getErr := link.Get(p.conn, link.Index(p.index()))
	_, listErr := route.List(p.conn)
	for name, err := range map[string]error{
		"Do": p.conn.Do(p.rename("closed")), "Get": getErr, "List": listErr,
		"Close": p.conn.Close(), "SetDeadline": p.conn.SetDeadline(time.Time{}),
	} {
		if !errors.Is(err, os.ErrClosed) {
			p.t.Errorf("%s on a closed connection: %v, want os.ErrClosed", name, err)
		}
	}
}

// person is one of the goroutines.
type person struct {
	*crowd
	t    *testing.T
	conn *nlmsg.Conn
	who  int
	rnd  *rand.Rand
}

// rename gives the own link an alias.
func (p *person) rename(alias string) nlmsg.Request {
	return link.SetAlias(link.Index(p.index()), alias)
}

// counted is what a process has.
type counted struct{ goroutines, files, threads int }

// count counts it, once the goroutines that are about to end have ended.
func count(t *testing.T) counted {
	t.Helper()
	last := runtime.NumGoroutine()
	for range 100 {
		runtime.Gosched()
		runtime.GC() // ends those of the runtime, of finalizers for example
		now := runtime.NumGoroutine()
		if now == last {
			break
		}
		last = now
	}
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	return counted{last, openFiles(t), len(tasks)}
}

func stacks() string {
	buf := make([]byte, 1<<20)
	return string(buf[:runtime.Stack(buf, true)])
}
