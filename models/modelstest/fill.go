package modelstest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"docket/evidence"
	"docket/models"
)

// Stock is what Fill has put into a database.
type Stock struct {
	Staff   []uuid.UUID     // the accounts that have tickets; nobody can sign in to them
	Tickets []models.Ticket // a hundred of the tickets, oldest first
	Common  string          // a word that every ticket has
	Rare    string          // a word that one in a thousand has
}

// perRound is how many tickets Fill writes at a time.
const perRound = 2000

// Fill brings a database up to date and puts n tickets with their papers, messages, events,
// letters and words into it, as a year leaves them: 5 % are new or open, 10 % wait for somebody,
// the rest is resolved or closed. They come from 40 tenants and 8 suppliers, 20 % of them in CVT,
// and ten members of staff have them. It writes past the store, because that would take minutes.
func Fill(t testing.TB, url string, n int) Stock {
	t.Helper()
	if _, _, err := models.Migrate(t.Context(), models.StoreConfig{URL: url}); err != nil {
		t.Fatal(err)
	}
	into, err := openShelf(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer into.close()
	f := &filler{random: rand.New(rand.NewPCG(1, uint64(n))), taken: map[models.Reference]bool{}, n: n, start: time.Now().UTC().Truncate(time.Microsecond)}
	stock, err := f.fill(t.Context(), into)
	if err != nil {
		t.Fatal(err)
	}
	return stock
}

// filler draws tickets.
type filler struct {
	random *rand.Rand
	taken  map[models.Reference]bool
	n      int
	start  time.Time
	staff  []uuid.UUID
}

// words that tickets are about: the first ones in many tickets, the last ones in few.
var vocabulary = func() (words []string) {
	for _, a := range strings.Fields("order line port address customer install fibre router visit cabinet outage splitter") {
		for _, b := range strings.Fields("missing refused late broken wrong unknown twice cancelled pending closed slow invalid") {
			for _, c := range strings.Fields("a b c d e f g h i j k l") {
				words = append(words, a+b+c)
			}
		}
	}
	return words
}()

const (
	commonWord = "timeout"
	rareWord   = "zebra"
)

func (f *filler) fill(ctx context.Context, into shelf) (Stock, error) {
	var accounts round
	for i := range 10 {
		a := models.Account{
			ID: f.id(f.start.AddDate(-1, 0, 0)), Login: fmt.Sprintf("agent%d@fibre.example", i), Email: fmt.Sprintf("agent%d@fibre.example", i),
			Name: clean(fmt.Sprintf("Agent %d", i)), Role: models.RoleAgent, CreatedAt: f.start,
		}
		f.staff = append(f.staff, a.ID)
		accounts.add(&a)
	}
	stock := Stock{Staff: f.staff, Common: commonWord, Rare: rareWord}
	if err := into.put(ctx, &accounts); err != nil {
		return stock, err
	}
	for i := 0; i < f.n; i += perRound {
		var r round
		for k := i; k < min(f.n, i+perRound); k++ {
			ticket := f.ticket(k)
			f.addTo(&r, ticket, k)
			if k%max(1, f.n/100) == 0 {
				stock.Tickets = append(stock.Tickets, ticket)
			}
		}
		if err := into.put(ctx, &r); err != nil {
			return stock, err
		}
	}
	return stock, into.finish(ctx)
}

// id draws a UUIDv7 of some moment (RFC 9562 §5.7).
func (f *filler) id(at time.Time) (id uuid.UUID) {
	for i := range id {
		id[i] = byte(f.random.Uint32())
	}
	for i, ms := 0, at.UnixMilli(); i < 6; i++ {
		id[i] = byte(ms >> (40 - 8*i))
	}
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id
}

func (f *filler) reference() models.Reference {
	for {
		ref, err := models.NewReference(source{f.random})
		if err == nil && !f.taken[ref] {
			f.taken[ref] = true
			return ref
		}
	}
}

// source gives a random generator's bytes.
type source struct{ random *rand.Rand }

func (s source) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(s.random.Uint32())
	}
	return len(p), nil
}

// state draws where a ticket stands.
func (f *filler) state() models.State {
	switch p := f.random.IntN(100); {
	case p < 2:
		return models.New
	case p < 5:
		return models.Open
	case p < 10:
		return models.WaitingRequester
	case p < 15:
		return models.WaitingSupplier
	case p < 55:
		return models.Resolved
	}
	return models.Closed
}

func clean(text string) evidence.Clean { return (&evidence.Reader{}).Clean(text) }
