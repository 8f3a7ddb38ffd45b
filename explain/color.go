package explain

import (
	"io"
	"os"
)

// colorful reports whether w is a terminal that is to have colours: NO_COLOR
// (no-color.org) and a TERM of "dumb" say that it is not.
func colorful(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && terminal(f)
}
