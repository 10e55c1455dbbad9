package mail

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"

	"docket/models"
)

// mostConnections is the most connections to one relay.
const mostConnections = 4

// pool is the SMTP transport: a few connections, kept open between letters.
type pool struct {
	relay relay
	opt   Options
	slots chan struct{} // one for each letter on its way

	mu     sync.Mutex
	idle   []*rested
	closed bool
}

// rested is a connection between two letters, and the timer that ends it.
type rested struct {
	*conversation
	timer *time.Timer
}

func newPool(r relay, opt Options) *pool {
	opt.Connections = max(1, min(opt.Connections, mostConnections))
	if opt.Step == 0 {
		opt.Step = 20 * time.Second
	}
	if opt.Idle == 0 {
		opt.Idle = 30 * time.Second
	}
	if opt.Name == "" {
		opt.Name = machineName()
	}
	return &pool{relay: r, opt: opt, slots: make(chan struct{}, opt.Connections)}
}

// machineName introduces us; the protocol wants some name.
func machineName() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "localhost"
	}
	return name
}

// Send hands one letter to the relay, over a kept connection when there is one. A kept
// connection that ends before the letter's text is replaced once; once the text has begun the
// relay may have the letter already, so the courier decides.
func (p *pool) Send(ctx context.Context, msg *gomail.Msg, env Envelope) (models.ServerReply, error) {
	text, err := render(msg)
	if err != nil {
		return models.ServerReply{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, conversationTime)
	defer cancel()
	if err := p.enter(ctx); err != nil {
		return models.ServerReply{}, err
	}
	defer func() { <-p.slots }()
	c, err := p.connection(ctx)
	if err != nil {
		return models.ServerReply{}, err
	}
	kept := c.used
	reply, err := p.deliver(ctx, c, text, env)
	if kept && lostBeforeText(err) {
		if c, err = converse(ctx, &p.relay, p.opt); err != nil {
			return models.ServerReply{}, err
		}
		reply, err = p.deliver(ctx, c, text, env)
	}
	return reply, err
}

// enter waits for a place.
func (p *pool) enter(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &Fault{Step: "wait", Cause: ctx.Err()}
	}
}

// lostBeforeText reports that a connection came to its end when no letter can have been
// accepted on it: it is dead, or the server has had enough of it (421).
func lostBeforeText(err error) bool {
	var f *Fault
	if !errors.As(err, &f) || f.Final || f.Step != "MAIL FROM" && f.Step != "RCPT TO" {
		return false
	}
	return f.Reply.Code == 421 || f.Reply.Code == 0
}

// deliver sends over a connection, and keeps or ends it by how that went.
func (p *pool) deliver(ctx context.Context, c *conversation, text []byte, env Envelope) (models.ServerReply, error) {
	reply, err := c.deliver(ctx, text, env)
	var f *Fault
	if err == nil || errors.As(err, &f) && f.Reply.Code != 0 && f.Reply.Code != 421 {
		p.rest(c)
	} else {
		c.conn.Close() // not a good-bye: a letter half sent must not count as sent
	}
	return reply, err
}

// connection takes a kept connection that still answers, or opens one.
func (p *pool) connection(ctx context.Context) (*conversation, error) {
	for c := p.wake(); c != nil; c = p.wake() {
		if c.alive(ctx) {
			return c, nil
		}
		c.conn.Close()
	}
	return converse(ctx, &p.relay, p.opt)
}

// wake takes the youngest kept connection, nil for none.
func (p *pool) wake() *conversation {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.idle) > 0 {
		last := p.idle[len(p.idle)-1]
		p.idle = p.idle[:len(p.idle)-1]
		if last.timer.Stop() {
			return last.conversation
		}
	}
	return nil
}

// rest keeps a connection for the next letter, until it has been idle too long.
func (p *pool) rest(c *conversation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		c.conn.Close()
		return
	}
	r := &rested{conversation: c}
	r.timer = time.AfterFunc(p.opt.Idle, func() { p.forget(r) })
	p.idle = append(p.idle, r)
}

// forget ends a connection that was idle too long.
func (p *pool) forget(r *rested) {
	p.mu.Lock()
	for i, other := range p.idle {
		if other == r {
			p.idle = append(p.idle[:i], p.idle[i+1:]...)
			break
		}
	}
	p.mu.Unlock()
	r.close()
}

// Close says good-bye on the kept connections. Letters on their way end with their context.
func (p *pool) Close() error {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, r := range idle {
		if r.timer.Stop() {
			r.close()
		}
	}
	return nil
}
