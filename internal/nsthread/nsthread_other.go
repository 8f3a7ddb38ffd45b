//go:build !linux

package nsthread

import (
	"errors"
	"fmt"
	"os"
)

var errUnsupported = fmt.Errorf("network namespaces need Linux: %w", errors.ErrUnsupported)

// Run returns an error: there are no network namespaces on this system.
func Run(*os.File, func() error) error { return errUnsupported }

// New returns an error: there are no network namespaces on this system.
func New(func() error) (*os.File, error) { return nil, errUnsupported }

// Current returns an error: there are no network namespaces on this system.
func Current() (*os.File, error) { return nil, errUnsupported }
