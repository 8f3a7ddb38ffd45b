//go:build linux

package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// duration returns nanoseconds in a unit that leaves three digits or so.
func duration(nanos float64) string {
	for _, u := range []struct {
		nanos float64
		unit  string
	}{{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}} {
		if nanos >= u.nanos {
			return significant(nanos/u.nanos) + " " + u.unit
		}
	}
	return significant(nanos) + " ns"
}

// significant returns v with three digits, but for those before the point.
func significant(v float64) string {
	switch {
	case v < 10:
		return fmt.Sprintf("%.2f", v)
	case v < 100:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}

// size returns bytes in a unit that leaves few digits.
func size(bytes float64) string {
	switch {
	case math.Abs(bytes) >= 1<<20:
		return fmt.Sprintf("%.1f MiB", bytes/(1<<20))
	case math.Abs(bytes) >= 1<<10:
		return fmt.Sprintf("%.0f KiB", bytes/(1<<10))
	}
	return fmt.Sprintf("%.0f B", bytes)
}

// count returns a number of units, such as "1,000 routes".
func count(n int, unit string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(unit, "ss"):
		unit += "es"
	default:
		unit += "s"
	}
	return thousands(n) + " " + unit
}

// thousands returns n with a comma between each three digits.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
