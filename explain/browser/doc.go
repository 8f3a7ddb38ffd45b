// Package browser tests the pages of package explain in a real browser: a
// headless Chromium (Debian's package chromium), which is found on PATH. It is
// a module of its own, so that the library need not know of the driver.
//
//	go -C explain/browser test ./...
//
// With the flag -shots the tests write pictures of the pages to a directory,
// to be looked at:
//
//	go -C explain/browser test -run TestPictures -shots /tmp/shots ./...
package browser
