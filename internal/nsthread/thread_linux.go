package nsthread

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// call is one function on a thread of its own and how it ended.
type call struct {
	enter, fn func() error
	done      chan struct{}

	err    error // what enter or fn returned
	panic  error // fn panicked
	goexit bool  // fn ended its goroutine
}

// onThread moves a thread elsewhere by enter, calls fn on it and puts it back.
// Where fn ends is where the caller goes on: by return, panic or Goexit.
func onThread(enter, fn func() error) error {
	c := &call{enter: enter, fn: fn, done: make(chan struct{})}
	go c.run()
	<-c.done
	switch {
	case c.panic != nil:
		panic(c.panic)
	case c.goexit:
		runtime.Goexit()
	}
	return c.err
}

// run is the goroutine. It unlocks its thread only in the namespace in which it
// found it.
func (c *call) run() {
	runtime.LockOSThread()
	if unix.Gettid() == unix.Getpid() {
		// The main thread stays where it is: /proc/self and /proc/PID show its
		// namespace as the one of the process, to us and to everyone, and the
		// runtime cannot end it. It is held until another thread is done.
		go c.run()
		<-c.done
		runtime.UnlockOSThread()
		return
	}
	defer close(c.done)

	home, err := Current()
	if err != nil {
		c.err = err
		runtime.UnlockOSThread()
		return
	}
	defer home.Close()

	if c.err = c.enter(); c.err != nil {
		runtime.UnlockOSThread()
		return
	}
	defer func() {
		if setns(home) == nil {
			runtime.UnlockOSThread()
		}
	}()
	c.call()
}

// call calls fn and takes down how it ended.
func (c *call) call() {
	returned := false
	defer func() {
		if returned {
			return
		}
		if v := recover(); v != nil {
			c.panic = &panicError{v, debug.Stack()}
			return
		}
		c.goexit = true
	}()
	c.err = c.fn()
	returned = true
}

// panicError carries a panic to the goroutine of the caller. The stack is that
// of the function, which the one of the caller does not show.
type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string {
	return fmt.Sprintf("%v\n\nin another network namespace:\n%s", p.value, p.stack)
}

// Unwrap returns the value if it is an error, as a [runtime.Error] is.
func (p *panicError) Unwrap() error {
	err, _ := p.value.(error)
	return err
}
