package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// kernel is one that lies unpacked in the cache.
type kernel struct {
	name  string // such as 6.12 or 6.12-generic
	image string // the file to boot
	tree  string // lib/modules/VERSION/kernel, with its modules not compressed
}

// parseName returns the series of a kernel with such a name, and its flavour as
// Debian calls it. That for clouds is a third of the other's size.
func parseName(name string) (series, flavour string) {
	if series, ok := strings.CutSuffix(name, "-generic"); ok {
		return series, "amd64"
	}
	return name, "cloud-amd64"
}

// findKernel returns the kernel of a name, after downloading it if need be.
func findKernel(ctx context.Context, name string) (*kernel, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	cache = filepath.Join(cache, "rawnl-vmtest")
	dir := filepath.Join(cache, name)
	if k, err := openKernel(name, dir); err == nil {
		return k, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, err
	}
	const limit = 5 * time.Minute // apt tries long
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("not downloaded within %v", limit))
	defer cancel()
	// Complete or not there: it gets its name at last.
	tmp, err := os.MkdirTemp(cache, "download")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	fresh := filepath.Join(tmp, name)
	if err := download(ctx, tmp, name, fresh); err != nil {
		return nil, cmp.Or(context.Cause(ctx), err)
	}
	if _, err := openKernel(name, fresh); err != nil {
		return nil, err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return nil, err
	}
	return openKernel(name, dir)
}

// openKernel finds the kernel in unpacked packages. Debian puts modules below
// /usr/lib since 6.12, and the kernel itself beside them since 6.19.
func openKernel(name, dir string) (*kernel, error) {
	trees, _ := filepath.Glob(filepath.Join(dir, "usr/lib/modules/*/kernel"))
	older, _ := filepath.Glob(filepath.Join(dir, "lib/modules/*/kernel"))
	for _, tree := range append(trees, older...) {
		version := filepath.Dir(tree)
		for _, image := range []string{
			filepath.Join(dir, "boot/vmlinuz-"+filepath.Base(version)),
			filepath.Join(version, "vmlinuz"),
		} {
			if _, err := os.Stat(image); err == nil {
				return &kernel{name, image, tree}, nil
			}
		}
	}
	return nil, fmt.Errorf("the packages hold no kernel with modules")
}
