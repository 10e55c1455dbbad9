package modelstest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"reflect"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm/schema"
	_ "modernc.org/sqlite" // the driver, registered as "sqlite"

	"docket/models"
)

// shelf is a database that takes many rows at once.
type shelf interface {
	put(ctx context.Context, r *round) error
	finish(ctx context.Context) error // lets the engine look at what it has got
	close()
}

func openShelf(ctx context.Context, url string) (shelf, error) {
	path, ok := strings.CutPrefix(url, "sqlite:")
	if !ok {
		conn, err := pgx.Connect(ctx, url)
		if err != nil {
			return nil, err
		}
		// What refers to what is right as it is drawn; checking each row would take as long again.
		_, err = conn.Exec(ctx, "SET session_replication_role = replica")
		return &postgresShelf{conn}, err
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=cache_size(-65536)&_time_format=sqlite&_timezone=UTC")
	return &sqliteShelf{db}, err
}

// table is where a kind of row goes.
type table struct {
	name    string
	columns []string
	fields  []*schema.Field
}

var schemas sync.Map

func tableOf(row any) (table, error) {
	parsed, err := schema.Parse(row, &schemas, schema.NamingStrategy{})
	if err != nil {
		return table{}, err
	}
	t := table{name: parsed.Table}
	for _, field := range parsed.Fields {
		if t.name != "events" || field.DBName != "id" { // which the database counts
			t.columns = append(t.columns, field.DBName)
			t.fields = append(t.fields, field)
		}
	}
	return t, nil
}

// values are a row's values as a driver takes them.
func (t table) values(row any) ([]any, error) {
	values, v := make([]any, len(t.fields)), reflect.ValueOf(row)
	for i, field := range t.fields {
		value, _ := field.ValueOf(context.Background(), v)
		plain, err := driver.DefaultParameterConverter.ConvertValue(value)
		if err != nil {
			return nil, err
		}
		values[i] = plain
	}
	return values, nil
}

// batch is the values of rows of one table.
type batch struct {
	table
	rows [][]any
}

// batches sorts rows by table; what others refer to comes first.
func (r *round) batches() ([]*batch, error) {
	var all []*batch
	for _, kind := range []any{&models.Account{}, &models.Ticket{}, &models.Papers{}, &models.Message{}, &models.Event{}, &models.Letter{}} {
		t, err := tableOf(kind)
		if err != nil {
			return nil, err
		}
		b := &batch{table: t}
		for _, row := range r.rows {
			if reflect.TypeOf(row) != reflect.TypeOf(kind) {
				continue
			}
			values, err := t.values(row)
			if err != nil {
				return nil, err
			}
			b.rows = append(b.rows, values)
		}
		all = append(all, b)
	}
	return all, nil
}

type sqliteShelf struct{ db *sql.DB }

func (s *sqliteShelf) put(ctx context.Context, r *round) error {
	batches, err := r.batches()
	if err != nil {
		return err
	}
	words := &batch{table: table{name: "ticket_words_fresh", columns: []string{"ticket_id", "words"}}}
	for _, w := range r.words {
		words.rows = append(words.rows, []any{w.ticket.String(), w.words})
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, b := range append(batches, words) {
		if err := b.insert(ctx, tx); err != nil {
			return err
		}
	}
	for _, statement := range []string{
		"INSERT INTO ticket_words (id, ticket_id) SELECT id, ticket_id FROM ticket_words_fresh",
		"INSERT INTO ticket_words_index (rowid, words) SELECT id, words FROM ticket_words_fresh",
		"DELETE FROM ticket_words_fresh",
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (b *batch) insert(ctx context.Context, tx *sql.Tx) error {
	marks := strings.TrimSuffix(strings.Repeat("?,", len(b.columns)), ",")
	stmt, err := tx.PrepareContext(ctx, "INSERT INTO "+b.name+" ("+strings.Join(b.columns, ",")+") VALUES ("+marks+")")
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, row := range b.rows {
		if _, err := stmt.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

func (s *sqliteShelf) finish(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

func (s *sqliteShelf) close() { _ = s.db.Close() }

type postgresShelf struct{ conn *pgx.Conn }

func (p *postgresShelf) put(ctx context.Context, r *round) error {
	batches, err := r.batches()
	if err != nil {
		return err
	}
	for _, b := range batches {
		if _, err := p.conn.CopyFrom(ctx, pgx.Identifier{b.name}, b.columns, pgx.CopyFromRows(b.rows)); err != nil {
			return errors.Join(errors.New("copy into "+b.name), err)
		}
	}
	var ids, words []string
	for _, w := range r.words {
		ids, words = append(ids, w.ticket.String()), append(words, w.words)
	}
	_, err = p.conn.Exec(ctx, "INSERT INTO ticket_words (ticket_id, words) "+
		"SELECT id, array_to_tsvector(string_to_array(words, ' ')) FROM unnest($1::uuid[], $2::text[]) AS rows (id, words)", ids, words)
	return err
}

func (p *postgresShelf) finish(ctx context.Context) error {
	_, err := p.conn.Exec(ctx, "VACUUM ANALYZE")
	return err
}

func (p *postgresShelf) close() { _ = p.conn.Close(context.Background()) }
