package nlmsg

import (
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// NameError gives the attributes that an [*rtattr.Error] in err speaks of the
// names they have in m, a message of NETLINK_ROUTE, and returns err. Without an
// *rtattr.Error, nil among them, it returns err as it is. For an error of an
// [rtattr.Encoder] m needs no Data: what was written stands for it.
func NameError(m Message, err error) error {
	var attr *rtattr.Error
	if errors.As(err, &attr) && attr.Name == "" {
		if len(attr.Path) > 0 {
			if m.Data == nil {
				m.Data = attr.Written
			}
			b, _ := m.AppendBinary(nil)
			attr.Name = schema.Name(linux.NETLINK_ROUTE, b, attr.Path)
		}
	}
	return err
}

// BodyError returns an error of an [rtattr.Encoder] with the name of the attribute
// it is about, as [NameError] does, and with the object before it that the body of
// a message of type typ was to describe.
func BodyError(typ uint16, object string, err error) error {
	return fmt.Errorf("%s: %w", object, NameError(Message{Header: Header{Type: typ}}, err))
}
