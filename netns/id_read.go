package netns

import (
	"context"
	"fmt"
	"io/fs"
	"iter"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// GetID returns the id of a namespace in that of the connection. If it has none,
// or ref is an [ID] that none has, the error is [io/fs.ErrNotExist].
func GetID(conn *nlmsg.Conn, ref Ref) (*NSID, error) { return IDFilter{}.Get(conn, ref) }

// ListIDs returns all ids in the namespace of the connection.
func ListIDs(conn *nlmsg.Conn) ([]NSID, error) { return IDFilter{}.List(conn) }

// AllIDs yields what [ListIDs] returns, as it comes from the kernel. See
// [IDFilter.All].
func AllIDs(conn *nlmsg.Conn) iter.Seq2[NSID, error] { return IDFilter{}.All(conn) }

// IDFilter says whose ids to read.
type IDFilter struct {
	// Target is the id of a namespace, in that of the connection, whose ids
	// are to be read (NETNSA_TARGET_NSID). Nil stands for the connection's own.
	// Reading those of another needs CAP_NET_ADMIN over it.
	Target *ID
}

// Get is [GetID] for the ids of f.
func (f IDFilter) Get(conn *nlmsg.Conn, ref Ref) (*NSID, error) {
	r := f.GetRequest(ref)
	m, err := conn.Get(r)
	if err != nil {
		return nil, err
	}
	n, err := DecodeID(m)
	if err == nil && n.ID == NoID {
		return nil, fmt.Errorf("%v: the namespace has no id: %w", r, fs.ErrNotExist)
	}
	return n, err
}

// List returns the ids of f.
func (f IDFilter) List(conn *nlmsg.Conn) ([]NSID, error) {
	return nlmsg.List(conn, f.Request(), decodeID)
}

// All yields the ids of f, as they come from the kernel. An error is yielded
// last, as by [nlmsg.Conn.Dump]. The loop may use conn. Unknown attributes are
// valid until the next id: see [NSID.Clone].
func (f IDFilter) All(conn *nlmsg.Conn) iter.Seq2[NSID, error] {
	return nlmsg.All(conn, f.Request(), decodeID)
}

// Request returns the request for a dump that [IDFilter.List] and [IDFilter.All]
// make.
func (f IDFilter) Request() nlmsg.Request {
	return nlmsg.Request{Op: "netns list ids", Type: linux.RTM_GETNSID, Flags: linux.NLM_F_DUMP, Body: query{nil, f.Target, true}}
}

// GetRequest returns the request that [IDFilter.Get] makes.
func (f IDFilter) GetRequest(ref Ref) nlmsg.Request {
	return nlmsg.Request{Op: "netns get id of", Type: linux.RTM_GETNSID, Body: query{ref, f.Target, false}}
}

func decodeID(m *nlmsg.Message, n *NSID) (bool, error) { return true, n.decode(m) }

// query is the body of a request for ids: of ref, or of all.
type query struct {
	ref    Ref
	target *ID
	all    bool
}

func (q query) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	e.Struct(sizeofHeader)
	if !q.all {
		put(e, q.ref)
	}
	if q.target != nil {
		if err := q.target.valid(); err != nil {
			e.Fail(linux.NETNSA_TARGET_NSID, err)
		}
		e.Int32(linux.NETNSA_TARGET_NSID, int32(*q.target))
	}
	return e.Result()
}

// String returns the namespace whose id is asked for.
func (q query) String() string { return text(q.ref) }

// WatchIDs yields the ids in a namespace, each as [nlmsg.Added], then
// [nlmsg.Synced], and from then on what changes: see [nlmsg.Watch]. Of cfg it
// needs no Groups; nil watches the namespace of the calling thread.
//
// All ids are read again after each change. One that goes with its namespace and is
// given to another meanwhile makes no event.
func WatchIDs(ctx context.Context, cfg *nlmsg.Config) iter.Seq2[nlmsg.Event[NSID], error] {
	return nlmsg.Watch(ctx, cfg, watchedIDs)
}

// watchedIDs takes a notification for nothing but a reason to read all ids. The
// kernel sends it when it has let go of its lock: that an id is gone may be told
// after it was given to another namespace.
var watchedIDs = nlmsg.Watched[ID, NSID]{
	Op:     "netns watch ids",
	Groups: []uint32{linux.RTNLGRP_NSID},
	List:   ListIDs,
	Decode: func(nlmsg.Message) (nlmsg.Change, NSID, error) { return nlmsg.Unsure, NSID{}, nil },
	Key:    func(n *NSID) ID { return n.ID },
	Equal:  func(a, b *NSID) bool { return true }, // there is nothing else to it
	Clone:  NSID.Clone,
}
