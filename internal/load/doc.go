// Package load tests what the library promises of large amounts: that no
// failure of a batch is lost, that a lost answer is named as such, and that a
// stream needs the same memory however long it is. It holds tests alone, of
// several families together.
package load
