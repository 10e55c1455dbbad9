package models

import (
	"sync"
	"time"

	"gorm.io/gorm"
)

// Caps on letters to one mailbox. What goes beyond them is not dropped but sent later.
const (
	UnconfirmedHourly = 3 // to a mailbox whose owner has not confirmed it
	UnconfirmedDaily  = 10
	ConfirmedHourly   = 30
	ConfirmedDaily    = 200

	// InstanceHourly is the cap on confirmations to unconfirmed mailboxes for the whole
	// instance: whoever uses Docket to flood strangers fills it, and the rest waits.
	InstanceHourly = 600
)

// newLetter makes a letter to a ticket's requester, not yet queued.
func (s *Store) newLetter(t Ticket, kind LetterKind) (Letter, error) {
	id, err := s.ids.next()
	if err != nil {
		return Letter{}, err
	}
	header, err := s.ids.next()
	if err != nil {
		return Letter{}, err
	}
	now := s.now()
	return Letter{
		ID: id, TicketID: t.ID, Kind: kind, To: t.Email, Mailbox: MailboxOf(t.Email),
		HeaderID: header.String() + "@" + s.cfg.MailHost, State: LetterQueued,
		PlannedAt: now, DueAt: now, CreatedAt: now,
	}, nil
}

// queue writes a letter, when the caps allow it to go. To a blocked address it writes none.
func (s *Store) queue(tx *gorm.DB, l Letter) error {
	address, err := addressOf(tx, l.Mailbox)
	if err != nil || address.BlockedAt != nil {
		return err
	}
	if s.cfg.MailCaps {
		if l.PlannedAt, err = s.allowed(tx, l, address); err != nil {
			return err
		}
		l.DueAt = l.PlannedAt
	}
	return s.insertLetter(tx, l)
}

func (s *Store) insertLetter(tx *gorm.DB, l Letter) error {
	values, err := s.rows.letter.values(&l)
	if err != nil {
		return err
	}
	_, err = s.rows.letter.run(tx, values)
	return err
}

// addressOf returns what is known of a mailbox.
func addressOf(tx *gorm.DB, mailbox string) (Address, error) {
	address := Address{Mailbox: mailbox}
	err := lockMailbox(tx, mailbox)
	if err == nil {
		err = tx.Where("mailbox = ?", mailbox).Limit(1).Find(&address).Error
	}
	return address, err
}

// lockMailbox lets one transaction at a time plan letters to a mailbox. SQLite's writer is
// alone as it is.
func lockMailbox(tx *gorm.DB, mailbox string) error {
	if tx.Name() != "postgres" {
		return nil
	}
	return tx.Exec("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", mailbox).Error
}

// allowed returns when the caps let a letter go.
func (s *Store) allowed(tx *gorm.DB, l Letter, a Address) (time.Time, error) {
	hourly, daily := UnconfirmedHourly, UnconfirmedDaily
	if a.ConfirmedAt != nil {
		hourly, daily = ConfirmedHourly, ConfirmedDaily
	}
	var latest []time.Time
	err := tx.Model(&Letter{}).Where("mailbox = ?", l.Mailbox).
		Order("planned_at DESC").Limit(daily).Pluck("planned_at", &latest).Error
	if err != nil {
		return time.Time{}, err
	}
	at := spread(l.PlannedAt, latest, hourly, daily)
	if l.Kind == LetterReceived && a.ConfirmedAt == nil {
		at = later(at, s.surge.admit(l.CreatedAt))
	}
	return at, nil
}

// spread returns the first moment from now on at which another letter keeps the caps, given
// when the latest ones go, the last one first.
func spread(now time.Time, latest []time.Time, hourly, daily int) time.Time {
	at := now
	if len(latest) >= hourly {
		at = later(at, latest[hourly-1].Add(time.Hour))
	}
	if len(latest) >= daily {
		at = later(at, latest[daily-1].Add(24*time.Hour))
	}
	return at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// surge counts the confirmations to unconfirmed mailboxes, hour by hour. It lives in memory:
// a restart forgets the current hour.
type surge struct {
	mu   sync.Mutex
	hour time.Time // the first hour that still has room
	used int       // letters in that hour
}

// admit counts a letter and returns the hour that it falls into, at the earliest now's.
func (s *surge) admit(now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if hour := now.Truncate(time.Hour); hour.After(s.hour) {
		s.hour, s.used = hour, 0
	}
	if s.used == InstanceHourly {
		s.hour, s.used = s.hour.Add(time.Hour), 0
	}
	s.used++
	return s.hour
}

// Surging reports whether confirmations wait because the instance's cap is reached: the alarm
// that somebody may be using Docket to write to strangers.
func (s *Store) Surging() bool {
	s.surge.mu.Lock()
	defer s.surge.mu.Unlock()
	return s.surge.hour.After(s.now())
}
