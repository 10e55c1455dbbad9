package mail

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"docket/evidence"
	"docket/models"
)

// Letters is what the courier needs of the store.
type Letters interface {
	TakeLetters(ctx context.Context, n int, patience time.Duration) ([]models.Post, error)
	LetterSent(ctx context.Context, letter uuid.UUID, reply models.ServerReply) error
	LetterDelayed(ctx context.Context, letter uuid.UUID, reply models.ServerReply, next time.Time) error
	LetterGivenUp(ctx context.Context, letter uuid.UUID, reply models.ServerReply) error
	ReleaseLetters(ctx context.Context, letters []uuid.UUID) error
	NextLetter(ctx context.Context) (due time.Time, ok bool, err error)
	Bell() <-chan struct{}
}

// Courier carries letters from the store to a transport, until it is told to stop.
type Courier struct {
	Letters    Letters
	Letterhead Letterhead
	Transport  Transport
	Hands      int              // letters carried at once, as many as the transport has connections; 0: 1
	Evidence   *evidence.Reader // cleans a server's words; nil: the zero Reader
	Clock      models.Clock     // nil: time.Now
	Random     func() float64   // in [0, 1), spreads the tries; nil: math/rand/v2
	Log        *slog.Logger     // nil: slog.Default

	pause  backoff // of the whole courier, while the transport is down
	ledger backoff // of the whole courier, while the store is
}

// The pauses of the courier as a whole, which count for no letter.
const (
	shortestPause = 5 * time.Second
	longestPause  = time.Minute
)

// Run carries letters until ctx ends. Then it lets the letters on their way finish, for at
// most grace, hands back those not tried, and returns nil. The only error is a letterhead
// that no letter can be written on.
func (c *Courier) Run(ctx context.Context) error {
	if err := c.Letterhead.Check(); err != nil {
		return err
	}
	c.setDefaults()
	for ctx.Err() == nil {
		c.rest(ctx, c.round(ctx))
	}
	return nil
}

func (c *Courier) setDefaults() {
	c.Hands = max(1, min(c.Hands, mostConnections))
	if c.Evidence == nil {
		c.Evidence = &evidence.Reader{}
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Float64
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	c.pause = backoff{shortest: shortestPause, longest: longestPause}
	c.ledger = c.pause
}

// round takes letters and tries each once. While the transport is down it takes one, to see
// whether it still is; the store gives out a new letter first, so the old ones don't hold it up.
func (c *Courier) round(ctx context.Context) (took int) {
	n := 8 * c.Hands
	if c.pause.failures > 0 {
		n = 1
	}
	taken := c.Clock()
	posts, err := c.Letters.TakeLetters(ctx, n, patience)
	if err != nil {
		if ctx.Err() == nil {
			c.ledger.fail(c.Clock(), c.Random())
			c.Log.Error("letters can't be read", "error", err)
		}
		return 0
	}
	c.ledger.clear()
	b := &batch{courier: c, posts: posts, until: taken.Add(patience - conversationTime)}
	b.carry(ctx)
	return len(posts)
}

// rest waits for the bell or the next due letter, and for the end of a pause before either.
// After a round that found nothing, a letter said to be due can wait a second.
func (c *Courier) rest(ctx context.Context, took int) {
	until := later(c.pause.until, c.ledger.until)
	if wait(ctx, nil, until.Sub(c.Clock())); ctx.Err() != nil {
		return
	}
	due, ok, err := c.Letters.NextLetter(ctx)
	switch {
	case err != nil:
		c.ledger.fail(c.Clock(), c.Random())
		wait(ctx, nil, c.ledger.until.Sub(c.Clock()))
	case !ok:
		wait(ctx, c.Letters.Bell(), longestRest)
	case took == 0:
		wait(ctx, c.Letters.Bell(), min(max(due.Sub(c.Clock()), time.Second), longestRest))
	default:
		wait(ctx, c.Letters.Bell(), min(due.Sub(c.Clock()), longestRest))
	}
}

// longestRest is how long the courier goes without looking, should a bell be missed or the
// machine's clock be set back.
const longestRest = time.Minute

// wait returns after d, at a ring of the bell, or when ctx ends.
func wait(ctx context.Context, bell <-chan struct{}, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-bell:
	case <-timer.C:
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// batch is the letters of one round.
type batch struct {
	courier *Courier
	posts   []models.Post
	until   time.Time // no try begins later, or its lease could run out before it ends

	mu   sync.Mutex
	next int
	down bool // the transport has failed: try no more letters
}

// carry tries the letters, as many at once as the courier has hands, and hands back those
// that were not tried.
func (b *batch) carry(ctx context.Context) {
	var hands sync.WaitGroup
	for range min(b.courier.Hands, len(b.posts)) {
		hands.Go(func() {
			for post, ok := b.take(ctx); ok; post, ok = b.take(ctx) {
				b.try(ctx, post)
			}
		})
	}
	hands.Wait()
	b.release(ctx)
}

// take gives out the next letter, unless it is time to stop.
func (b *batch) take(ctx context.Context) (models.Post, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down || b.next == len(b.posts) || ctx.Err() != nil || b.courier.Clock().After(b.until) {
		return models.Post{}, false
	}
	b.next++
	return b.posts[b.next-1], true
}

// try sends one letter and remembers what that says of the transport.
func (b *batch) try(ctx context.Context, post models.Post) {
	out := b.courier.deliver(ctx, post)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case out == reached:
		b.courier.pause.clear()
	case out == down && !b.down:
		b.down = true
		b.courier.pause.fail(b.courier.Clock(), b.courier.Random())
		b.courier.Log.Warn("mail server can't be used", "pause", b.courier.pause.until.Sub(b.courier.Clock()), "failures", b.courier.pause.failures)
	}
}

// release hands back the letters that were not tried; that costs them no try.
func (b *batch) release(ctx context.Context) {
	var ids []uuid.UUID
	for _, post := range b.posts[b.next:] {
		ids = append(ids, post.Letter.ID)
	}
	if len(ids) == 0 {
		return
	}
	b.courier.note(ctx, "release", func(ctx context.Context) error {
		return b.courier.Letters.ReleaseLetters(ctx, ids)
	})
}
