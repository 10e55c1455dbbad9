package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	netmail "net/mail"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"docket/models"
)

// conversation is one connection to a relay, past its greeting, TLS and sign-in. The client
// library knows the protocol; which answer belongs to which step, and how long a step may
// take, is kept here, because the courier decides by them.
type conversation struct {
	relay  *relay
	conn   net.Conn
	client *smtp.Client
	step   time.Duration
	used   bool // it has carried a letter
}

// converse connects and signs in. Whatever fails is a Fault that is Down and not Final: these
// steps are the same for every letter, and a refused password is the operator's to mend, so
// no letter may die of it.
func converse(ctx context.Context, r *relay, opt Options) (*conversation, error) {
	dialer := net.Dialer{Timeout: opt.Step}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(r.host, r.port))
	if err != nil {
		return nil, r.fault("connect", err, true)
	}
	c := &conversation{relay: r, conn: conn, step: opt.Step}
	stop := c.watch(ctx)
	defer stop()
	if step, err := c.open(ctx, opt.Name); err != nil {
		conn.Close()
		return nil, r.fault(step, err, true)
	}
	return c, nil
}

// watch breaks the conversation off when ctx ends.
func (c *conversation) watch(ctx context.Context) (stop func() bool) {
	conn := c.conn
	return context.AfterFunc(ctx, func() { conn.Close() })
}

// open takes the greeting, introduces us, and brings up TLS and sign-in. It names the step
// that failed.
func (c *conversation) open(ctx context.Context, name string) (step string, err error) {
	c.allow(c.step)
	if c.relay.security == tlsImplicit {
		if step, err := c.implicit(ctx); err != nil {
			return step, err
		}
	} else if c.client, err = smtp.NewClient(c.conn, c.relay.host); err != nil {
		return "greeting", err
	}
	c.allow(c.step)
	if err := c.client.Hello(name); err != nil {
		return "EHLO", err
	}
	if err := c.startTLS(); err != nil {
		return "STARTTLS", err
	}
	return "AUTH", c.signIn()
}

// implicit turns to TLS before the greeting (RFC 8314 §3.3).
func (c *conversation) implicit(ctx context.Context) (step string, err error) {
	secured := tls.Client(c.conn, c.relay.tls)
	if err := secured.HandshakeContext(ctx); err != nil {
		return "TLS", err
	}
	c.conn = secured
	if c.client, err = smtp.NewClient(secured, c.relay.host); err != nil {
		return "greeting", err
	}
	return "", nil
}

// allow gives the next step its time.
func (c *conversation) allow(d time.Duration) { _ = c.conn.SetDeadline(time.Now().Add(d)) }

// startTLS turns to TLS as far as the relay is set to.
func (c *conversation) startTLS() error {
	offered, _ := c.client.Extension("STARTTLS")
	switch security := c.relay.security; {
	case security == tlsNone, security == tlsImplicit, security == tlsOpportunistic && !offered:
		return nil
	case !offered:
		return errors.New("the server does not offer TLS, which is required")
	}
	c.allow(c.step)
	return c.client.StartTLS(c.relay.tls)
}

// signIn proves who we are, by the best way that both sides know.
func (c *conversation) signIn() error {
	if c.relay.user == "" {
		return nil
	}
	_, secured := c.client.TLSConnectionState()
	if !secured && !c.relay.loopback {
		return smtp.ErrUnencrypted
	}
	offered, mechanisms := c.client.Extension("AUTH")
	if !offered {
		return errors.New("the server does not offer to sign in")
	}
	auth := c.relay.auth(strings.Fields(strings.ToUpper(mechanisms)))
	if auth == nil {
		return errors.New("the server offers no way to sign in that we know")
	}
	c.allow(c.step)
	return c.client.Auth(auth)
}

// auth chooses a mechanism: those that don't show the password first.
func (r *relay) auth(offered []string) smtp.Auth {
	has := func(name string) bool { return slices.Contains(offered, name) }
	switch {
	case has("SCRAM-SHA-256"):
		return smtp.ScramSHA256Auth(r.user, r.password)
	case has("SCRAM-SHA-1"):
		return smtp.ScramSHA1Auth(r.user, r.password)
	case has("PLAIN"):
		return smtp.PlainAuth("", r.user, r.password, r.host, r.loopback)
	case has("LOGIN"):
		return smtp.LoginAuth(r.user, r.password, r.host, r.loopback)
	case has("CRAM-MD5"):
		return smtp.CRAMMD5Auth(r.user, r.password)
	}
	return nil
}

// alive asks a kept connection to begin afresh. It fails when the server has hung up.
func (c *conversation) alive(ctx context.Context) bool {
	stop := c.watch(ctx)
	defer stop()
	c.allow(c.step)
	return c.client.Reset() == nil
}

// deliver sends one letter over the connection.
func (c *conversation) deliver(ctx context.Context, text []byte, env Envelope) (models.ServerReply, error) {
	stop := c.watch(ctx)
	defer stop()
	c.used = true
	if err := c.mailFrom(env); err != nil {
		return models.ServerReply{}, err
	}
	c.allow(c.step)
	if err := c.client.Rcpt(angle(env.To)); err != nil {
		return models.ServerReply{}, c.relay.fault("RCPT TO", err, false)
	}
	return c.data(ctx, text)
}

// mailFrom names the sender. It is the same for every letter, so a refusal is our
// configuration's fault: Down, and never Final.
func (c *conversation) mailFrom(env Envelope) error {
	wide := !isASCII(env.From.Address + env.To.Address)
	if able, _ := c.client.Extension("SMTPUTF8"); wide && !able {
		return &Fault{Step: "MAIL FROM", Final: true, Cause: errors.New("the mail server can't write to this address (RFC 6531)")}
	}
	c.client.SkipSMTPUTF8(!wide) // asked for without need, the next server may refuse the letter (RFC 6531 §3.4)
	c.allow(c.step)
	if err := c.client.Mail(angle(env.From)); err != nil {
		return c.relay.fault("MAIL FROM", err, true)
	}
	return nil
}

// data sends the text. After its last dot the server may take as long as ctx allows: breaking
// off early would send the letter twice (RFC 1047).
func (c *conversation) data(ctx context.Context, text []byte) (models.ServerReply, error) {
	c.allow(c.step)
	w, err := c.client.Data()
	if err != nil {
		return models.ServerReply{}, c.relay.fault("DATA", err, false)
	}
	until, ok := ctx.Deadline()
	if !ok {
		until = time.Now().Add(conversationTime)
	}
	_ = c.conn.SetDeadline(until)
	if _, err := w.Write(text); err != nil {
		return models.ServerReply{}, c.relay.fault("text", err, false)
	}
	if err := w.Close(); err != nil {
		return models.ServerReply{}, c.relay.fault("end of text", err, false)
	}
	words := ""
	if d, ok := w.(*smtp.DataCloser); ok {
		words = d.ServerResponse()
	}
	return models.ServerReply{Code: 250, Text: c.relay.scrub(words)}, nil
}

// close says good-bye, if the server still listens.
func (c *conversation) close() {
	c.allow(time.Second)
	_ = c.client.Quit()
	c.conn.Close()
}

// fault reads an error of a step. shared says that the step is the same for every letter.
func (r *relay) fault(step string, err error, shared bool) *Fault {
	var reply *textproto.Error
	if errors.As(err, &reply) {
		shared = shared || concernsUs(reply.Code)
		final := !shared && reply.Code >= 500 && reply.Code <= 599
		return &Fault{Step: step, Reply: models.ServerReply{Code: reply.Code, Text: r.scrub(reply.Msg)}, Final: final, Down: shared}
	}
	if words := r.scrub(err.Error()); words != err.Error() {
		err = errors.New(words)
	}
	return &Fault{Step: step, Down: shared, Cause: err}
}

// concernsUs reports replies that are about the service or our sign-in, at whatever step they
// come: 421, the service closes (RFC 5321 §3.8); 530 to 538, sign in first, or more safely
// (RFC 4954 §6).
func concernsUs(code int) bool { return code == 421 || code >= 530 && code <= 538 }

// angle writes an address as the protocol takes it: "<local@domain>", quoted where needed.
func angle(a netmail.Address) string { return (&netmail.Address{Address: a.Address}).String() }

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > '~' })
}
