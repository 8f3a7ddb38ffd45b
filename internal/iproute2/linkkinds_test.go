package iproute2

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/link"
)

var vrfTable = table[*link.VRF]{
	{"table", func(k *link.VRF) any { return k.Table }},
}

var vrfPortTable = table[*link.VRFPort]{
	{"table", func(p *link.VRFPort) any { return p.Table }},
}

var hsrTable = table[*link.HSR]{
	{"slave1", func(k *link.HSR) any { return device(k.Slave1) }},
	{"slave2", func(k *link.HSR) any { return device(k.Slave2) }},
	{"seq_nr", func(k *link.HSR) any { return k.SeqNr }},
	{"supervision_addr", func(k *link.HSR) any { return k.SupervisionAddr }},
	{"proto", func(k *link.HSR) any { return k.Protocol }},
}

var gtpTable = table[*link.GTP]{
	{"role", func(k *link.GTP) any { return choice([]string{"ggsn", "sgsn"}, k.Role) }},
	{"hsize", func(k *link.GTP) any { return nonZero(k.PDPHashSize) }},
	{"restart_count", func(k *link.GTP) any { return k.RestartCount }},
}

var tunTable = table[*link.Tun]{
	{"type", func(k *link.Tun) any { return choice([]string{1: "tun", 2: "tap"}, &k.Type) }},
	{"pi", func(k *link.Tun) any { return k.PI }},
	{"vnet_hdr", func(k *link.Tun) any { return k.VNetHdr }},
	{"multi_queue", func(k *link.Tun) any { return k.MultiQueue }},
	{"persist", func(k *link.Tun) any { return k.Persist }},
	{"numqueues", func(k *link.Tun) any { return ifMultiQueue(k, k.NumQueues) }},
	{"numdisabled", func(k *link.Tun) any { return ifMultiQueue(k, k.NumDisabledQueues) }},
	{"user", func(k *link.Tun) any {
		if k.Owner != nil && *k.Owner == 0 {
			return anyOf{"root", float64(0)} // a name, where the system has one
		}
		return k.Owner
	}},
	{"group", func(k *link.Tun) any { return k.Group }},
}

func ifMultiQueue(k *link.Tun, v uint32) any {
	if !k.MultiQueue {
		return nil
	}
	return v
}

var macsecTable = table[*link.Macsec]{
	{"sci", func(k *link.Macsec) any { return fmt.Sprintf("%016x", *k.SCI) }},
	{"protect", func(k *link.Macsec) any { return k.Protect }},
	{"cipher_suite", func(k *link.Macsec) any {
		return map[uint64]any{
			0x0080020001000001: "GCM-AES-128",
			0x0080c20001000001: "GCM-AES-128",
			0x0080c20001000002: "GCM-AES-256",
		}[k.CipherSuite]
	}},
	{"icv_len", func(k *link.Macsec) any { return nonZero(k.ICVLen) }},
	{"encoding_sa", func(k *link.Macsec) any { return k.EncodingSA }},
	{"validation", func(k *link.Macsec) any { return choice([]string{"disabled", "check", "strict"}, k.Validation) }},
	{"offload", func(k *link.Macsec) any { return choice([]string{"off", "phy", "mac"}, k.Offload) }},
	{"encrypt", func(k *link.Macsec) any { return k.Encrypt }},
	{"inc_sci", func(k *link.Macsec) any { return k.SendSCI }},
	{"es", func(k *link.Macsec) any { return k.EndStation }},
	{"scb", func(k *link.Macsec) any { return k.SCB }},
	{"replay_protect", func(k *link.Macsec) any { return k.ReplayProtect }},
	{"window", func(k *link.Macsec) any { return k.Window }},
}
