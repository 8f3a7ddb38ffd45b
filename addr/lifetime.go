package addr

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// struct ifa_cacheinfo of linux/if_addr.h, lifetimes in seconds, times in
// hundredths of a second since the system's start:
//
//	+---------------+---------------+---------------+---------------+
//	| ifa_prefered  | ifa_valid     | cstamp        | tstamp        |
//	+---------------+---------------+---------------+---------------+
const (
	sizeofCacheInfo = 16
	forever         = math.MaxUint32 // INFINITY_LIFE_TIME of net/addrconf.h
)

// encodeLifetimes leaves IFA_CACHEINFO out where both lifetimes are for ever,
// which is what the kernel takes its absence for. full adds the times that are not
// for requests.
func (a *Addr) encodeLifetimes(e *rtattr.Encoder, full bool) {
	stamped := full && (a.Created != 0 || a.Updated != 0)
	if a.Valid == 0 && a.Preferred == nil && !stamped {
		return
	}
	valid, preferred := uint32(forever), uint32(forever)
	var err error
	if a.Valid != 0 {
		valid, err = seconds(a.Valid)
		preferred = valid
	}
	if err == nil && a.Preferred != nil {
		preferred, err = seconds(*a.Preferred)
	}
	switch {
	case err != nil:
		e.Fail(linux.IFA_CACHEINFO, err)
		return
	case preferred > valid:
		e.Fail(linux.IFA_CACHEINFO, fmt.Errorf("preferred for %v, longer than valid, %v", *a.Preferred, a.Valid))
		return
	}
	b := e.StructAttr(linux.IFA_CACHEINFO, sizeofCacheInfo)
	binary.NativeEndian.PutUint32(b[0:], preferred)
	binary.NativeEndian.PutUint32(b[4:], valid)
	if full {
		binary.NativeEndian.PutUint32(b[8:], wiretime.Units32(e, linux.IFA_CACHEINFO, a.Created, wiretime.Tick))
		binary.NativeEndian.PutUint32(b[12:], wiretime.Units32(e, linux.IFA_CACHEINFO, a.Updated, wiretime.Tick))
	}
}

func (a *Addr) setLifetimes(b []byte) {
	preferred := binary.NativeEndian.Uint32(b[0:])
	valid := binary.NativeEndian.Uint32(b[4:])
	if valid == 0 {
		// The kernel rounds down, so that the last second reads 0, which
		// would stand for ever here.
		valid = 1
	}
	a.Valid, a.Preferred = 0, nil
	if valid != forever {
		a.Valid = time.Duration(valid) * time.Second
	}
	if preferred < valid {
		a.Preferred = new(time.Duration(preferred) * time.Second)
	}
	a.Created = time.Duration(binary.NativeEndian.Uint32(b[8:])) * wiretime.Tick
	a.Updated = time.Duration(binary.NativeEndian.Uint32(b[12:])) * wiretime.Tick
}

// seconds returns a lifetime as on the wire.
func seconds(d time.Duration) (uint32, error) {
	switch s := int64((d + time.Second - 1) / time.Second); {
	case d < 0:
		return 0, fmt.Errorf("lifetime of %v is below zero", d)
	case d > forever*time.Second-time.Second:
		return 0, errors.New("lifetime of 136 years or more; leave it out for one without end")
	default:
		return uint32(s), nil
	}
}
