//go:build !linux

package userns

import (
	"errors"
	"fmt"
)

// Enter returns an error: there are no namespaces on this system.
func Enter() error {
	return fmt.Errorf("namespaces need Linux: %w", errors.ErrUnsupported)
}
