package main

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/vmtest/plan"
)

// parts are the folders of a kernel's modules that are carried along, with what
// their modules need from elsewhere. They are loaded when they are asked for.
var parts = []string{"net", "drivers/net", "crypto", "arch/x86/crypto", "lib"}

// modules are those of a kernel. Debian's packages hold no modules.dep and
// modules.alias, which depmod(8) makes on installation: what a module needs and
// answers to is read from the module.
type modules struct {
	files map[string]string // of all, by name
	taken map[string]module
}

type module struct {
	data    []byte
	needs   []string
	aliases []string
}

// readModules finds the modules of a kernel and reads those that are carried
// along.
func readModules(k *kernel) (*modules, error) {
	m := &modules{make(map[string]string), make(map[string]module)}
	var want []string
	err := filepath.WalkDir(k.tree, func(file string, d fs.DirEntry, err error) error {
		base, isModule := strings.CutSuffix(filepath.Base(file), ".ko")
		if err != nil || !isModule {
			return err
		}
		name := plan.ModuleName(base)
		m.files[name] = file
		rel, err := filepath.Rel(k.tree, file)
		for _, part := range parts {
			if strings.HasPrefix(filepath.ToSlash(rel), part+"/") {
				want = append(want, name)
			}
		}
		return err
	})
	for _, name := range want {
		if err == nil {
			err = m.take(name)
		}
	}
	return m, err
}

// take reads a module and those that it needs.
func (m *modules) take(name string) error {
	file, ok := m.files[name]
	if _, twice := m.taken[name]; twice || !ok {
		return nil // what is no file is built in
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	info, err := modinfo(data)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	mod := module{data: unsigned(data)}
	for entry := range strings.SplitSeq(info, "\x00") {
		key, value, _ := strings.Cut(entry, "=")
		switch key {
		case "depends":
			mod.needs = append(mod.needs, strings.FieldsFunc(value, func(r rune) bool { return r == ',' })...)
		case "softdep":
			mod.needs = append(mod.needs, softNeeds(value)...)
		case "alias":
			mod.aliases = append(mod.aliases, plan.ModuleName(value))
		}
	}
	for i, need := range mod.needs {
		mod.needs[i] = plan.ModuleName(need)
	}
	m.taken[name] = mod
	for _, need := range mod.needs {
		if err := m.take(need); err != nil {
			return err
		}
	}
	return nil
}

// modinfo returns a module's strings KEY=VALUE, each with a zero byte behind.
func modinfo(module []byte) (string, error) {
	f, err := elf.NewFile(bytes.NewReader(module))
	if err != nil {
		return "", err
	}
	section := f.Section(".modinfo")
	if section == nil {
		return "", fmt.Errorf("no section .modinfo")
	}
	info, err := section.Data()
	return string(info), err
}

// softNeeds returns what is to be loaded before a module with such a softdep,
// "pre: a b post: c", if it is there.
func softNeeds(softdep string) (needs []string) {
	pre := false
	for _, word := range strings.Fields(softdep) {
		switch {
		case strings.HasSuffix(word, ":"):
			pre = word == "pre:"
		case pre:
			needs = append(needs, word)
		}
	}
	return needs
}

// unsigned cuts off the signature of a module. Debian's kernels load unsigned
// ones too, and to check a signature takes an emulated processor long. What is
// cut off ends with the length of the signature, a number of 4 bytes, and a
// mark; see struct module_signature in the kernel's
// include/linux/module_signature.h.
func unsigned(module []byte) []byte {
	const mark, infoSize = "~Module signature appended~\n", 12
	body, ok := bytes.CutSuffix(module, []byte(mark))
	if !ok || len(body) < infoSize {
		return module
	}
	size := int(binary.BigEndian.Uint32(body[len(body)-4:])) + infoSize
	if size > len(body) {
		return module
	}
	return body[:len(body)-size]
}

// write puts the modules into an image, and into the plan what modprobe has to
// know of them.
func (m *modules) write(a *archive, p *plan.Plan) {
	p.Modules = make(map[string]plan.Module)
	for _, name := range slices.Sorted(maps.Keys(m.taken)) {
		mod := m.taken[name]
		file := "/lib/modules/" + name + ".ko"
		a.file(file, 0o644, mod.data)
		p.Modules[name] = plan.Module{File: file, Needs: mod.needs}
		for _, alias := range mod.aliases {
			p.Aliases = append(p.Aliases, plan.Alias{Pattern: alias, Module: name})
		}
	}
}
