package neigh

import (
	"strconv"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// State is the state of a neighbour or of a forwarding entry (ndm_state, NUD_*).
// A neighbour has one of the states below, or none, which is zero. A forwarding
// entry may have two: see [FDB]. A [Filter] takes any number of them.
type State uint16

// The states.
const (
	// StateIncomplete says that the neighbour was asked for and has not
	// answered yet (NUD_INCOMPLETE).
	StateIncomplete State = linux.NUD_INCOMPLETE

	// StateReachable says that it has answered a short time ago
	// (NUD_REACHABLE). A forwarding entry in this state was learned, or may go
	// like one that was.
	StateReachable State = linux.NUD_REACHABLE

	// StateStale says that it is to be asked again before it counts as
	// reachable, as soon as there is something to send (NUD_STALE).
	StateStale State = linux.NUD_STALE

	// StateDelay says that something was sent, and that a sign of life is
	// waited for before it is asked again (NUD_DELAY).
	StateDelay State = linux.NUD_DELAY

	// StateProbe says that it is being asked again (NUD_PROBE).
	StateProbe State = linux.NUD_PROBE

	// StateFailed says that it has not answered (NUD_FAILED).
	StateFailed State = linux.NUD_FAILED

	// StateNoARP says that nobody needs to be asked: the address follows from
	// the interface or from the destination, or was given (NUD_NOARP). A
	// forwarding entry in this state does not age.
	StateNoARP State = linux.NUD_NOARP

	// StatePermanent says that the address was given for good (NUD_PERMANENT).
	// A bridge's entry in this state is an address of the bridge's own.
	StatePermanent State = linux.NUD_PERMANENT
)

// String returns the states as ip names them, such as "permanent" or
// "noarp|permanent". Zero is "none".
func (s State) String() string {
	if s == 0 {
		return "none"
	}
	return bitNames(uint64(s), stateNames[:])
}

var stateNames = [...]string{"incomplete", "reachable", "stale", "delay", "probe", "failed", "noarp", "permanent"}

// Flags are the flags of a neighbour or of a forwarding entry: ndm_flags (NTF_*)
// in the lower eight bits, and those of the attribute NDA_FLAGS_EXT (NTF_EXT_*)
// from there on.
type Flags uint64

// The flags. Those in the header are NTF_*.
const (
	// FlagUse lets the kernel act as if the neighbour had just been used: look
	// for its address, or, for a bridge's entry, refresh it (NTF_USE). It is for
	// requests.
	FlagUse Flags = linux.NTF_USE

	// FlagSelf and FlagMaster say whose entry an [FDB] is: that of the interface
	// itself, or of the bridge that it is a port of (NTF_SELF, NTF_MASTER).
	FlagSelf   Flags = linux.NTF_SELF
	FlagMaster Flags = linux.NTF_MASTER

	// FlagProxy makes a proxy entry of a [Neigh] (NTF_PROXY).
	FlagProxy Flags = linux.NTF_PROXY

	// FlagExtLearned says that a program or a device has learned the entry, and
	// looks after it (NTF_EXT_LEARNED).
	FlagExtLearned Flags = linux.NTF_EXT_LEARNED

	// FlagOffloaded says that a device has the entry in its hardware
	// (NTF_OFFLOADED). Only the kernel sets it.
	FlagOffloaded Flags = linux.NTF_OFFLOADED

	// FlagSticky keeps a bridge's entry at its port (NTF_STICKY). Such an entry
	// must be in StateNoARP or StatePermanent.
	FlagSticky Flags = linux.NTF_STICKY

	// FlagRouter says that the neighbour is a router (NTF_ROUTER), or, of a
	// VXLAN's entry, that frames to it may be routed without it.
	FlagRouter Flags = linux.NTF_ROUTER
)

// The flags of NDA_FLAGS_EXT.
const (
	// FlagManaged lets the kernel keep the neighbour reachable by itself
	// (NTF_EXT_MANAGED, since Linux 5.16).
	FlagManaged Flags = linux.NTF_EXT_MANAGED << extShift

	// FlagLocked says that the host behind a locked port of a bridge has not
	// been let in yet (NTF_EXT_LOCKED, since Linux 6.2). Only the kernel sets it.
	FlagLocked Flags = linux.NTF_EXT_LOCKED << extShift

	// FlagExtValidated says that a program knows the neighbour to be valid, so
	// that the kernel does not remove it when it does not answer
	// (NTF_EXT_EXT_VALIDATED, since Linux 6.17).
	FlagExtValidated Flags = linux.NTF_EXT_EXT_VALIDATED << extShift
)

// extShift is where the flags of NDA_FLAGS_EXT begin, as in the kernel itself
// (NTF_EXT_SHIFT of net/neighbour.h).
const extShift = 8

// String returns the flags as ip and bridge name them, such as
// "extern_learn|router".
func (f Flags) String() string {
	if f == 0 {
		return "0"
	}
	return bitNames(uint64(f), flagNames[:])
}

var flagNames = [...]string{"use", "self", "master", "proxy", "extern_learn", "offload", "sticky", "router",
	"managed", "locked", "ext_validated"}

// bitNames returns the names of the bits that are set, and in hexadecimal those
// that have none.
func bitNames(bits uint64, names []string) string {
	var out []string
	for i, name := range names {
		if bits&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	if rest := bits >> len(names) << len(names); rest != 0 {
		out = append(out, "0x"+strconv.FormatUint(rest, 16))
	}
	return strings.Join(out, "|")
}
