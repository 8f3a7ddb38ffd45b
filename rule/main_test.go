package rule_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
)

func TestMain(m *testing.M) { testns.Main(m) }
