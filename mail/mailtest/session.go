package mailtest

import (
	"bytes"
	"errors"
	"io"

	"github.com/emersion/go-smtp"
)

// errCredentials is the answer to a wrong password.
var errCredentials = &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "Authentication failed"}

// session is one mail transaction after another on a connection.
type session struct {
	sink     *Sink
	conn     *smtp.Conn
	signedIn bool
	from     string
	utf8     bool
	to       []string
}

func (s *Sink) session(c *smtp.Conn) (smtp.Session, error) {
	if err := s.ask(Connect, ""); err != nil {
		return nil, err
	}
	return &session{sink: s, conn: c}, nil
}

func (s *session) Reset() { s.from, s.to = "", nil }

func (s *session) Logout() error {
	s.sink.change(func() { s.sink.ended++ })
	return nil
}

func (s *session) Mail(from string, opts *smtp.MailOptions) error {
	if s.sink.opt.User != "" && !s.signedIn {
		return Reply(530, "Authentication required")
	}
	s.from, s.utf8 = from, opts != nil && opts.UTF8
	return s.sink.ask(Mail, from)
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := s.sink.ask(Rcpt, to); err != nil {
		return err
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	if err := s.sink.ask(Middle, ""); err != nil {
		_ = s.conn.Conn().Close()
		return errors.Join(err, io.ErrUnexpectedEOF)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := s.sink.ask(Data, ""); err != nil {
		return err
	}
	letter, err := parse(raw)
	if err != nil {
		return Reply(554, "not a message: "+err.Error())
	}
	letter.From, letter.UTF8, letter.To, letter.Raw = s.from, s.utf8, append([]string(nil), s.to...), bytes.Clone(raw)
	s.sink.change(func() { s.sink.letters = append(s.sink.letters, letter) })
	return nil
}
