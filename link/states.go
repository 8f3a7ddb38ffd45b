package link

// The operational states, IF_OPER_* of linux/if.h.
const (
	OperUnknown        OperState = iota // the device does not say
	OperNotPresent                      // part of it is missing
	OperDown                            // cannot pass packets
	OperLowerLayerDown                  // a link below is down
	OperTesting                         // in a test mode
	OperDormant                         // waits for something outside, such as authentication
	OperUp                              // can pass packets
)

// The states of a bridge's port, BR_STATE_* of linux/if_bridge.h, for
// [BridgePort].State.
const (
	PortDisabled   = iota // down, or its link has no carrier
	PortListening         // spanning tree is finding out
	PortLearning          // learns addresses, does not forward yet
	PortForwarding        // passes frames
	PortBlocking          // spanning tree keeps it from making a loop
)

// The ways to make IPv6 addresses, IN6_ADDR_GEN_MODE_* of linux/if_link.h, for
// [SetAddrGenMode].
const (
	AddrGenEUI64         uint8 = iota // of its MAC address
	AddrGenNone                       // not at all
	AddrGenStablePrivacy              // of a secret, /proc/sys/net/ipv6/conf/*/stable_secret (RFC 7217)
	AddrGenRandom                     // of a random secret, which the kernel makes
)
