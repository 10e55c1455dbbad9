package evidence

import "strconv"

// packet tells which connection and side bytes belong to that are a packet with its headers, and
// where its payload starts. It knows IPv4 and IPv6 (RFC 791, RFC 8200) with TCP (RFC 9293), bare
// or in the frames of Ethernet, of Linux's "any" device and of loopback devices. way is empty for
// bytes that are no packet.
func packet(b []rawByte) (way string, payload int) {
	for _, link := range []int{0, 14, 18, 16, 20, 4} { // none, Ethernet, with a VLAN, SLL, SLL2, null
		if way, n := ipPacket(b, link); way != "" {
			return way, n
		}
	}
	return "", 0
}

func ipPacket(b []rawByte, at int) (way string, payload int) {
	if len(b) < at+40 || b[at].mark != nil {
		return "", 0
	}
	var next, head, address, size int
	switch v := b[at].value; {
	case v>>4 == 4 && v&15 >= 5:
		head, next, address, size = int(v&15)*4, int(b[at+9].value), at+12, 4
		if total := number16(b, at+2); total < head+20 {
			return "", 0
		}
	case v>>4 == 6 && at+60 <= len(b):
		head, next, address, size = 40, int(b[at+6].value), at+8, 16
	default:
		return "", 0
	}
	tcp := at + head
	if next != 6 || len(b) < tcp+20 {
		return "", 0
	}
	offset := int(b[tcp+12].value>>4) * 4
	if offset < 20 || tcp+offset > len(b) {
		return "", 0
	}
	for i := address; i < address+2*size; i++ {
		way += string(rune(b[i].value)) // a key, not for reading
	}
	way += strconv.Itoa(number16(b, tcp)) + ">" + strconv.Itoa(number16(b, tcp+2))
	return way, tcp + offset
}

// number16 reads two bytes, the higher first.
func number16(b []rawByte, at int) int { return int(b[at].value)<<8 | int(b[at+1].value) }
