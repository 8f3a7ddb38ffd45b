// Package userns moves a program into namespaces of its own, so that it can
// build networks without being root and without touching the machine's.
//
// A process that has several threads, as every Go program has, cannot enter a
// user namespace (unshare(2), setns(2)); only a new process can be made in one.
// So the program is started again, and the first process does nothing but wait
// for the second.
package userns
