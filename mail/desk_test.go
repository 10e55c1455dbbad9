package mail

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	gomail "github.com/wneessen/go-mail"

	"docket/models"
)

// desk plays the store: it hands out letters and writes down what becomes of them.
type desk struct {
	t     *testing.T
	mu    sync.Mutex
	bell  chan struct{}
	posts []*models.Post // oldest first
	fail  func(deed string) error
	notes []string // deeds in their order
}

func newDesk(t *testing.T) *desk {
	return &desk{t: t, bell: make(chan struct{}, 1), fail: func(string) error { return nil }}
}

// queue adds a letter, as a change of a ticket does.
func (d *desk) queue(n int) []*models.Post {
	d.mu.Lock()
	defer d.mu.Unlock()
	var queued []*models.Post
	for range n {
		post := testPost(models.LetterReceived, false)
		post.Letter.ID = uuid.New()
		post.Letter.HeaderID = post.Letter.ID.String() + "@support.example"
		post.Root, post.Letter.Attempts, post.Letter.State = post.Letter.HeaderID, 0, models.LetterQueued
		post.Letter.CreatedAt, post.Letter.DueAt = time.Now(), time.Now()
		queued = append(queued, &post)
	}
	d.posts = append(d.posts, queued...)
	select {
	case d.bell <- struct{}{}:
	default:
	}
	return queued
}

func (d *desk) Bell() <-chan struct{} { return d.bell }

func (d *desk) TakeLetters(_ context.Context, n int, patience time.Duration) ([]models.Post, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.fail("take"); err != nil {
		return nil, err
	}
	due := d.due()
	slices.SortStableFunc(due, func(a, b *models.Post) int { return b.Letter.Attempts - a.Letter.Attempts })
	if fresh := slices.IndexFunc(due, func(p *models.Post) bool { return p.Letter.Attempts == 0 }); fresh > n/2 {
		due = slices.Delete(due, n/2, fresh) // half of the places, rounded up, are for letters never tried
	}
	var taken []models.Post
	for _, p := range due[:min(n, len(due))] {
		p.Letter.Attempts++
		p.Letter.DueAt = time.Now().Add(patience)
		taken = append(taken, *p)
	}
	return taken, nil
}

func (d *desk) due() (due []*models.Post) {
	for _, p := range d.posts {
		if d.waits(p) && !p.Letter.DueAt.After(time.Now()) {
			due = append(due, p)
		}
	}
	return due
}

func (d *desk) waits(p *models.Post) bool {
	return p.Letter.State == models.LetterQueued || p.Letter.State == models.LetterDelayed
}

func (d *desk) NextLetter(context.Context) (due time.Time, ok bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.posts {
		if d.waits(p) && (!ok || p.Letter.DueAt.Before(due)) {
			due, ok = p.Letter.DueAt, true
		}
	}
	return due, ok, d.fail("next")
}

func (d *desk) note(deed string, id uuid.UUID, change func(l *models.Letter)) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.fail(deed); err != nil {
		return err
	}
	d.notes = append(d.notes, deed)
	for _, p := range d.posts {
		if p.Letter.ID == id {
			change(&p.Letter)
			return nil
		}
	}
	return models.ErrNotFound
}

func (d *desk) LetterSent(_ context.Context, id uuid.UUID, reply models.ServerReply) error {
	return d.note("sent", id, func(l *models.Letter) {
		l.State, l.ReplyCode, l.ReplyText = models.LetterSent, reply.Code, reply.Text
	})
}

func (d *desk) LetterDelayed(_ context.Context, id uuid.UUID, reply models.ServerReply, next time.Time) error {
	return d.note("delayed", id, func(l *models.Letter) {
		l.State, l.DueAt, l.ReplyCode, l.ReplyText = models.LetterDelayed, next, reply.Code, reply.Text
	})
}

func (d *desk) LetterGivenUp(_ context.Context, id uuid.UUID, reply models.ServerReply) error {
	return d.note("given up", id, func(l *models.Letter) {
		l.State, l.ReplyCode, l.ReplyText = models.LetterGivenUp, reply.Code, reply.Text
	})
}

func (d *desk) ReleaseLetters(_ context.Context, ids []uuid.UUID) error {
	for _, id := range ids {
		if err := d.note("release", id, func(l *models.Letter) { l.Attempts--; l.DueAt = time.Now() }); err != nil {
			return err
		}
	}
	return nil
}

// count is how many letters are in a state.
func (d *desk) count(state models.LetterState) (n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.posts {
		if p.Letter.State == state {
			n++
		}
	}
	return n
}

// letter is a letter as it stands.
func (d *desk) letter(p *models.Post) models.Letter {
	d.mu.Lock()
	defer d.mu.Unlock()
	return p.Letter
}

// van plays the transport: f says what becomes of the n-th letter, counted from 1.
type van struct {
	t    *testing.T
	f    func(ctx context.Context, n int, id string) error
	mu   sync.Mutex
	n    int
	on   map[string]bool // on their way
	sent map[string]int  // how often each Message-ID was accepted
	at   []time.Time     // when each was tried
	most int             // most on their way at once
}

func newVan(t *testing.T, f func(ctx context.Context, n int, id string) error) *van {
	return &van{t: t, f: f, on: map[string]bool{}, sent: map[string]int{}}
}

func (v *van) Send(ctx context.Context, msg *gomail.Msg, _ Envelope) (models.ServerReply, error) {
	id := msg.GetMessageID()
	n := v.begin(id)
	err := v.f(ctx, n, id)
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.on, id)
	if err != nil {
		return models.ServerReply{}, err
	}
	v.sent[id]++
	return models.ServerReply{Code: 250, Text: "OK\r\n\x00queued"}, nil
}

func (v *van) begin(id string) int {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.on[id] {
		v.t.Errorf("%s is in two hands", id)
	}
	v.on[id] = true
	v.most = max(v.most, len(v.on))
	v.n++
	v.at = append(v.at, time.Now())
	return v.n
}

func (v *van) Close() error { return nil }

func (v *van) tries() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.n
}

// once fails the test unless n letters were accepted, each once.
func (v *van) once(n int) {
	v.t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.sent) != n {
		v.t.Errorf("%d letters accepted, want %d", len(v.sent), n)
	}
	for id, times := range v.sent {
		if times != 1 {
			v.t.Errorf("%s was accepted %d times", id, times)
		}
	}
}

// safeBuffer is a log that is read while it is written.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// work starts a courier that ends with the test. stop ends it earlier and returns its error.
func work(t *testing.T, d Letters, v Transport, tune func(*Courier)) (stop func() error, log *safeBuffer) {
	log = &safeBuffer{}
	c := &Courier{Letters: d, Letterhead: testLetterhead(), Transport: v, Random: func() float64 { return 0 }, Log: slog.New(slog.NewJSONHandler(log, nil))}
	if tune != nil {
		tune(c)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() { _ = stop() })
	return stop, log
}
