package link

import (
	"context"
	"iter"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// VNI is one network that a VXLAN takes.
type VNI struct {
	Index int        // the VXLAN
	ID    uint32     // the network
	Group netip.Addr // as in a VNIRange
}

// WatchVNIs yields the networks that VXLANs take, each by itself as
// [nlmsg.Added], then [nlmsg.Synced], and from then on what changes: see
// [nlmsg.Watch]. Of cfg it needs no Groups; nil watches the namespace of the
// calling thread. When a VXLAN is deleted, so are its networks.
//
// Kernels from before June 2026 do not tell of a network that is added without a
// Group to a VXLAN without a Remote.
func WatchVNIs(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[VNI], error] {
	return nlmsg.Watch(ctx, cfg, watchedVNIs)
}

// vniKey is what tells networks apart.
type vniKey struct {
	index int
	id    uint32
}

var watchedVNIs = nlmsg.Watched[vniKey, VNI]{
	Op:     "link watch networks",
	Groups: []uint32{linux.RTNLGRP_TUNNEL},
	List: func(conn *nlmsg.Conn) ([]VNI, error) {
		list, err := ListVNIs(conn)
		var all []VNI
		for _, v := range list {
			for _, r := range v.Ranges {
				for id := uint64(r.First); id <= uint64(r.Last); id++ {
					all = append(all, VNI{v.Index, uint32(id), r.Group})
				}
			}
		}
		return all, err
	},
	Decode: decodeVNIChange,
	Key:    func(v *VNI) vniKey { return vniKey{v.Index, v.ID} },
	Equal:  func(a, b *VNI) bool { return *a == *b },
	Clone:  func(v VNI) VNI { return v },
}

// decodeVNIChange says what a notification means, which is about one network.
func decodeVNIChange(m nlmsg.Message) (nlmsg.Change, VNI, error) {
	read, err := DecodeVNIs(m)
	if err != nil {
		return nlmsg.Ignored, VNI{}, err
	}
	if len(read.Ranges) != 1 || read.Ranges[0].First != read.Ranges[0].Last {
		return nlmsg.Unsure, VNI{}, nil
	}
	r := read.Ranges[0]
	v := VNI{read.Index, r.First, r.Group}
	if m.Type == linux.RTM_DELTUNNEL {
		return nlmsg.Delete, v, nil
	}
	return nlmsg.Replace, v, nil
}
