package link

import "fmt"

// otherKind is the error of changes for another kind of link, or of port, than
// that which ref is known to be.
func otherKind(ref Ref, changes *Link) error {
	if changes == nil || changes.Data == nil && changes.Port == nil {
		return nil
	}
	var l *Link
	switch ref := ref.(type) {
	case *Link:
		l = ref
	case Link:
		l = &ref
	}
	if l == nil {
		return nil
	}
	if is, want := kindName(l.Data), kindName(changes.Data); is != want && is != "" && want != "" {
		return fmt.Errorf("the link is of kind %s, and the Data of kind %s", is, want)
	}
	if is, want := kindName(l.Port), kindName(changes.Port); is != want && is != "" && want != "" {
		return fmt.Errorf("the link is a port of a %s, and the Port one of a %s", is, want)
	}
	return nil
}

// kindName returns the name of k, or "" if there is none.
func kindName(k Kind) string {
	if k == nil || isNil(k) {
		return ""
	}
	return k.Kind()
}
