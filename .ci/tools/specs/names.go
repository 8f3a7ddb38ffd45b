package main

import "strings"

// enumPrefixes are those of the enums whose specification gives none, or a
// wrong one. They are written by hand; check_test.go holds what they make
// against the headers.
var enumPrefixes = map[string]string{
	"nlctrl/op-flags":                 "genl-",
	"nlctrl/attr-type":                "nl-attr-type-",
	"rt-link/vlan-protocols":          "eth-p-",
	"rt-link/ipv4-devconf":            "ipv4-devconf-",
	"rt-link/ipv6-devconf":            "devconf-",
	"rt-link/ifla-icmp6-stats":        "icmp6-mib-",
	"rt-link/ifla-inet6-stats":        "ipstats-mib-",
	"rt-link/vlan-flags":              "vlan-flag-",
	"rt-link/ifla-vf-link-state-enum": "ifla-vf-link-state-",
	"rt-link/rtext-filter":            "rtext-filter-",
	"rt-link/netkit-policy":           "netkit-",
	"rt-link/netkit-mode":             "netkit-",
	"rt-link/netkit-scrub":            "netkit-scrub-",
	"rt-link/netkit-pairing":          "netkit-device-",
	"rt-link/ovpn-mode":               "ovpn-mode-",
	"rt-link/br-stp-mode":             "br-stp-mode-",
	"rt-neigh/nud-state":              "nud-",
	"rt-neigh/ntf-flags":              "ntf-",
	"rt-neigh/ntf-ext-flags":          "ntf-ext-",
	"rt-neigh/rtm-type":               "rtn-",
	"rt-rule/fr-act":                  "fr-act-",
}

// irregular are the names in the headers that do not follow from those in the
// specifications.
var irregular = map[string]string{
	"DPLL_A_ID":             "DPLL_A_PIN_ID",
	"IFF_ALL_MULTI":         "IFF_ALLMULTI",
	"IFF_AUTO_MEDIA":        "IFF_AUTOMEDIA",
	"IFF_NO_ARP":            "IFF_NOARP",
	"IFF_NO_TRAILERS":       "IFF_NOTRAILERS",
	"IFF_POINT_TO_POINT":    "IFF_POINTOPOINT",
	"IPSTATS_MIB_ECT0_PKTS": "IPSTATS_MIB_ECT0PKTS",
	"IPSTATS_MIB_ECT1_PKTS": "IPSTATS_MIB_ECT1PKTS",
	"NETKIT_BLACKHOLE":      "NETKIT_DROP",
	"NETKIT_FORWARD":        "NETKIT_PASS",
}

// constant returns the name of a C constant.
func constant(prefix, name string) string {
	c := strings.ToUpper(strings.ReplaceAll(prefix+name, "-", "_"))
	if real, ok := irregular[c]; ok {
		return real
	}
	return c
}
