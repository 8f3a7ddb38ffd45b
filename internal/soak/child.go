//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/netns"
)

// roleEnv makes the program one of the processes that it needs beside itself.
// Its value names one of roles.
const roleEnv = "RAWNL_SOAK_CHILD"

// roles are what such a process may be. Each returns what the process does when
// it is told a word.
var roles = map[string]func() (answer func(word string, next <-chan string) (operations int, err error), err error){
	"churn":   newChurn,
	"exhaust": newExhaust,
}

func isChild() bool { return os.Getenv(roleEnv) != "" }

// childMain is what a process does that is a child: it reads a word a line, and
// answers with a line each.
func childMain() {
	signal.Ignore(unix.SIGINT, unix.SIGTERM) // its input ends when the parent does
	answer, err := roles[os.Getenv(roleEnv)]()
	if err != nil {
		log.Fatal(err)
	}
	words := make(chan string, 1)
	go func() {
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			words <- in.Text()
		}
		close(words)
	}()
	for word := range words {
		n, err := answer(word, words)
		if err != nil {
			fmt.Println("failed", strings.ReplaceAll(err.Error(), "\n", "; "))
			continue
		}
		fmt.Println("ok", n)
	}
	os.Exit(0)
}

// child is such a process.
type child struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// startChild starts a process of that role in the namespace ns.
func startChild(ns *os.File, role string) (*child, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), roleEnv+"="+role)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := netns.Do(ns, cmd.Start); err != nil {
		return nil, err
	}
	return &child{cmd, in, bufio.NewReader(out)}, nil
}

// ask tells the process a word and waits for its answer, which says how many
// operations it has made.
func (c *child) ask(w *worker, word string) error {
	if _, err := fmt.Fprintln(c.in, word); err != nil {
		return fmt.Errorf("the other process: %w", err)
	}
	line, err := c.out.ReadString('\n')
	if err != nil {
		return fmt.Errorf("the other process: %w", err)
	}
	verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	if verb != "ok" {
		return errors.New("the other process: " + rest)
	}
	n, err := strconv.Atoi(rest)
	w.operations.Add(int64(n))
	return err
}

// close ends the process.
func (c *child) close() error { return errors.Join(c.in.Close(), c.cmd.Wait()) }
