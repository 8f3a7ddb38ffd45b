package nexthop

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
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

// String returns the bucket as ip-nexthop(8) would name it, such as
// "id 11 index 3 nhid 2".
func (b Bucket) String() string {
	return fmt.Sprintf("id %d index %d nhid %d", b.Group, b.Index, b.Member)
}

// Clone returns a copy of b that shares no memory with it. The Unknown attributes
// of a bucket from [AllBuckets] or [DecodeBucket] are part of the received message
// and valid only as long as that is.
func (b Bucket) Clone() Bucket { return deep.Copy(b) }

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
			b.IdleTime = wiretime.Of64(v, wiretime.Tick)
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
	wiretime.Put64(e, linux.NHA_RES_BUCKET_IDLE_TIME, b.IdleTime, wiretime.Tick)
	e.Uint32(linux.NHA_RES_BUCKET_NH_ID, b.Member)
	e.Raws(b.UnknownBucket)
	e.End(nest)
	e.Raws(b.Unknown)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWNEXTHOPBUCKET, fmt.Sprintf("nexthop bucket %d of id %d", b.Index, b.Group), err)
	}
	return out, err
}
