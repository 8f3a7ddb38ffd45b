package encap

import (
	"fmt"
	"strconv"
	"strings"
)

var (
	seg6Modes   = []string{"inline", "encap", "l2encap", "encap.red", "l2encap.red"}
	seg6Actions = []string{"", "End", "End.X", "End.T", "End.DX2", "End.DX6", "End.DX4", "End.DT6", "End.DT4",
		"End.B6", "End.B6.Encaps", "End.BM", "End.S", "End.AS", "End.AM", "End.BPF", "End.DT46"}
	seg6Flavors = []string{"", "psp", "usp", "usd", "next-csid"} // by the number of the bit
	ioam6Modes  = []string{"", "inline", "encap", "auto"}
)

// String returns the mode as ip(8) names it, such as "l2encap".
func (m Seg6Mode) String() string { return name(seg6Modes, uint32(m)) }

// String returns the action as ip(8) and RFC 8986 name it, such as "End.DT6".
func (a Seg6Action) String() string { return name(seg6Actions, uint32(a)) }

// String returns the mode as ip(8) names it, such as "auto".
func (m IOAM6Mode) String() string { return name(ioam6Modes, uint32(m)) }

// String returns the flavors as ip(8) names them, such as "psp,usd".
func (f Seg6Flavor) String() string {
	var names []string
	for bit, name := range seg6Flavors {
		if flag := Seg6Flavor(1) << bit; name != "" && f&flag != 0 {
			names = append(names, name)
			f &^= flag
		}
	}
	if f != 0 || len(names) == 0 {
		names = append(names, fmt.Sprintf("%#x", uint32(f)))
	}
	return strings.Join(names, ",")
}

func name(names []string, v uint32) string {
	if v < uint32(len(names)) && names[v] != "" {
		return names[v]
	}
	return strconv.FormatUint(uint64(v), 10)
}
