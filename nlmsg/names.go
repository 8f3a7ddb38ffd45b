package nlmsg

import (
	"errors"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// NameError gives the attributes that an [*rtattr.Error] in err speaks of the
// names they have in m, a message of NETLINK_ROUTE, and returns err. Without an
// *rtattr.Error, nil among them, it returns err as it is.
func NameError(m Message, err error) error {
	var attr *rtattr.Error
	if errors.As(err, &attr) && attr.Name == "" {
		b, _ := m.AppendBinary(nil)
		nameAttr(b, attr)
	}
	return err
}

func nameAttr(msg []byte, err *rtattr.Error) {
	if len(err.Path) > 0 {
		err.Name = schema.Name(linux.NETLINK_ROUTE, msg, err.Path)
	}
}
