// Package ifname knows which names the kernel takes for a network device
// (dev_valid_name).
package ifname

import "fmt"

// Refused is not zero for the bytes that no name has. The kernel's isspace takes
// 0xa0 for a space, even within UTF-8.
var Refused = [256]uint8{
	0: 1, '/': 1, ':': 1, ' ': 1, '\t': 1, '\n': 1, '\v': 1, '\f': 1, '\r': 1, 0xa0: 1,
}

// Check returns why the kernel refuses the name, whatever its length, or nil.
// It lets NULs pass: what the kernel gets ends at the first.
func Check(name string) error {
	if name == "." || name == ".." {
		return fmt.Errorf("name %q would be a directory in sysfs", name)
	}
	for i := range len(name) {
		if c := name[i]; c != 0 && Refused[c] != 0 {
			return fmt.Errorf("name %q holds %q, which the kernel refuses", name, name[i:i+1])
		}
	}
	return nil
}
