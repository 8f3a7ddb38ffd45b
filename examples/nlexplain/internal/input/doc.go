// Package input reads netlink datagrams from text and from capture files.
//
// [Read] tells the formats apart by how they begin:
//
//   - captures of an nlmon interface, in the formats pcap and pcapng;
//   - output of strace, with the bytes of system calls as -e write=all and
//     -e read=all show them;
//   - recorded commands, a JSON object a line;
//   - hexadecimal digits, however they are written: as a dump of hexdump, xxd,
//     tcpdump or tshark, as an array in C or Go, or as annotated messages.
//
// It reads only as far as it must for the next datagram, so that a capture that
// still goes on can be followed through a pipe:
//
//	tcpdump -i nlmon0 -U --immediate-mode -w - | nlexplain
package input
