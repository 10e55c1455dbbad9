package models

import (
	"bytes"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/pressly/goose/v3"
	gormpostgres "gorm.io/driver/postgres"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// wordsStep is the step that makes what older programs have kept be found by its words. It is no
// SQL, because what a word is depends there on the engine and on its locale.
const wordsStep = 3

// goSteps are the steps of the schema that are not files.
func goSteps(dialect goose.Dialect) []*goose.Migration {
	fill := func(ctx context.Context, tx *sql.Tx) error {
		db, err := overTx(tx, dialect)
		if err != nil {
			return err
		}
		return fillWords(db.WithContext(ctx))
	}
	return []*goose.Migration{goose.NewGoMigration(wordsStep, &goose.GoFunc{RunTx: fill}, nil)}
}

// overTx puts GORM over a transaction.
func overTx(tx *sql.Tx, dialect goose.Dialect) (*gorm.DB, error) {
	config := newGormConfig(StoreConfig{Clock: time.Now})
	if dialect == goose.DialectPostgres {
		return gorm.Open(gormpostgres.New(gormpostgres.Config{Conn: tx}), config)
	}
	return gorm.Open(sqliteDialector{gormsqlite.Dialector{DriverName: "sqlite", Conn: tx}}, config)
}

// filledAtOnce is how many tickets are read at a time.
const filledAtOnce = 500

// fillWords goes through all tickets and messages as they came: a search finds the newest first.
func fillWords(tx *gorm.DB) error {
	index := newWordIndex(tx)
	for after := uuid.Nil; ; {
		texts, last, err := textsAfter(tx, after)
		if err != nil {
			return err
		}
		for _, t := range texts {
			if err := index.add(tx, t.ticket, t.words); err != nil {
				return err
			}
		}
		if last == uuid.Max {
			return nil
		}
		after = last
	}
}

// wordedText is something that a ticket is found by. Ids sort by time.
type wordedText struct {
	id, ticket uuid.UUID
	words      string
}

// textsAfter returns the next texts after an id, and the last id that was looked at: uuid.Max at
// the end.
func textsAfter(tx *gorm.DB, after uuid.UUID) (texts []wordedText, last uuid.UUID, err error) {
	var tickets []Ticket
	if err := tx.Where("id > ?", after).Order("id").Limit(filledAtOnce).Find(&tickets).Error; err != nil {
		return nil, last, err
	}
	if last = uuid.Max; len(tickets) == filledAtOnce {
		last = tickets[filledAtOnce-1].ID
	}
	papers, err := papersOf(tx, tickets)
	if err != nil {
		return nil, last, err
	}
	for _, t := range tickets {
		texts = append(texts, wordedText{t.ID, t.ID, searchedFor(t, papers[t.ID])})
	}
	var messages []Message
	err = tx.Where("id > ? AND id <= ?", after, last).Order("id").Find(&messages).Error
	for _, m := range messages {
		texts = append(texts, wordedText{m.ID, m.TicketID, searchedIn(m.Body)})
	}
	slices.SortFunc(texts, func(a, b wordedText) int { return bytes.Compare(a.id[:], b.id[:]) })
	return texts, last, err
}

// papersOf returns the papers of tickets, by ticket.
func papersOf(tx *gorm.DB, tickets []Ticket) (map[uuid.UUID]Papers, error) {
	ids := make([]uuid.UUID, len(tickets))
	for i, t := range tickets {
		ids[i] = t.ID
	}
	var rows []Papers
	err := tx.Select("ticket_id", "description").Where("ticket_id IN ?", ids).Find(&rows).Error
	papers := make(map[uuid.UUID]Papers, len(rows))
	for _, p := range rows {
		papers[p.TicketID] = p
	}
	return papers, err
}
