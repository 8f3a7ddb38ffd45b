// Nlexplain says what netlink messages mean, byte by byte: those in files, those
// on standard input, or those that the kernel sends to whoever listens.
//
// It reads hexadecimal digits in the ways that programs print them, its own
// output among them, the output of strace, captures of an nlmon device (pcap and
// pcapng), and JSON lines with the datagrams of a command each. It finds out
// which they are.
//
//	strace -f -e trace=%network -e read=all -e write=all ip link show 2>&1 >/dev/null | nlexplain
//	ip link add nlmon0 type nlmon && ip link set nlmon0 up && tcpdump -i nlmon0 -U -w - | nlexplain
//	nlexplain -watch
//
// An answer is shown together with the request that it is about, if that is
// there too: what the kernel complains of is pointed at.
//
// Usage:
//
//	nlexplain [-html] [file ...]
//	nlexplain -watch
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/seed-030106aa/rawnl/examples/nlexplain/internal/input"
	"github.com/seed-030106aa/rawnl/explain"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("nlexplain: ")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Stdin, os.Stdout, os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

const usage = `Usage: nlexplain [-html] [file ...]   messages in files, or on standard input
       nlexplain -watch               what the kernel tells, as it happens

The format is found out: hexadecimal digits (xxd, hexdump -C, od -A x -t x1,
tcpdump -xx, tshark -x, arrays of C and Go, the output of nlexplain itself),
strace -e write=all -e read=all, captures of nlmon (pcap, pcapng), and JSON lines
such as those in explain/testdata/wire. Raw bytes: xxd -p FILE | nlexplain

  -html    write a page to standard output: nlexplain -html FILE > page.html
  -watch   show the notifications of the present network namespace
`

// run is the program with its arguments.
func run(ctx context.Context, in io.Reader, out io.Writer, args []string) error {
	flags := flag.NewFlagSet("nlexplain", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	html := flags.Bool("html", false, "")
	watching := flags.Bool("watch", false, "")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		_, err := io.WriteString(out, usage)
		return err
	} else if err != nil {
		return err
	}
	for _, name := range flags.Args() {
		if strings.HasPrefix(name, "-") && name != "-" {
			return fmt.Errorf("%s must stand before the files", name)
		}
	}
	switch files := flags.Args(); {
	case *watching && (*html || len(files) > 0):
		return errors.New("-watch goes with neither files nor -html")
	case *watching:
		return follow(ctx, out)
	case *html:
		return page(in, out, files)
	default:
		p := explain.NewPrinter(out)
		return each(in, files, func(d explain.Datagram) error { return p.Print(titled(d)) })
	}
}

// each calls do for every datagram in files, in their order, as they come. The
// name "-" is that of in, as is no name at all.
func each(in io.Reader, files []string, do func(explain.Datagram) error) error {
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, name := range files {
		if name == "-" {
			if err := read("standard input", in, do); err != nil {
				return err
			}
			continue
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		err = read(name, f, do)
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func read(name string, r io.Reader, do func(explain.Datagram) error) error {
	found := false
	for d, err := range input.Read(r) {
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		found = true
		if err := do(d); err != nil {
			return err
		}
	}
	if !found {
		return fmt.Errorf("%s: no netlink messages", name)
	}
	return nil
}

// titled returns d with its direction and size in the comment, unless they are
// there already: what this program wrote can be read again.
func titled(d explain.Datagram) explain.Datagram {
	title := d.String()
	switch {
	case d.Comment == "":
		d.Comment = title
	case !strings.Contains(d.Comment, title):
		d.Comment = strings.TrimRight(d.Comment, "\n") + "\n" + title
	}
	return d
}

// page writes one page with all datagrams up to the first error.
func page(in io.Reader, w io.Writer, files []string) error {
	var all []explain.Datagram
	broken := each(in, files, func(d explain.Datagram) error {
		all = append(all, d)
		return nil
	})
	if len(all) == 0 {
		return broken
	}
	names := make([]string, len(files))
	for i, name := range files {
		names[i] = filepath.Base(name)
	}
	title := cmp.Or(strings.Join(names, ", "), "Netlink messages")
	return errors.Join(explain.HTML(w, title, all...), broken)
}
