package iproute2

// What is printed depends on the options of the command, and on its version.

// withStats is a value that is printed if the command has the option -s.
type withStats struct{ value any }

func (s withStats) in(d *dump) any {
	if !d.has("-s") {
		return nil
	}
	return s.value
}

// sinceNewer is a value that is printed by the newer iproute2 of the records.
type sinceNewer struct{ value any }

func (s sinceNewer) in(d *dump) any {
	if !d.newer() {
		return nil
	}
	return s.value
}

// boolSinceNewer is a bool that the newer iproute2 prints if it is there, and an
// older one if it is true.
func boolSinceNewer(v *bool) any {
	if v == nil || *v {
		return ifTrue(v)
	}
	return sinceNewer{false}
}

// nullSinceNewer is a key without a value if v, which an older iproute2 prints as
// true.
type nullSinceNewer bool

func (v nullSinceNewer) in(d *dump) any {
	if d.newer() {
		return flag(bool(v))
	}
	return nonZero(bool(v))
}

// withMoreStats is a value that is printed if the command has the option -s twice.
type withMoreStats struct{ value any }

func (s withMoreStats) in(d *dump) any {
	if !d.has("-s -s") {
		return nil
	}
	return s.value
}

// withDetails is a value that is printed if the command has the option -d.
type withDetails struct{ value any }

func (s withDetails) in(d *dump) any {
	if !d.has("-d") {
		return nil
	}
	return s.value
}
