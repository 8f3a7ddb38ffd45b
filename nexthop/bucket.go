package nexthop

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Bucket is a bucket of a resilient group: NHA_RES_BUCKET, with NHA_RES_BUCKET_*
// of linux/nexthop.h, in a message RTM_NEWNEXTHOPBUCKET. It is read only.
type Bucket struct {
	// Group is the group's number (NHA_ID).
	Group uint32

	// Index is the bucket's, from zero (NHA_RES_BUCKET_INDEX).
	Index uint16

	// Member is the number of the object that gets its packets
	// (NHA_RES_BUCKET_NH_ID).
	Member uint32

	// IdleTime is how long it has been without packets, in hundredths of a second
	// (NHA_RES_BUCKET_IDLE_TIME).
	IdleTime time.Duration

	// Flags are RTNH_F_* (nh_flags).
	Flags uint32

	// Unknown are attributes that have no field here, and UnknownBucket those in
	// NHA_RES_BUCKET.
	Unknown, UnknownBucket []rtattr.Raw
}

// GetBucket returns the bucket of a group with an index. If there is none, it fails
// with ENOENT, which is [io/fs.ErrNotExist].
func GetBucket(conn *nlmsg.Conn, group uint32, index uint16) (*Bucket, error) {
	m, err := conn.Get(GetBucketRequest(group, index))
	if err != nil {
		return nil, err
	}
	return DecodeBucket(m)
}

// GetBucketRequest returns the request that [GetBucket] makes.
func GetBucketRequest(group uint32, index uint16) nlmsg.Request {
	return nlmsg.Request{
		Op: "nexthop get bucket", Type: linux.RTM_GETNEXTHOPBUCKET, Body: bucketQuery{group, index},
	}
}

// bucketQuery is the body of a request for a bucket.
type bucketQuery struct {
	group uint32
	index uint16
}

func (q bucketQuery) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	e.Struct(sizeofHeader)
	if q.group == 0 {
		e.Fail(linux.NHA_ID, errors.New("0 is the id of no group"))
	}
	e.Uint32(linux.NHA_ID, q.group)
	nest := e.Begin(linux.NHA_RES_BUCKET)
	e.Uint16(linux.NHA_RES_BUCKET_INDEX, q.index)
	e.End(nest)
	return e.Result()
}

func (q bucketQuery) String() string { return fmt.Sprintf("%d of id %d", q.index, q.group) }

// BucketFilter says which buckets to read. Zero fields match any value.
type BucketFilter struct {
	// Group is the group's number (NHA_ID), and Member that of the object that gets
	// a bucket's packets (NHA_RES_BUCKET_NH_ID).
	Group, Member uint32

	// OIF is the index of the interface that its packets leave by (NHA_OIF), and
	// Master that of the device whose port that is (NHA_MASTER).
	OIF, Master int
}

// ListBuckets returns the buckets of all resilient groups.
func ListBuckets(conn *nlmsg.Conn) ([]Bucket, error) { return BucketFilter{}.List(conn) }

// List returns the buckets that match f.
func (f BucketFilter) List(conn *nlmsg.Conn) ([]Bucket, error) {
	return nlmsg.List(conn, f.Request(), func(m *nlmsg.Message, b *Bucket) (bool, error) {
		return true, b.decode(m)
	})
}

// Request returns the request for a dump that List makes.
func (f BucketFilter) Request() nlmsg.Request {
	return nlmsg.Request{
		Op: "nexthop list buckets", Type: linux.RTM_GETNEXTHOPBUCKET, Flags: linux.NLM_F_DUMP, Body: bucketDump(f),
	}
}

// bucketDump is the body of a request for buckets.
type bucketDump BucketFilter

func (f bucketDump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	e.Struct(sizeofHeader)
	putNonZero(e.Uint32, linux.NHA_ID, f.Group)
	putNonZero(e.Index, linux.NHA_OIF, f.OIF)
	putNonZero(e.Index, linux.NHA_MASTER, f.Master)
	nest := e.Begin(linux.NHA_RES_BUCKET)
	putNonZero(e.Uint32, linux.NHA_RES_BUCKET_NH_ID, f.Member)
	e.EndOpt(nest)
	return e.Result()
}

// DecodeBucket returns the bucket in a message: in an answer, or in a notification
// of the group RTNLGRP_NEXTHOP that it has moved. Unknown attributes are part of
// m.Data.
func DecodeBucket(m nlmsg.Message) (*Bucket, error) {
	b := new(Bucket)
	if err := b.decode(&m); err != nil {
		return nil, err
	}
	return b, nil
}

func (b *Bucket) decode(m *nlmsg.Message) error {
	if m.Type != linux.RTM_NEWNEXTHOPBUCKET && m.Type != linux.RTM_DELNEXTHOPBUCKET {
		return fmt.Errorf("nexthop bucket: message of type %d, want RTM_NEWNEXTHOPBUCKET", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	b.Flags = binary.NativeEndian.Uint32(d.Struct(sizeofHeader)[4:])
	for typ, v := range d.All() {
		switch typ {
		case linux.NHA_ID:
			b.Group = v.Uint32()
		case linux.NHA_RES_BUCKET:
			b.decodeBucket(v.Nest())
		default:
			b.Unknown = append(b.Unknown, v.Raw())
		}
	}
	if err := d.Err(); err != nil {
		return fmt.Errorf("nexthop bucket %d of id %d: %w", b.Index, b.Group, nlmsg.NameError(*m, err))
	}
	return nil
}

func (b *Bucket) decodeBucket(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.NHA_RES_BUCKET_INDEX:
			b.Index = v.Uint16()
		case linux.NHA_RES_BUCKET_IDLE_TIME:
			b.IdleTime = ticks64(v)
		case linux.NHA_RES_BUCKET_NH_ID:
			b.Member = v.Uint32()
		case linux.NHA_RES_BUCKET_PAD:
		default:
			b.UnknownBucket = append(b.UnknownBucket, v.Raw())
		}
	}
}

// AppendBinary appends what follows the nlmsghdr of a message about b, as the
// kernel sends it.
func (b *Bucket) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	binary.NativeEndian.PutUint32(e.Struct(sizeofHeader)[4:], b.Flags)
	e.Uint32(linux.NHA_ID, b.Group)
	nest := e.Begin(linux.NHA_RES_BUCKET)
	e.Uint16(linux.NHA_RES_BUCKET_INDEX, b.Index)
	e.Uint64(linux.NHA_RES_BUCKET_IDLE_TIME, uint64(b.IdleTime/tick))
	e.Uint32(linux.NHA_RES_BUCKET_NH_ID, b.Member)
	putRaws(e, b.UnknownBucket)
	e.End(nest)
	putRaws(e, b.Unknown)
	return e.Result()
}
