package input

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

type format int

const (
	textFile format = iota
	pcap
	pcapng
)

// captureFormat tells the format of a file by its first four bytes, and the byte
// order of one in pcap format. A file in pcapng format has one in each section.
func captureFormat(magic []byte) (binary.ByteOrder, format) {
	if len(magic) < 4 {
		return nil, textFile
	}
	if binary.LittleEndian.Uint32(magic) == blockSection {
		return nil, pcapng
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		switch order.Uint32(magic) {
		case 0xa1b2c3d4, 0xa1b23c4d: // with microseconds, with nanoseconds
			return order, pcap
		}
	}
	return nil, textFile
}

// A file reads a capture file and knows where in it it is.
type file struct {
	r  io.Reader
	at int64 // bytes read
}

// bytes returns the next n bytes. Memory is taken as they come, and not before:
// n may be a lie. If the file ends before the first byte the error is io.EOF,
// and io.ErrUnexpectedEOF if it ends after that.
func (f *file) bytes(n uint32) ([]byte, error) {
	if n > maxDatagram {
		return nil, fmt.Errorf("%d bytes, more than %d", n, maxDatagram)
	}
	var b bytes.Buffer
	got, err := io.CopyN(&b, f.r, int64(n))
	f.at += got
	if err == io.EOF && got > 0 {
		err = io.ErrUnexpectedEOF
	}
	return b.Bytes(), err
}

// rest is bytes, where the file must not end yet.
func (f *file) rest(n uint32) ([]byte, error) {
	b, err := f.bytes(n)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return b, err
}

// skip is rest without keeping the bytes, of which there may be any number.
func (f *file) skip(n uint32) error {
	got, err := io.CopyN(io.Discard, f.r, int64(n))
	f.at += got
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}
