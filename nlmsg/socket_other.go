//go:build !linux

package nlmsg

import "errors"

func openSocket(int, *Config) (transport, limits, error) {
	return nil, limits{}, errors.New("netlink needs Linux")
}
