package addr

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// ListLabels returns all labels of the namespace.
func ListLabels(conn *nlmsg.Conn) ([]Label, error) {
	return nlmsg.List(conn, LabelsRequest(), decodeLabel)
}

// AllLabels yields what [ListLabels] returns, as it comes from the kernel. An
// error is yielded last, as by [nlmsg.Conn.Dump].
func AllLabels(conn *nlmsg.Conn) iter.Seq2[Label, error] {
	return nlmsg.All(conn, LabelsRequest(), decodeLabel)
}

// LabelsRequest returns the request for a dump that [ListLabels] and [AllLabels]
// make.
func LabelsRequest() nlmsg.Request {
	return nlmsg.Request{
		Op: "addr label list", Type: linux.RTM_GETADDRLABEL, Flags: linux.NLM_F_DUMP, Body: labelQuery{},
	}
}

// GetLabel returns the label that counts for the IPv6 address x on an interface,
// or on any if index is 0. Without one it fails with ESRCH, which is
// [io/fs.ErrNotExist].
func GetLabel(conn *nlmsg.Conn, index int, x netip.Addr) (*Label, error) {
	m, err := conn.Get(GetLabelRequest(index, x))
	if err != nil {
		return nil, err
	}
	return DecodeLabel(m)
}

// GetLabelRequest returns the request that [GetLabel] makes.
func GetLabelRequest(index int, x netip.Addr) nlmsg.Request {
	return nlmsg.Request{Op: "addr label get", Type: linux.RTM_GETADDRLABEL, Body: labelQuery{query{index, x}}}
}

// labelQuery is the body of a request for a label, or for all without an address.
type labelQuery struct{ query }

func (q labelQuery) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	switch {
	case q.query == query{}:
		putLabelHeader(e, 0, 0)
	case !q.addr.Is6():
		e.Fail(linux.IFAL_ADDRESS, errors.New("no valid address of IPv6"))
	case q.addr.Zone() != "":
		e.Fail(linux.IFAL_ADDRESS, fmt.Errorf("%v: a zone cannot be sent, give the interface's index instead", q.addr))
	case q.index < 0 || int64(q.index) > 1<<31-1:
		e.Fail(0, fmt.Errorf("ifal_index: %d is the index of no interface", q.index))
	default:
		putLabelHeader(e, q.addr.BitLen(), q.index)
		putIPv6(e, q.addr)
	}
	return e.Result()
}

func (q labelQuery) String() string {
	if !q.addr.IsValid() {
		return ""
	}
	return q.query.String()
}

// DecodeLabel returns the label in a message, an answer to RTM_GETADDRLABEL. The
// kernel sends no notifications of labels. Unknown attributes are part of m.Data;
// [Label.Clone] gives it bytes of its own.
func DecodeLabel(m nlmsg.Message) (*Label, error) {
	l := new(Label)
	if _, err := decodeLabel(&m, l); err != nil {
		return nil, err
	}
	return l, nil
}

func decodeLabel(m *nlmsg.Message, l *Label) (bool, error) {
	if m.Type != linux.RTM_NEWADDRLABEL && m.Type != linux.RTM_DELADDRLABEL {
		return false, fmt.Errorf("address label: message of type %d, want RTM_NEWADDRLABEL or RTM_DELADDRLABEL", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	h := d.Struct(sizeofLabel)
	l.Index = int(int32(binary.NativeEndian.Uint32(h[4:])))
	l.Seq = binary.NativeEndian.Uint32(h[8:])
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFAL_ADDRESS:
			l.Prefix = netip.PrefixFrom(netip.AddrFrom16([16]byte(v.Struct(16))), int(h[2]))
			if !l.Prefix.IsValid() {
				v.Fail(fmt.Errorf("prefix of %d bits", h[2]))
			}
		case linux.IFAL_LABEL:
			l.Value = v.Uint32()
		default:
			l.Unknown = append(l.Unknown, v.Raw())
		}
	}
	if err := d.Err(); err != nil {
		return false, fmt.Errorf("address label %v: %w", l, nlmsg.NameError(*m, err))
	}
	return true, nil
}
