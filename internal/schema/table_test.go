package schema

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// everyLayout returns all layouts that a message can hold.
func everyLayout() []*Layout {
	var all []*Layout
	seen := make(map[*Layout]bool)
	var visit func(l *Layout)
	visit = func(l *Layout) {
		if l == nil || seen[l] {
			return
		}
		seen[l] = true
		all = append(all, l)
		visit(l.Elem)
		for _, f := range l.Fields {
			visit(f.Type)
		}
		for _, a := range l.Attrs {
			visit(a.Type)
		}
	}
	for _, m := range slices.Concat(controls, messages) {
		visit(m.body)
		visit(m.request)
	}
	visit(NLMsgHdr)
	visit(genl)
	visit(nexthop)
	for _, k := range linkKinds {
		visit(k.data)
		visit(k.port)
		visit(k.xstats)
	}
	for _, f := range slices.Concat(protInfos, afSpecs) {
		visit(f.layout)
	}
	visit(afSpecLink)
	visit(inetConfRequest)
	for _, l := range []*Layout{mdbEntry6, mdbEntryAddr, mdbInfo6, mdbInfoAddr, cacheReport6} {
		visit(l)
	}
	for _, l := range encaps {
		visit(l)
	}
	for _, f := range slices.Concat(routeAddrs, expires, addrs, addrFlagsOf, cacheReports) {
		visit(f.layout)
	}
	for _, o := range discoveryOptions {
		for _, f := range append(slices.Clone(o.fields), o.rest) {
			visit(f.Type)
		}
	}
	visit(viaLinkAddr)
	visit(segmentHMAC)
	visit(genlController)
	return all
}

func TestTablesStandInOrder(t *testing.T) {
	for _, l := range everyLayout() {
		for i := 1; i < len(l.Attrs); i++ {
			if l.Attrs[i].Number <= l.Attrs[i-1].Number {
				t.Errorf("%s stands after %s", l.Attrs[i].Name, l.Attrs[i-1].Name)
			}
		}
	}
	for i := 1; i < len(messages); i++ {
		if messages[i].number <= messages[i-1].number {
			t.Errorf("%s stands after %s", messages[i].name, messages[i-1].name)
		}
	}
}

// Attributes after a C struct begin at a multiple of four.
func TestHeadersAreAligned(t *testing.T) {
	for _, l := range everyLayout() {
		if l.Kind == Nest && l.HeaderLen()%4 != 0 {
			t.Errorf("struct %s: header of %d bytes", l.C, l.HeaderLen())
		}
	}
}

// The tables are laid out when the program is built: importing this package
// costs no time when it starts.
func TestNothingRunsAtStart(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace strings.Builder
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(trace.String(), "init testing @") {
		t.Fatalf("no trace of what runs at start: %q", trace.String())
	}
	for line := range strings.Lines(trace.String()) {
		if strings.HasPrefix(line, "init github.com/seed-030106aa/rawnl/internal/schema @") {
			t.Error(line)
		}
	}
}
