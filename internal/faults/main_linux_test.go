package faults_test

import (
	"flag"
	"os"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testns"
)

// howLong is how long each of the tests that go on for a while does so.
var howLong = flag.Duration("for", time.Second, "how long the faults last")

func TestMain(m *testing.M) {
	if role := os.Getenv(roleEnv); role != "" {
		play(role)
	}
	flag.Parse()
	// The long ones mostly wait for the kernel, and are to last as long together
	// as one of them alone.
	if flag.Lookup("test.parallel").Value.String() == flag.Lookup("test.parallel").DefValue {
		flag.Set("test.parallel", "24")
	}
	testns.Main(m)
}

// dial opens a connection for the length of the test.
var dial = testconn.Dial

// do makes requests that must succeed.
var do = testconn.Do
