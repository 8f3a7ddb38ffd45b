//go:build !linux

package poller

// Ready returns nil: netlink, which needs the poller, is there on Linux alone.
func Ready() error { return nil }
