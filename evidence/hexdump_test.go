package evidence

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

const (
	dumpedRequest  = "POST /v1/product-orders/1234567/cancel HTTP/1.1\r\nHost: gw.cvt.fibregateway.com\r\nX-Request-ID: 893d706f-3243-4fd7-9fe9-b9810559bed4\r\nContent-Length: 37\r\n\r\n" + `{"cancellationReason":"no longer so"}`
	dumpedResponse = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nX-Request-ID: 893d706f-3243-4fd7-9fe9-b9810559bed4\r\n\r\n" + `{"code":"NOT_FOUND","messages":["no order in Straße 5"]}`
)

// dumpRowsOf writes bytes in rows of 16, as row does.
func dumpRowsOf(text string, row func(offset int, b []byte) string) string {
	var b strings.Builder
	for i := 0; i < len(text); i += 16 {
		b.WriteString(strings.TrimRight(row(i, []byte(text[i:min(len(text), i+16)])), " ") + "\n")
	}
	return b.String()
}

// inPairs writes bytes in groups of n, with more between the eighth and the ninth.
func inPairs(b []byte, n int, middle string) string {
	var s strings.Builder
	for i := 0; i < len(b); i++ {
		switch {
		case i == 8 && middle != "":
			s.WriteString(middle)
		case i > 0 && i%n == 0:
			s.WriteByte(' ')
		}
		s.WriteString(hex.EncodeToString(b[i : i+1]))
	}
	return s.String()
}

func inASCII(b []byte, blank byte) string {
	out := make([]byte, len(b))
	for i, c := range b {
		switch {
		case c == ' ':
			c = blank
		case c < ' ' || c > '~':
			c = '.'
		}
		out[i] = c
	}
	return string(out)
}

// inTCP puts a payload into a packet of IPv4 and TCP.
func inTCP(payload string, from, to byte) string {
	n := 40 + len(payload)
	head := []byte{0x45, 0, byte(n >> 8), byte(n), 0, 1, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, from, 10, 0, 0, to}
	tcp := []byte{0xc8, from, 0, to, 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 0, 64, 0, 0, 0, 0}
	return string(head) + string(tcp) + payload
}

func TestMessagesAreReadOutOfHexDumps(t *testing.T) {
	xxd := func(o int, b []byte) string {
		return fmt.Sprintf("%08x: %-39s  %s", o, inPairs(b, 2, ""), inASCII(b, ' '))
	}
	tshark := func(o int, b []byte) string {
		return fmt.Sprintf("%04x  %-47s   %s", o, inPairs(b, 1, ""), inASCII(b, ' '))
	}
	tcpdump := func(o int, b []byte) string {
		return fmt.Sprintf("\t0x%04x:  %-39s  %s", o, inPairs(b, 2, ""), inASCII(b, '.'))
	}
	java := func(o int, b []byte) string {
		return fmt.Sprintf("  %04X: %-49s  %s", o, strings.ToUpper(inPairs(b, 1, "   ")), inASCII(b, ' '))
	}
	netty := func(o int, b []byte) string {
		return fmt.Sprintf("|%08x| %-47s |%-16s|", o, inPairs(b, 1, ""), inASCII(b, ' '))
	}
	dotNet := func(o int, b []byte) string {
		return fmt.Sprintf("System.Net.Sockets Verbose: 0 : [6860] %08X : %-48s: %s", o, strings.ToUpper(inPairs(b, 1, "-")), inASCII(b, ' '))
	}
	canonical := func(o int, b []byte) string {
		return fmt.Sprintf("%08x  %-48s  |%s|", o, inPairs(b, 1, "  "), inASCII(b, ' '))
	}
	follow := func(o int, b []byte) string {
		text := inASCII(b, ' ')
		return fmt.Sprintf("%08X  %-48s  %s %s", o, inPairs(b, 1, "  "), text[:min(8, len(text))], text[min(8, len(text)):])
	}
	indented := func(o int, b []byte) string { return "    " + follow(o, b) }
	plain := func(o int, b []byte) string { return hex.EncodeToString(b) }
	ether := strings.Repeat("\x02", 12) + "\x08\x00"
	for _, c := range []struct{ name, text string }{
		{"xxd, one after the other", dumpRowsOf(dumpedRequest, xxd) + "\n" + dumpRowsOf(dumpedResponse, xxd)},
		{"xxd -p", dumpRowsOf(dumpedRequest, plain) + "\n" + dumpRowsOf(dumpedResponse, plain)},
		{"hexdump -C", "$ hexdump -C a\n" + dumpRowsOf(dumpedRequest, canonical) + "000000f0\n$ hexdump -C b\n" + dumpRowsOf(dumpedResponse, canonical)},
		{"tshark -x with the headers of packets", dumpRowsOf(ether+inTCP(dumpedRequest, 1, 2), tshark) + "\n" + dumpRowsOf(ether+inTCP(dumpedResponse, 2, 1), tshark)},
		{"messages over several packets, an empty one between", dumpRowsOf(inTCP(dumpedRequest[:70], 1, 2), tshark) + "\n" + dumpRowsOf(inTCP("", 2, 1), tshark) + "\n" + dumpRowsOf(inTCP(dumpedRequest[70:], 1, 2), tshark) + "\n" + dumpRowsOf(inTCP(dumpedResponse[:50], 2, 1), tshark) + "\n" + dumpRowsOf(inTCP(dumpedResponse[50:], 2, 1), tshark)},
		{"tcpdump -X", "19:50:12.4 IP a.1 > b.8080: Flags [P.]\n" + dumpRowsOf(inTCP(dumpedRequest, 1, 2), tcpdump) + "19:50:12.5 IP b.8080 > a.1: Flags [P.]\n" + dumpRowsOf(inTCP(dumpedResponse, 2, 1), tcpdump)},
		{"the TLS debug output of Java, among handshakes", "Plaintext before ENCRYPTION (\n" + dumpRowsOf("\x14\x00\x00\x20HTTP/\x01\x02\x03\x04\x05\x06\x07\x08", java) + ")\nPlaintext before ENCRYPTION (\n" + dumpRowsOf(dumpedRequest, java) + ")\nPlaintext after DECRYPTION (\n" + dumpRowsOf(dumpedResponse, java) + ")\n"},
		{"Netty", "[id: 0x1] WRITE: 250B\n+----+\n" + dumpRowsOf(dumpedRequest, netty) + "+----+\n[id: 0x1] READ: 180B\n+----+\n" + dumpRowsOf(dumpedResponse, netty) + "+----+\n"},
		{".NET", dumpRowsOf(dumpedRequest, dotNet) + "System.Net.Sockets Verbose: 0 : [6860] Data from Socket#1::Receive\n" + dumpRowsOf(dumpedResponse, dotNet)},
		{"Follow TCP Stream", dumpRowsOf(dumpedRequest, follow) + dumpRowsOf(dumpedResponse, indented)},
	} {
		e := one(t, c.name, c.text)
		if e == nil {
			continue
		}
		if e.Request == nil || e.Request.Method != "POST" || e.Request.URL != "https://gw.cvt.fibregateway.com/v1/product-orders/1234567/cancel" || e.Request.Body != `{"cancellationReason":"no longer so"}` {
			t.Errorf("%s: request = %+v", c.name, e.Request)
		}
		if e.Response == nil || e.Response.Status != 404 || e.Response.Body != `{"code":"NOT_FOUND","messages":["no order in Straße 5"]}` {
			t.Errorf("%s: response = %+v", c.name, e.Response)
		}
	}
}

// one reads a text that shows one exchange.
func one(t *testing.T, name, text string) *Exchange {
	t.Helper()
	var r Reader
	report := r.Read(text)
	if len(report.Exchanges) != 1 {
		t.Errorf("%s: %d exchanges, want 1", name, len(report.Exchanges))
		return nil
	}
	return &report.Exchanges[0]
}
