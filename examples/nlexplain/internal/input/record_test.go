package input

import "testing"

func TestReadRecords(t *testing.T) {
	const request = "2000000012000103010000000000000000000000000000000000000000000000"
	for _, test := range []struct {
		name, text string
		want       []string
		err        string
	}{{
		name: "the command is the comment of the first datagram",
		text: `{"id": "show", "cmd": "ip link", "kernel": "6.18", "messages": [{"dir": "send", "hex": "` + request + `"}, {"dir": "recv", "hex": "00"}]}`,
		want: []string{"sent 0 " + request + ` "ip link (show)"`, "received 0 00"},
	}, {
		name: "another protocol",
		text: `{"id": "x", "messages": [{"dir": "send", "proto": "generic", "hex": "00"}]}`,
		want: []string{`sent 16 00 "x"`},
	}, {
		name: "blank lines and records without messages",
		text: "{\"id\": \"a\"}\n\n{\"cmd\": \"b\", \"messages\": [{\"dir\": \"recv\", \"hex\": \"00\"}]}\n",
		want: []string{`received 0 00 "b"`},
	}, {
		name: "a line that is cut",
		text: "{\"id\": \"a\"}\n{\"id\": \"b\", \"mess",
		err:  "line 2: unexpected end of JSON input",
	}, {
		name: "an odd number of digits",
		text: `{"id": "a", "messages": [{"dir": "send", "hex": "000"}]}`,
		err:  `line 1: record "a", message 0: encoding/hex: odd length hex string`,
	}, {
		name: "an unknown direction",
		text: `{"id": "a", "messages": [{"dir": "send", "hex": "00"}, {"dir": "up", "hex": "00"}]}`,
		want: []string{`sent 0 00 "a"`},
		err:  `line 1: record "a", message 1: direction "up", want send or recv`,
	}, {
		name: "an unknown protocol",
		text: `{"id": "a", "messages": [{"dir": "send", "hex": "00", "proto": "chaos"}]}`,
		err:  `line 1: record "a", message 0: unknown protocol "chaos"`,
	}} {
		t.Run(test.name, func(t *testing.T) { check(t, test.text, test.want, test.err) })
	}
}
