//go:build !linux

package testns

import "os/exec"

func dieTogether(*exec.Cmd) {}
