package roundtrip

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/corpus"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Every function of the library that decodes a message is among the readers.
func TestEveryDecoderIsHere(t *testing.T) {
	var want, got []string
	for _, r := range Readers {
		got = append(got, r.Name)
	}
	root := os.DirFS(filepath.Join("..", ".."))
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (path == "internal" || path == "examples" || d.Name() == "testdata" || len(path) > 1 && path[0] == '.'):
			return fs.SkipDir
		case filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		src, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		want = append(want, decodersIn(file)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the functions that take a nlmsg.Message, and the readers (-functions +readers)\n%s", diff)
	}
}

// decodersIn returns the exported functions in a file that make a value of a
// message.
func decodersIn(file *ast.File) (names []string) {
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv != nil || !strings.HasPrefix(f.Name.Name, "Decode") || len(f.Type.Params.List) != 1 {
			continue
		}
		if typ, ok := f.Type.Params.List[0].Type.(*ast.SelectorExpr); ok && typ.Sel.Name == "Message" {
			names = append(names, file.Name.Name+"."+f.Name.Name)
		}
	}
	return names
}

// Each reader takes the messages of its types, of which there are some to begin
// with, and refuses them if they are of another type.
func TestReadersRefuseOtherTypes(t *testing.T) {
	seeds := corpus.Messages(t)
	if len(seeds) == 0 {
		t.Skip("the bytes are those of a little-endian machine")
	}
	for i := range Readers {
		r := &Readers[i]
		t.Run(r.Name, func(t *testing.T) {
			found := 0
			for _, b := range seeds {
				m := first(b)
				if For(m) != r || !accepts(r, m) {
					continue
				}
				if found++; found > 3 {
					break
				}
				for typ := range uint16(256) {
					m.Type = typ
					if got, want := accepts(r, m), slices.Contains(r.types, typ); got != want {
						t.Errorf("as a message of type %d it is accepted: %v, want %v\n% x", typ, got, want, b)
					}
				}
			}
			if found == 0 {
				t.Error("no seed is for this reader")
			}
		})
	}
}

func accepts(r *Reader, m nlmsg.Message) bool {
	_, err := r.Decode(m)
	return err == nil
}

// first returns the message that a datagram begins with.
func first(b []byte) nlmsg.Message {
	for m := range nlmsg.Messages(b) {
		return m
	}
	return nlmsg.Message{}
}
