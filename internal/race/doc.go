// Package race says whether a program is built with the race detector, which
// makes sync.Pool drop what it is given, at random, and with which package nlmsg
// overwrites bytes that are no longer valid.
package race
