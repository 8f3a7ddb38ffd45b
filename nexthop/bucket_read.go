package nexthop

import (
	"errors"
	"fmt"
	"iter"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

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

// AllBuckets yields what [ListBuckets] returns, as it comes from the kernel. See
// [BucketFilter.All].
func AllBuckets(conn *nlmsg.Conn) iter.Seq2[Bucket, error] { return BucketFilter{}.All(conn) }

// List returns the buckets that match f. If they kept changing while they were
// read, List returns what it has read together with [nlmsg.ErrDumpInterrupted].
func (f BucketFilter) List(conn *nlmsg.Conn) ([]Bucket, error) {
	return nlmsg.List(conn, f.Request(), decodeBucket)
}

// All yields the buckets that match f, as they come from the kernel. An error is
// yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn. Unknown attributes
// are valid until the next bucket: see [Bucket.Clone].
func (f BucketFilter) All(conn *nlmsg.Conn) iter.Seq2[Bucket, error] {
	return nlmsg.All(conn, f.Request(), decodeBucket)
}

func decodeBucket(m *nlmsg.Message, b *Bucket) (bool, error) { return true, b.decode(m) }

// Request returns the request for a dump that [BucketFilter.List] and
// [BucketFilter.All] make.
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
	rtattr.NonZero(e.Uint32, linux.NHA_ID, f.Group)
	rtattr.NonZero(e.Index, linux.NHA_OIF, f.OIF)
	rtattr.NonZero(e.Index, linux.NHA_MASTER, f.Master)
	nest := e.Begin(linux.NHA_RES_BUCKET)
	rtattr.NonZero(e.Uint32, linux.NHA_RES_BUCKET_NH_ID, f.Member)
	e.EndOpt(nest)
	return e.Result()
}
