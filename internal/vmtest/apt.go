package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// suites are the parts of Debian's archive that have a kernel of a series.
// Those that are not named here are looked for in the backports.
var suites = map[string][]string{
	"5.10": {"bullseye", "bullseye-security"},
	"6.1":  {"bookworm", "bookworm-security"},
	"6.12": {"trixie", "trixie-security"},
}

const backports = "trixie-backports"

// download unpacks the newest kernel of that name into dir. It leaves apt's own
// files alone and uses some in tmp instead.
func download(ctx context.Context, tmp, name, dir string) error {
	for _, program := range []string{"apt-get", "apt-cache", "dpkg", "xz"} {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("to download it takes apt, dpkg and xz-utils of a Debian: %w", err)
		}
	}
	series, flavour := parseName(name)
	a, err := newApt(ctx, tmp, series)
	if err != nil {
		return err
	}
	packages, err := a.newest(ctx, series, flavour)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "vmtest: downloading %s\n", packages[0])
	debs := filepath.Join(tmp, "debs")
	if err := errors.Join(os.Mkdir(debs, 0o755), os.Mkdir(dir, 0o755)); err != nil {
		return err
	}
	if _, err := a.run(ctx, debs, "apt-get", append([]string{"-qq", "download"}, packages...)...); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(debs, "*.deb"))
	if err != nil {
		return err
	}
	for _, deb := range files {
		if _, err := a.run(ctx, "", "dpkg", "-x", deb, dir); err != nil {
			return err
		}
	}
	// The kernel could do that by itself, but slowly under emulation.
	_, err = a.run(ctx, dir, "find", ".", "-name", "*.ko.xz", "-exec", "xz", "-d", "{}", "+")
	return err
}

// apt runs apt with a configuration of its own.
type apt struct{ config string }

func newApt(ctx context.Context, tmp, series string) (*apt, error) {
	site, err := archiveSite(ctx)
	if err != nil {
		return nil, err
	}
	names := suites[series]
	if names == nil {
		names = []string{backports}
	}
	var sources strings.Builder
	for _, suite := range names {
		at := site
		if strings.HasSuffix(suite, "-security") {
			at += "-security"
		}
		fmt.Fprintf(&sources, "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n", at, suite)
	}
	lists := filepath.Join(tmp, "lists")
	a := &apt{filepath.Join(tmp, "apt.conf")}
	list := filepath.Join(tmp, "sources.list")
	config := fmt.Sprintf(`APT::Architecture "amd64";
APT::Architectures "amd64";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Dir::State %[1]q;
Dir::State::lists %[2]q;
Dir::State::status "/dev/null";
Dir::Cache %[1]q;
Dir::Etc::sourcelist %[3]q;
Dir::Etc::sourceparts "/dev/null";
`, tmp, lists, list)
	err = errors.Join(
		os.MkdirAll(filepath.Join(lists, "partial"), 0o755),
		os.MkdirAll(filepath.Join(tmp, "archives/partial"), 0o755),
		os.WriteFile(list, []byte(sources.String()), 0o644),
		os.WriteFile(a.config, []byte(config), 0o644),
	)
	if err != nil {
		return nil, err
	}
	// A suite that is not there any more is no reason to do without the others.
	_, err = a.run(ctx, "", "apt-get", "-qq", "update")
	if got, _ := filepath.Glob(filepath.Join(lists, "*_Packages*")); len(got) == 0 {
		// Most failures are no errors to apt-get.
		return nil, errors.Join(fmt.Errorf("nothing can be read of %s: is the machine offline?", site), err)
	}
	return a, nil
}

// archiveSite returns the address of Debian's archive from the machine's own
// sources.
func archiveSite(ctx context.Context) (string, error) {
	own := &apt{config: os.DevNull}
	out, err := own.run(ctx, "", "apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages")
	if err != nil {
		return "", err
	}
	for site := range strings.Lines(out) {
		if site = strings.TrimSpace(site); strings.HasSuffix(site, "/debian") {
			return site, nil
		}
	}
	return "", errors.New("no archive of Debian is among apt's sources")
}

// newest returns the names of the packages that make up the newest kernel of a
// series and flavour. There is one, or since 6.19 one for each part.
func (a *apt) newest(ctx context.Context, series, flavour string) (names []string, err error) {
	out, err := a.run(ctx, "", "apt-cache", "dumpavail")
	if err != nil {
		return nil, err
	}
	versions := make(map[string]string)
	var name string
	for line := range strings.Lines(out) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "Package":
			name = value
		case "Version":
			if old, ok := versions[name]; !ok || newer(value, old) {
				versions[name] = value
			}
		}
	}
	image := regexp.MustCompile(`^linux-image-(` + regexp.QuoteMeta(series) + `[.-][0-9.]*(?:\+[a-z0-9]+)?-` + flavour + `)$`)
	var best string
	for name := range versions {
		if m := image.FindStringSubmatch(name); m != nil {
			if best == "" || newer(versions[name], versions["linux-image-"+best]) {
				best = m[1]
			}
		}
	}
	if best == "" {
		return nil, fmt.Errorf("the archive has no kernel %s for %s", series, flavour)
	}
	for _, part := range []string{"image", "base", "binary", "modules"} {
		if name := "linux-" + part + "-" + best; versions[name] != "" {
			names = append(names, name)
		}
	}
	return names, nil
}

// newer compares versions of packages.
func newer(a, b string) bool {
	return exec.Command("dpkg", "--compare-versions", a, "gt", b).Run() == nil
}

func (a *apt) run(ctx context.Context, dir, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if a.config != os.DevNull {
		cmd.Env = append(os.Environ(), "APT_CONFIG="+a.config)
	}
	return outputOf(cmd)
}
