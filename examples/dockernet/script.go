//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// script does steps, prints them, and takes back what they did.
type script struct {
	out  io.Writer
	undo []step // first things first
}

// step is one thing to do, and the command that does the same.
type step struct {
	command string
	do      func() error
	undo    *step // what takes it back; nil if something else does
}

// request is a step that is a request, and can be made together with others.
type request struct {
	command string // as an argument of ip(8)
	nlmsg.Request
	undo *step
}

func (s *script) title(text string) { fmt.Fprintf(s.out, "\n# %s\n", text) }

// run does a step.
func (s *script) run(ctx context.Context, st step) error {
	if err := s.begin(ctx, st.command); err != nil {
		return err
	}
	if err := st.do(); err != nil {
		return err
	}
	if st.undo != nil {
		s.undo = append(s.undo, *st.undo)
	}
	return nil
}

// batch makes many requests on a connection at once; ip is the command that
// does so there. The kernel carries out each of them whatever becomes of the
// others, so those that did not fail are to be taken back even if one did.
func (s *script) batch(ctx context.Context, conn *nlmsg.Conn, ip string, reqs ...request) error {
	if err := s.begin(ctx, ip+" -batch -"); err != nil {
		return err
	}
	var all []nlmsg.Request
	for _, r := range reqs {
		fmt.Fprintln(s.out, "   ", r.command)
		all = append(all, r.Request)
	}
	err := conn.Do(all...)
	for i, r := range reqs {
		if r.undo != nil && !failed(err, i) {
			s.undo = append(s.undo, *r.undo)
		}
	}
	return err
}

// failed reports whether err, that of a batch, is about request i.
func failed(err error, i int) bool {
	if batch, ok := errors.AsType[*nlmsg.BatchError](err); ok {
		return batch.At(i) != nil
	}
	return err != nil
}

// begin prints a command, unless it is too late for it.
func (s *script) begin(ctx context.Context, command string) error {
	if ctx.Err() != nil {
		return fmt.Errorf("before %s: %w", command, context.Cause(ctx))
	}
	fmt.Fprintln(s.out, command)
	return nil
}

// remove takes back what was done, last things first, as far as it goes.
func (s *script) remove() error {
	if len(s.undo) == 0 {
		return nil
	}
	s.title("removed")
	var errs []error
	for _, st := range slices.Backward(s.undo) {
		fmt.Fprintln(s.out, st.command)
		errs = append(errs, st.do())
	}
	s.undo = nil
	return errors.Join(errs...)
}
