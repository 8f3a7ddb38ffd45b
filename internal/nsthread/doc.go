// Package nsthread runs functions in other network namespaces.
//
// A network namespace belongs to a thread, not to a process (setns(2)), and Go
// moves goroutines from thread to thread. So a function that is to run in
// another namespace gets a goroutine of its own, locked to its thread for as
// long as the thread is in that namespace. Afterwards the thread is put back;
// one that cannot be put back stays locked, whereupon the runtime ends it with
// the goroutine.
//
// The runtime never clones a new thread from a locked one, so goroutines that
// the function starts are not in its namespace, and none of them strays into
// it later. Programs that it starts are in it: they are forked from the thread.
//
// On other systems than Linux all functions return an error that is
// [errors.ErrUnsupported].
package nsthread
