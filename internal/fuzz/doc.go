// Command fuzz runs the module's fuzz targets, each for as long as it is told.
//
//	go run ./internal/fuzz [-for 10s] [-run pattern] [-jobs n] [packages]
//
// The test binary of each package is compiled once, with the instrumentation that
// go test -fuzz adds, and run for each of its targets: several at once, as many as
// there are processors. The time begins when a target has been through its seeds and
// through what was found before, which Go keeps in its build cache.
//
// It prints a line for each target: how many inputs were tried, how many of them
// were interesting because they reached code that no other had, and what came of it.
// If one fails, the output ends with what it said and with the input, which stands in
// the package's testdata/fuzz from then on, where go test finds it. The exit status is
// 1 then.
//
// It needs nothing but Go.
package main
