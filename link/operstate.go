package link

import "strconv"

// OperState is the operational state of a link (RFC 2863, linux/if.h), such as
// [OperUp].
type OperState uint8

var operStates = [...]string{"unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"}

// String returns the state as sysfs names it, such as "up".
func (s OperState) String() string {
	if int(s) < len(operStates) {
		return operStates[s]
	}
	return strconv.Itoa(int(s))
}
