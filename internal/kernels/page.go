package kernels

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const intro = `# What kernels can do

What the kernels of Debian answered when they were asked, each by tests that run on it in a virtual machine. Nothing
here is typed by hand; to make the page anew, with the newest of each kernel:

    go run ./internal/vmtest -kernels %s -record -run TestReport ./link ./encap ./internal/kernels

A run of the tests on one of these kernels fails if it finds something different from what the page says. The cells hold
what the kernel answered: an errno is how it refused, "no" that it took the request and nothing came of it. What stands as
` + "`code`" + ` are fields of the library, and attributes, flags and messages of the kernel's headers.

The kernels, by the release that ` + "`uname -r`" + ` prints. Those with "cloud" in it are built for virtual machines and lack
what only hardware needs; the others are built for all machines.

%s`

// sections are those of the page.
var sections = []struct {
	name, title, text string
	pkg               string // whose tests report it

	// differing says that only answers that differ between kernels are shown,
	// and that those with the same beginning are one row if they are the same.
	differing bool

	// silence is what no answer means, if anything.
	silence string
}{
	{name: "behaviours", pkg: "./internal/kernels", title: "What they do", text: "Requests, answers and notifications. That a kernel does not say that it filters does not mean that it does not."},
	{name: "kinds", pkg: "./link", title: "Kinds of links", text: "Those of package `link`. \"No\" is said of this build alone: a kernel can be built with any of them or without. Those that\n" +
		"no kernel here has need hardware, or are left out by Debian."},
	{name: "fields", pkg: "./link", title: "Options of links", differing: true, text: "Fields of each kind were set in a link of that kind, which was then read. Only those are here in which the kernels\n" +
		"differ: \"yes\" was read as it was set, \"ignored\" was taken and was not there when it was read, and nothing stands where\n" +
		"the kernel lacks the kind. In parentheses is with what value, or in what link, where that makes a difference."},
	{name: "objects", pkg: "./internal/kernels", title: "Other fields", differing: true, text: "The same of addresses, rules, neighbours, nexthop objects, links of any kind, ports, and what bridges have. What differs:"},
	{name: "tunnels", pkg: "./encap", title: "Tunnels of routes", text: "Those of package `encap`, each with some of its fields. \"Yes\" was read as it was set, \"ignored\" was taken and not\n" +
		"read so. A kernel can be built without any of them."},
	{name: "told", pkg: "./internal/kernels", title: "What they tell", differing: true, silence: "no", text: "Attributes in the kernel's messages about a plain object of each family, for which nothing special was set. What differs:"},
}

// Page returns the record as docs/kernels.md has it.
func (r Record) Page() string {
	releases := slices.SortedFunc(maps.Keys(r), compareReleases)
	var b strings.Builder
	short := names(releases)
	var list strings.Builder
	for i, release := range releases {
		fmt.Fprintf(&list, "- %s: `%s`\n", short[i], release)
	}
	fmt.Fprintf(&b, intro, strings.Join(short, ","), &list)
	for _, s := range sections {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| |", s.title, s.text)
		for _, name := range short {
			fmt.Fprintf(&b, " %s |", name)
		}
		b.WriteString("\n|" + strings.Repeat(" --- |", len(releases)+1) + "\n")
		rows := r.rows(s.name, s.silence, releases)
		if s.differing {
			rows = slices.DeleteFunc(merged(rows), row.agree)
		}
		for _, row := range rows {
			fmt.Fprintf(&b, "| %s | %s |\n", row.question, strings.Join(row.answers, " | "))
		}
	}
	return b.String()
}

// row is a question and what each kernel answers.
type row struct {
	question string
	answers  []string
}

// agree reports whether all kernels that answer do so alike.
func (r row) agree() bool {
	answers := slices.DeleteFunc(slices.Clone(r.answers), func(s string) bool { return s == "" })
	slices.Sort(answers)
	return len(slices.Compact(answers)) <= 1
}

// rows returns those of a section, sorted.
func (r Record) rows(section, silence string, releases []string) (rows []row) {
	questions := make(map[string]bool)
	for _, sections := range r {
		for q := range sections[section] {
			questions[q] = true
		}
	}
	for _, q := range slices.SortedFunc(maps.Keys(questions), byLetters) {
		answers := make([]string, len(releases))
		for i, release := range releases {
			answers[i] = cmp.Or(r[release][section][q], silence)
		}
		rows = append(rows, row{q, answers})
	}
	return rows
}

// merged makes one of rows with the same answers, whose questions are the same
// but for what is in parentheses at their ends.
func merged(rows []row) (out []row) {
	for len(rows) > 0 {
		short, _, _ := strings.Cut(rows[0].question, " (")
		n := 1
		for n < len(rows) && (rows[n].question == short || strings.HasPrefix(rows[n].question, short+" (")) {
			n++
		}
		same := rows[:n]
		rows = rows[n:]
		if !slices.ContainsFunc(same, func(w row) bool { return !slices.Equal(w.answers, same[0].answers) }) {
			same = []row{{short, same[0].answers}}
		}
		out = append(out, same...)
	}
	return out
}

func byLetters(a, b string) int {
	return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
}

// compareReleases compares the numbers of which releases are made, and then what
// else there is.
func compareReleases(a, b string) int {
	return cmp.Or(slices.Compare(numbers(a), numbers(b)), -cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// numbers returns those that a release begins with: 6, 1, 0, 56 of
// "6.1.0-56-cloud-amd64".
func numbers(release string) (all []int) {
	for word := range strings.FieldsFuncSeq(release, func(r rune) bool { return !unicode.IsDigit(r) }) {
		n, err := strconv.Atoi(word)
		if err != nil {
			break
		}
		all = append(all, n)
	}
	return all
}

// names returns how internal/vmtest names kernels.
func names(releases []string) (names []string) {
	for _, release := range releases {
		n := numbers(release)
		name := fmt.Sprintf("%d.%d", n[0], n[1])
		if !strings.Contains(release, "cloud") {
			name += "-generic"
		}
		names = append(names, name)
	}
	return names
}
