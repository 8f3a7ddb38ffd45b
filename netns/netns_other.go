//go:build !linux

package netns

import (
	"errors"
	"fmt"
	"os"
)

var errUnsupported = fmt.Errorf("network namespaces need Linux: %w", errors.ErrUnsupported)

func openPath(string) (*os.File, error) { return nil, errUnsupported }
func create(string) (*os.File, error)   { return nil, errUnsupported }
func open(string) (*os.File, error)     { return nil, errUnsupported }
func remove(string) error               { return errUnsupported }
func list() ([]string, error)           { return nil, errUnsupported }
