// Package faults tests what the library promises when things go wrong around it,
// on the real kernel: dumps and watchers beside another process that changes
// everything, namespaces and links that go away, a system without descriptors,
// disk or namespaces to spare, and a hundred goroutines on one connection that is
// closed among them. It holds tests alone, of several families together.
//
// By default each of its tests goes on for a second or two. The flag -for makes
// that longer:
//
//	go test -race ./internal/faults -for 1m
package faults
