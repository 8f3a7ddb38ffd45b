package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/vmtest/plan"
)

// modprobe loads modules by name or alias, as the kernel asks for them by
// /sbin/modprobe -q -- NAME.
func modprobe(args []string) error {
	p, err := plan.Read()
	if err != nil {
		return err
	}
	l := loader{p.Modules, make(map[string]bool)}
	for _, arg := range args {
		if strings.HasPrefix(arg, "-") {
			continue
		}
		names := lookUp(p, plan.ModuleName(arg))
		if len(names) == 0 {
			return fmt.Errorf("modprobe: there is no module %s", arg)
		}
		// Of several, those for other processors fail.
		var failed []error
		for _, name := range names {
			if err := l.load(name); err != nil {
				failed = append(failed, err)
			}
		}
		if len(failed) == len(names) {
			return fmt.Errorf("modprobe: %w", errors.Join(failed...))
		}
	}
	return nil
}

// lookUp returns the modules that answer to a name.
func lookUp(p *plan.Plan, name string) (modules []string) {
	if _, ok := p.Modules[name]; ok {
		return []string{name}
	}
	for _, a := range p.Aliases {
		if ok, _ := path.Match(a.Pattern, name); ok || a.Pattern == name {
			modules = append(modules, a.Module)
		}
	}
	return modules
}

// loader loads modules after those that they need.
type loader struct {
	modules map[string]plan.Module
	done    map[string]bool
}

func (l loader) load(name string) error {
	m, ok := l.modules[name]
	if !ok || l.done[name] {
		return nil // what is needed and no module is built in
	}
	l.done[name] = true
	for _, need := range m.Needs {
		if err := l.load(need); err != nil {
			return err
		}
	}
	f, err := os.Open(m.File)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := unix.FinitModule(int(f.Fd()), "", 0); err != nil && !errors.Is(err, unix.EEXIST) {
		return fmt.Errorf("load %s: %w", name, err)
	}
	return nil
}
