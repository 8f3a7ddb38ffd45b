package netns

import (
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Ref names a network namespace to the kernel: a [File], an [Fd], a [PID] or an
// [ID].
type Ref interface {
	attr() (typ uint16, v uint32)
	valid() error
}

// File is the namespace of an open file (NETNSA_FD), which must be open still
// when the request is sent.
func File(ns *os.File) Ref { return file{ns} }

type file struct{ *os.File }

// Fd is the same by the number of the descriptor. An [os.File] that nothing else
// refers to may be closed by the garbage collector before the request is sent:
// use [File] then.
type Fd uintptr

// PID is the namespace of a process, by its id in the caller's PID namespace
// (NETNSA_PID).
type PID int

// ID is the namespace that has this id in another (NETNSA_NSID).
type ID int32

// NoID says that a namespace has no id (NETNSA_NSID_NOT_ASSIGNED).
const NoID ID = linux.NETNSA_NSID_NOT_ASSIGNED

func (f file) attr() (typ uint16, v uint32) { return Fd(f.File.Fd()).attr() }
func (f Fd) attr() (typ uint16, v uint32)   { return linux.NETNSA_FD, uint32(f) }
func (p PID) attr() (typ uint16, v uint32)  { return linux.NETNSA_PID, uint32(p) }
func (id ID) attr() (typ uint16, v uint32)  { return linux.NETNSA_NSID, uint32(id) }

func (f file) valid() error { return Fd(f.File.Fd()).valid() }

func (f Fd) valid() error {
	if f > math.MaxInt32 {
		return errors.New("not an open file")
	}
	return nil
}

func (p PID) valid() error {
	if p <= 0 || p > math.MaxInt32 {
		return fmt.Errorf("process id %d is out of range", int(p))
	}
	return nil
}

func (id ID) valid() error {
	if id < 0 {
		return fmt.Errorf("namespace id %d is negative", int32(id))
	}
	return nil
}

// put appends ref.
func put(e *rtattr.Encoder, ref Ref) {
	if v := reflect.ValueOf(ref); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		e.Fail(0, errors.New("no namespace is given"))
		return
	}
	typ, v := ref.attr()
	if err := ref.valid(); err != nil {
		e.Fail(typ, err)
		return
	}
	e.Uint32(typ, v)
}

// text returns ref for the messages of errors.
func text(ref Ref) string {
	switch r := ref.(type) {
	case file:
		if r.File == nil {
			return "no file"
		}
		return r.Name()
	case Fd:
		return fmt.Sprintf("file descriptor %d", uintptr(r))
	case PID:
		return fmt.Sprintf("process %d", int(r))
	case ID:
		return fmt.Sprintf("id %d", int32(r))
	}
	return ""
}
