package nlmsg

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Error is the kernel's refusal of a request.
//
// It unwraps to the errno, so errors.Is(err, unix.EEXIST) works, and so do
// errors.Is(err, fs.ErrExist) and errors.Is(err, fs.ErrPermission). errors.Is(err, fs.ErrNotExist) holds
// for ENOENT, ENODEV and ENXIO, and for the errnos by which the kernel says that
// there is no such address (EADDRNOTAVAIL), route or address label (ESRCH) in
// answer to a request about one.
type Error struct {
	// Op is the operation and its object, such as `link set "veth0"`.
	Op string

	// Protocol and Type are those of the request, such as NETLINK_ROUTE, which
	// is 0, and RTM_NEWLINK.
	Protocol int
	Type     uint16

	// Errno is the kernel's error number.
	Errno syscall.Errno

	// Message is what the kernel says in its extended ACK (NLMSGERR_ATTR_MSG),
	// or empty.
	Message string

	// Attr is the path of the attribute that the kernel complains about, such
	// as "IFLA_LINKINFO/IFLA_INFO_KIND", or empty.
	Attr string

	// Missing reports that Attr is absent from the request and must not be.
	Missing bool

	// Offset is where the attribute's header starts in the request
	// (NLMSGERR_ATTR_OFFS), in bytes from the start of its nlmsghdr. It is 0
	// if the kernel gave none, or if Missing.
	Offset int
}

// Error returns all of it as a sentence, such as
//
//	link add "veth0" type veth: invalid argument: Attribute failed policy validation (IFLA_IFNAME, byte 32)
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %v", e.Op, e.Errno)
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	switch {
	case e.Missing:
		fmt.Fprintf(&b, " (%s is missing)", e.Attr)
	case e.Attr != "" && e.Offset != 0:
		fmt.Fprintf(&b, " (%s, byte %d)", e.Attr, e.Offset)
	case e.Offset != 0:
		fmt.Fprintf(&b, " (byte %d)", e.Offset)
	}
	if e.Errno == syscall.EPERM && e.Protocol == linux.NETLINK_ROUTE {
		b.WriteString(" (needs CAP_NET_ADMIN over the network namespace; a user namespace of one's own would do)")
	}
	return b.String()
}

// Unwrap returns the errno.
func (e *Error) Unwrap() error { return e.Errno }

// Is reports whether target is [fs.ErrNotExist] and the errno says that there
// is no such object.
func (e *Error) Is(target error) bool {
	if target != fs.ErrNotExist {
		return false
	}
	route := e.Protocol == linux.NETLINK_ROUTE
	switch e.Errno {
	case syscall.ENOENT, syscall.ENODEV, syscall.ENXIO:
		return true
	case syscall.EADDRNOTAVAIL:
		return route && e.Type >= linux.RTM_NEWADDR && e.Type <= linux.RTM_GETADDR
	case syscall.ESRCH:
		return route && (e.Type >= linux.RTM_NEWROUTE && e.Type <= linux.RTM_GETROUTE ||
			e.Type >= linux.RTM_NEWADDRLABEL && e.Type <= linux.RTM_GETADDRLABEL)
	}
	return false
}

// BatchError is the failure of one or more of many requests. Those that are not
// among the Failures were carried out: the kernel runs each, whatever becomes
// of those before.
//
// As with any error that holds several, errors.Is(err, fs.ErrExist) says that one
// of the failures is that, and nothing of the others: see [Ignore].
type BatchError struct {
	// Failures are in the order of the requests.
	Failures []Failure
}

// At returns the failure of the request at index, from 0, or nil if it was
// carried out.
func (e *BatchError) At(index int) error {
	for _, f := range e.Failures {
		if f.Index == index {
			return f.Err
		}
	}
	return nil
}

// Failure is the failure of one request of many.
type Failure struct {
	// Index is the request's place among those given to [Conn.Do], from 0.
	Index int

	// Err is an [*Error] if the kernel refused the request; it is
	// [ErrOutcomeUnknown] or [ErrNotSent], with the request's name, if that
	// is what is known of it; it is an encoder's error if the request could
	// not be encoded and was not sent.
	Err error
}

// Error returns the first three failures, those that say why before those that
// were merely not sent, and how many more there are.
func (e *BatchError) Error() string {
	if len(e.Failures) == 0 {
		return "no failure"
	}
	causes, rest := make([]Failure, 0, len(e.Failures)), []Failure(nil)
	for _, f := range e.Failures {
		if errors.Is(f.Err, ErrNotSent) {
			rest = append(rest, f)
		} else {
			causes = append(causes, f)
		}
	}
	if len(causes) == 0 {
		causes, rest = rest, nil
	}
	var b strings.Builder
	const most = 3
	for i, f := range causes[:min(most, len(causes))] {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(f.Err.Error())
	}
	if n := len(causes) - most; n > 0 {
		fmt.Fprintf(&b, "; and %d more failures", n)
	}
	if len(rest) > 0 {
		fmt.Fprintf(&b, "; other requests not sent: %d", len(rest))
	}
	return b.String()
}

// Unwrap returns the failures.
func (e *BatchError) Unwrap() []error {
	errs := make([]error, len(e.Failures))
	for i, f := range e.Failures {
		errs[i] = f.Err
	}
	return errs
}

// Failures returns the failures in an error of [Conn.Do] or [Conn.DoSeq], whether
// it was given one request or many: those of a [*BatchError], or else err itself as
// the failure of the request with index 0. Of nil there are none.
func Failures(err error) []Failure {
	var batch *BatchError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &batch):
		return batch.Failures
	}
	return []Failure{{Err: err}}
}

// Ignore returns err without the failures for which errors.Is holds with one of
// the targets, and nil if none is left. To add what may be there already:
//
//	err := nlmsg.Ignore(conn.Do(requests...), fs.ErrExist)
func Ignore(err error, targets ...error) error {
	ignored := func(f Failure) bool {
		return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(f.Err, target) })
	}
	all := Failures(err)
	left := slices.DeleteFunc(slices.Clone(all), ignored)
	switch {
	case len(left) == len(all):
		return err
	case len(left) == 0:
		return nil
	}
	return &BatchError{Failures: left}
}

var (
	// ErrOutcomeUnknown is the error of a request that was sent, but whose
	// answer was lost or not waited for: it may or may not have taken effect.
	ErrOutcomeUnknown = errors.New("sent, outcome unknown")

	// ErrNotSent is the error of a request that is in order and that the
	// kernel has never seen: the connection is closed, its context has ended,
	// or another of the requests given to [Conn.Do] was not to be sent.
	ErrNotSent = errors.New("not sent")

	// ErrNoReply is the error of [Conn.Get] if the kernel acknowledged the
	// request and sent no object.
	ErrNoReply = errors.New("acknowledged without a reply")

	// ErrOverrun is what [Conn.Receive] yields when the kernel dropped messages
	// because the receive buffer was full. The reader can go on, but what it
	// knows of the kernel's state is out of date. It is ENOBUFS and temporary.
	// A dump fails with it if a part may be lost, and a request, together with
	// ErrOutcomeUnknown, if its answer may be.
	ErrOverrun error = overrun{}

	// ErrDumpInterrupted is the error of a dump that the kernel has marked as one
	// during which its state changed (NLM_F_DUMP_INTR): what it returned may lack
	// objects, or hold some twice. It comes together with the data. It is EINTR and
	// temporary.
	//
	// The kernel does so where links, addresses or nexthop objects come or go. It
	// does not mark dumps of routes, neighbours and rules, which may mix what was
	// there at different times without a word; nor changes of what a link has. A
	// [Watch] dumps again if it is told of a change meanwhile.
	ErrDumpInterrupted error = dumpInterrupted{}
)

type overrun struct{}

func (overrun) Error() string        { return "receive buffer overrun: messages were lost" }
func (overrun) Is(target error) bool { return target == syscall.ENOBUFS }
func (overrun) Temporary() bool      { return true }

type dumpInterrupted struct{}

func (dumpInterrupted) Error() string        { return "dump interrupted: the state changed meanwhile" }
func (dumpInterrupted) Is(target error) bool { return target == syscall.EINTR }
func (dumpInterrupted) Temporary() bool      { return true }
