package neigh

import (
	"errors"
	"fmt"
	"iter"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// SetTable returns a request to change the settings of a table, or of one of its
// interfaces: those that are not nil. A table or an interface that does not exist
// fails with ENOENT, which is [io/fs.ErrNotExist]. So does, in any namespace but
// the first, what holds for all of them: see [Table].
func SetTable(t *Table) nlmsg.Request {
	return nlmsg.Request{Op: "neighbour table set", Type: linux.RTM_SETNEIGHTBL,
		Flags: linux.NLM_F_REPLACE | linux.NLM_F_ACK, Body: tableBody{t}}
}

// tableBody is a table to be changed.
type tableBody struct{ *Table }

func (b tableBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if b.Table == nil {
		e.Fail(0, errors.New("the table is nil"))
	} else {
		b.encode(e, false)
	}
	return e.Result()
}

// String returns the table that is to be changed, if it is not nil.
func (b tableBody) String() string {
	if b.Table == nil {
		return ""
	}
	return b.Table.String()
}

// ListTables returns the tables of the namespace, each followed by the settings
// of its interfaces.
func ListTables(conn *nlmsg.Conn) ([]Table, error) { return TableFilter{}.List(conn) }

// AllTables yields what [ListTables] returns, as it comes from the kernel. See
// [TableFilter.All].
func AllTables(conn *nlmsg.Conn) iter.Seq2[Table, error] { return TableFilter{}.All(conn) }

// TableFilter says which tables to read. Zero fields match any value. The kernel
// looks at Family alone; what does not match the others is dropped.
type TableFilter struct {
	// Family is AF_INET or AF_INET6 (ndtm_family). Zero, AF_UNSPEC, matches
	// both.
	Family uint8

	// Name is the table's name (NDTA_NAME).
	Name string

	// Index is the interface whose settings to read (NDTPA_IFINDEX).
	Index int
}

// List returns the tables that match f.
func (f TableFilter) List(conn *nlmsg.Conn) ([]Table, error) {
	return nlmsg.List(conn, f.Request(), f.decode)
}

// All yields the tables that match f, as they come from the kernel. An error is
// yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn. Unknown
// attributes are valid until the next table: see [Table.Clone]. All else stays
// as it is.
func (f TableFilter) All(conn *nlmsg.Conn) iter.Seq2[Table, error] {
	return func(yield func(Table, error) bool) {
		nlmsg.All(conn, f.Request(), f.decode)(yield)
	}
}

// Request returns the request for a dump that [TableFilter.List] and
// [TableFilter.All] make: RTM_GETNEIGHTBL.
func (f TableFilter) Request() nlmsg.Request {
	return nlmsg.Request{Op: "neighbour table list", Type: linux.RTM_GETNEIGHTBL,
		Flags: linux.NLM_F_DUMP, Body: tableDump(f)}
}

// decode decodes a table and reports whether it matches f.
func (f TableFilter) decode(m *nlmsg.Message, t *Table) (bool, error) {
	if err := t.decode(m); err != nil {
		return false, err
	}
	return (f.Family == linux.AF_UNSPEC || f.Family == t.Family) &&
		(f.Name == "" || f.Name == t.Name) &&
		(f.Index == 0 || t.Params != nil && f.Index == t.Params.Index), nil
}

// tableDump is the body of a request for tables.
type tableDump TableFilter

func (f tableDump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	switch f.Family {
	case linux.AF_UNSPEC, linux.AF_INET, linux.AF_INET6:
		e.Struct(sizeofTableHeader)[0] = f.Family
	default:
		e.Fail(0, fmt.Errorf("ndtm_family: %d is neither AF_INET nor AF_INET6", f.Family))
	}
	return e.Result()
}
