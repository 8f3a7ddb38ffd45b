// Package roundtrip has all functions of the library that decode messages, and holds
// them to what is true of each, whatever the message.
//
// [Reader.Check] decodes a message, encodes what was decoded, decodes that and
// encodes it again: values and bytes must be the same, copies must be of their own,
// and the requests that are made of it must be read as they were meant. The fuzz
// target of this package does so with any bytes; the tests of internal/iproute2 do so
// with what the kernel sent, and see also that nothing of it is lost.
package roundtrip
