package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"docket/models"
)

// outcome is what a try says of the transport.
type outcome int

const (
	untold  outcome = iota // the letter never came to the transport
	reached                // the transport works, whatever became of the letter
	down                   // no letter gets through now
)

// deliver composes and sends one letter and notes how that went.
func (c *Courier) deliver(ctx context.Context, post models.Post) outcome {
	msg, env, err := c.compose(post)
	if err != nil {
		c.giveUp(ctx, post, models.ServerReply{Text: "The letter could not be written: " + err.Error()})
		return untold
	}
	reply, err := c.send(ctx, post, msg, env)
	if err == nil {
		c.sent(ctx, post, reply)
		return reached
	}
	f := faultOf(err)
	if f.Final {
		c.giveUp(ctx, post, f.words())
	} else {
		c.delay(ctx, post, f)
	}
	if f.Down {
		return down
	}
	return reached
}

// compose writes a letter. A panic over one letter is an error of that letter: the others go on.
func (c *Courier) compose(post models.Post) (msg *gomail.Msg, env Envelope, err error) {
	defer c.recovered(post, "compose", &err)
	if msg, err = c.Letterhead.Compose(post); err != nil {
		return nil, Envelope{}, err
	}
	env, err = c.Letterhead.envelope(post)
	return msg, env, err
}

// recovered turns a panic into an error. The panic's own words may be somebody's, so they are
// told to nobody; the stack is code alone.
func (c *Courier) recovered(post models.Post, deed string, err *error) {
	if p := recover(); p != nil {
		c.Log.Error("letter panicked", "letter", post.Letter.ID, "deed", deed, "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
		*err = errors.New("a fault in the program")
	}
}

// send hands a letter to the transport. It goes on when the program stops, for at most grace:
// a letter broken off at its last dot could be sent twice.
func (c *Courier) send(ctx context.Context, post models.Post, msg *gomail.Msg, env Envelope) (reply models.ServerReply, err error) {
	defer c.recovered(post, "send", &err)
	sending, cancel := context.WithTimeout(context.WithoutCancel(ctx), conversationTime)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { wait(sending, nil, grace); cancel() })
	defer stop()
	return c.Transport.Send(sending, msg, env)
}

// sent notes that the next server has taken a letter.
func (c *Courier) sent(ctx context.Context, post models.Post, reply models.ServerReply) {
	reply = c.tidy(reply)
	c.Log.Info("letter sent", "letter", post.Letter.ID, "kind", post.Letter.Kind, "attempt", post.Letter.Attempts, "reply", reply.Code)
	c.note(ctx, "sent", func(ctx context.Context) error { return c.Letters.LetterSent(ctx, post.Letter.ID, reply) })
}

// delay notes a failure that may pass, or gives up when the letter's five days have passed.
func (c *Courier) delay(ctx context.Context, post models.Post, f *Fault) {
	reply := c.tidy(f.words())
	next, ok := nextTry(c.Clock(), begun(post.Letter), max(1, post.Letter.Attempts), c.Random())
	if !ok {
		c.giveUp(ctx, post, reply)
		return
	}
	c.Log.Warn("letter delayed", "letter", post.Letter.ID, "attempt", post.Letter.Attempts, "next", next, "reply", reply.Code, "step", f.Step, "cause", f.own())
	c.note(ctx, "delayed", func(ctx context.Context) error {
		return c.Letters.LetterDelayed(ctx, post.Letter.ID, reply, next)
	})
}

// giveUp notes that a letter is not tried again.
func (c *Courier) giveUp(ctx context.Context, post models.Post, reply models.ServerReply) {
	reply = c.tidy(reply)
	c.Log.Error("letter given up", "letter", post.Letter.ID, "kind", post.Letter.Kind, "attempt", post.Letter.Attempts, "reply", reply.Code)
	c.note(ctx, "given up", func(ctx context.Context) error { return c.Letters.LetterGivenUp(ctx, post.Letter.ID, reply) })
}

// noteTries is how often the courier tries to note what became of a letter, noteTime how long
// each try may take. A letter whose sending is not noted is sent again when its lease ends.
const (
	noteTries = 4
	noteTime  = 2 * time.Second
)

// note writes to the store, also while the program stops; then it tries once. A letter that was
// withdrawn meanwhile has nothing to be noted.
func (c *Courier) note(ctx context.Context, deed string, write func(context.Context) error) {
	var err error
	for try := range noteTries {
		writing, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTime)
		err = write(writing)
		cancel()
		if err == nil || errors.Is(err, models.ErrNotFound) {
			return
		}
		if ctx.Err() != nil || try == noteTries-1 {
			break
		}
		wait(ctx, nil, 250*time.Millisecond<<try)
	}
	c.Log.Error("letter not noted", "deed", deed, "error", err)
}

// longestWords is the most of a server's words that is kept, in characters.
const longestWords = 500

// tidy makes a server's words fit to keep: one line, no control characters, no credentials.
func (c *Courier) tidy(reply models.ServerReply) models.ServerReply {
	words := []rune(c.Evidence.Clean(oneLine(reply.Text)).String())
	if len(words) > longestWords {
		words = append(words[:longestWords-1], '…')
	}
	reply.Text = strings.TrimSpace(string(words))
	return reply
}

// faultOf reads a transport's error; one that says no more is a passing fault of one letter.
func faultOf(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return &Fault{Step: "send", Cause: err}
}

// words is what staff see of a fault: the server's own words where it spoke.
func (f *Fault) words() models.ServerReply {
	if f.Reply.Code != 0 {
		return f.Reply
	}
	return models.ServerReply{Text: f.Error()}
}

// own is the cause in the words of this machine, empty where it may hold the server's.
func (f *Fault) own() string {
	var network net.Error
	var certificate *tls.CertificateVerificationError
	if errors.As(f.Cause, &network) || errors.As(f.Cause, &certificate) {
		return f.Cause.Error()
	}
	return ""
}
