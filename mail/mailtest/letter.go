package mailtest

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
)

// Letter is one message as a server received it, taken apart.
type Letter struct {
	From    string   // of the envelope
	To      []string // of the envelope
	UTF8    bool     // the sender asked for SMTPUTF8 (RFC 6531)
	Raw     []byte
	Header  netmail.Header
	Subject string // decoded
	Text    string // the text/plain part, decoded, with "\n" line ends; empty for none
	HTML    string // the text/html part, likewise
}

// Parse takes a message apart. It refuses what is not a message of a text and an HTML part.
func Parse(raw []byte) (Letter, error) { return parse(raw) }

func parse(raw []byte) (Letter, error) {
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Letter{}, err
	}
	l := Letter{Raw: raw, Header: msg.Header}
	if l.Subject, err = new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject")); err != nil {
		return Letter{}, err
	}
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		return Letter{}, err
	}
	if kind != "multipart/alternative" {
		return l, l.take(kind, msg.Header.Get("Content-Transfer-Encoding"), msg.Body)
	}
	return l, l.parts(multipart.NewReader(msg.Body, params["boundary"]))
}

func (l *Letter) parts(r *multipart.Reader) error {
	for {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil {
			return err
		}
		if err := l.take(kind, part.Header.Get("Content-Transfer-Encoding"), part); err != nil {
			return err
		}
	}
}

// take decodes one part.
func (l *Letter) take(kind, encoding string, r io.Reader) error {
	if strings.EqualFold(encoding, "quoted-printable") {
		r = quotedprintable.NewReader(r)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(string(body), "\r\n", "\n")
	switch kind {
	case "text/plain":
		l.Text = text
	case "text/html":
		l.HTML = text
	default:
		return fmt.Errorf("unexpected part %q", kind)
	}
	return nil
}
