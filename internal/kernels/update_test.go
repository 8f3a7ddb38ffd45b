package kernels_test

import _ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
