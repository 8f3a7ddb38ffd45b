package link

import (
	"bytes"
	"reflect"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// kind returns what differs in the kind of a link or a port, or nil.
func (d *differ) kind(field string, old, changed Kind) Kind {
	switch {
	case isNil(changed):
		if !isNil(old) && field == "Data" {
			d.lost = append(d.lost, field)
		}
		return nil
	case isNil(old), reflect.TypeOf(old) != reflect.TypeOf(changed), old.Kind() != changed.Kind():
		return changed
	case reflect.DeepEqual(old, changed), sameRequest(old, changed):
		return nil
	}
	if u, ok := changed.(*UnknownKind); ok {
		return unknownChange(old.(*UnknownKind), u)
	}
	if _, ok := changed.(knownKind); !ok {
		return changed
	}
	if changesWhole(changed) {
		return wholeChange(old, changed)
	}
	c := reflect.New(reflect.TypeOf(changed).Elem()).Interface().(Kind)
	d.fields(c, old, changed)
	if reflect.ValueOf(c).Elem().IsZero() {
		return nil
	}
	return c
}

// changesWhole reports whether a change of kind k has to hold all of it: the
// kernel resets what is left out or, in XFRM, refuses to go without.
func changesWhole(k Kind) bool {
	switch k.(type) {
	case *GRE, *Gretap, *Erspan, *IP6GRE, *IP6Gretap, *IP6Erspan, *IPIP, *SIT, *IP6Tnl, *VTI, *VTI6, *XFRM:
		return true
	}
	return false
}

// wholeChange returns all of changed but CollectMetadata if it was there before:
// it stays in any case, and the kernel refuses to be told so.
func wholeChange(old, changed Kind) Kind {
	c := Link{Data: changed}.Clone().Data
	const name = "CollectMetadata"
	was, is := reflect.ValueOf(old).Elem().FieldByName(name), reflect.ValueOf(c).Elem().FieldByName(name)
	if is.IsValid() && was.Bool() {
		is.SetBool(false)
	}
	return c
}

// sameRequest reports whether two kinds make the same request, though what is
// read only may differ.
func sameRequest(a, b Kind) bool {
	attrs := func(k Kind) ([]byte, error) {
		e := rtattr.NewEncoder(nil)
		encodeKind(e, k, false)
		return e.Result()
	}
	x, errX := attrs(a)
	y, errY := attrs(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// unknownChange returns the attributes that differ.
func unknownChange(old, changed *UnknownKind) *UnknownKind {
	e := rtattr.NewEncoder(nil)
	e.Raws(rawsChange(raws(old.Data), raws(changed.Data)))
	b, err := e.Result()
	if err != nil {
		return changed
	}
	return &UnknownKind{Name: changed.Name, Data: b}
}

func raws(b []byte) (list []rtattr.Raw) {
	d := rtattr.NewDecoder(b, 0)
	for _, v := range d.All() {
		list = append(list, v.Raw())
	}
	return list
}
