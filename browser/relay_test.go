package browser

import (
	"bufio"
	"fmt"
	"net"
	"strings"
)

// refusing is the address of a mail server that takes no letter: those to later@… it refuses for
// now, all others for good.
func (p *program) refusing() string {
	p.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go converse(conn)
		}
	}()
	return "smtp://" + listener.Addr().String() + "?tls=none"
}

// converse answers one client (RFC 5321).
func converse(conn net.Conn) {
	defer conn.Close()
	fmt.Fprint(conn, "220 mail.isp.example\r\n")
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		fmt.Fprint(conn, answerTo(strings.ToUpper(lines.Text())), "\r\n")
	}
}

func answerTo(command string) string {
	switch {
	case strings.HasPrefix(command, "RCPT TO:<LATER@"):
		return "451 4.7.1 Greylisted, come back in a few minutes"
	case strings.HasPrefix(command, "RCPT"):
		return "550 5.1.1 No such mailbox"
	case strings.HasPrefix(command, "QUIT"):
		return "221 Bye"
	}
	return "250 mail.isp.example"
}
