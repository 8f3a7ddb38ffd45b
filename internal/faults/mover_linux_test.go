package faults_test

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

func init() { roles["move"] = playMover }

// playMover is the role of a process that moves objects from place to place:
//
//	move 3   three times
//	start    until it is told to stop
//	stop
//
// It answers how often it has moved something in all.
func playMover(conn *nlmsg.Conn) func(string) (string, error) {
	f := families()[strings.TrimPrefix(os.Getenv(roleEnv), "move ")]
	moves := 0
	move := func() error {
		err := conn.Do(f.move(moves)...)
		moves++
		return err
	}
	var stop atomic.Bool
	stopped := make(chan error, 1)
	return func(order string) (string, error) {
		n := 0
		switch order {
		case "start":
			stop.Store(false)
			go func() {
				for !stop.Load() {
					if err := move(); err != nil {
						stopped <- err
						return
					}
				}
				stopped <- nil
			}()
			return "started", nil
		case "stop":
			stop.Store(true)
			if err := <-stopped; err != nil {
				return "", err
			}
		default:
			if _, err := fmt.Sscanf(order, "move %d", &n); err != nil {
				return "", err
			}
		}
		for range n {
			if err := move(); err != nil {
				return "", err
			}
		}
		return fmt.Sprint(moves), nil
	}
}
