// Package poller says whether Go's network poller can be used.
//
// The runtime starts it with the first file or timer that needs it, which takes
// two descriptors, and ends the program if there are none: "fatal error: runtime:
// netpollinit failed". Who is about to need it asks [Ready] before, so that a
// process without descriptors gets an error instead.
package poller
