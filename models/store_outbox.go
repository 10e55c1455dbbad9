package models

import (
	"cmp"
	"slices"
	"time"

	"gorm.io/gorm"
)

// Caps on letters to one mailbox.
const (
	UnprovedHourly   = 3 // letters of CapUnproved
	UnprovedDaily    = 10
	UnprovedReceived = 7 // of those of a day: filings, which cost a stranger nothing, leave room for links
	ProvedHourly     = 30
	ProvedDaily      = 200

	// LongestWait is the most that caps delay a letter. One that would wait longer is dropped
	// and says so, so that a flood does not silence a mailbox for longer than it lasts.
	LongestWait = 24 * time.Hour
)

// TooManyLetters is the reply text of a letter that the caps have dropped.
const TooManyLetters = "not sent: too many letters to this address"

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
		ID: id, TicketID: t.ID, Kind: kind, To: t.Email, Mailbox: MailboxOf(t.Email), Cap: capOf(t, kind),
		HeaderID: header.String() + "@" + s.cfg.MailHost, State: LetterQueued,
		PlannedAt: now, DueAt: now, CreatedAt: now,
	}, nil
}

// capOf says what a new letter counts against. Anybody may file a ticket or ask for a link with
// somebody else's address, so both are proof of nothing.
func capOf(t Ticket, kind LetterKind) Cap {
	switch {
	case kind == LetterBlocked:
		return CapNone
	case kind == LetterReply || t.MailboxProved:
		return CapProved
	}
	return CapUnproved
}

// queue writes a letter, to go when the caps allow it. To a blocked address it writes none.
func (s *Store) queue(tx *gorm.DB, l Letter) error { return s.queueFrom(tx, l, "") }

// queueFrom is queue for what somebody in a network has asked for.
func (s *Store) queueFrom(tx *gorm.DB, l Letter, network string) error {
	address, err := s.addressOf(tx, l.Mailbox)
	if err != nil || address.BlockedAt != nil {
		return err
	}
	if l, err = s.plan(tx, l, network); err != nil {
		return err
	}
	if err = s.insertLetter(tx, l); err != nil || l.State != LetterGivenUp {
		return err
	}
	return s.record(tx, Event{TicketID: l.TicketID, Kind: "letter", Actor: System, Channel: "program", To: string(l.State)})
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
func (s *Store) addressOf(tx *gorm.DB, mailbox string) (Address, error) {
	address := Address{Mailbox: mailbox}
	err := alone(tx, mailbox) // one transaction at a time plans letters to a mailbox
	if err == nil {
		err = s.rows.address.ask(tx, func(row scanner) error { return row.Scan(&address.BlockedAt) }, mailbox)
	}
	return address, err
}

// plan gives a letter the first moment that its caps leave it, or gives it up.
func (s *Store) plan(tx *gorm.DB, l Letter, network string) (Letter, error) {
	if !s.cfg.MailCaps {
		return l, nil
	}
	planned, err := s.planned(tx, l)
	if err != nil {
		return l, err
	}
	quotas := quotasFor(l, planned)
	at, ok := firstGap(l.CreatedAt, l.CreatedAt.Add(LongestWait), quotas)
	if ok && l.Kind == LetterReceived && l.Cap == CapUnproved {
		if hour, room := s.surge.admit(l.CreatedAt, network); !room {
			ok = false
		} else if hour.After(at) {
			at, ok = firstGap(hour, l.CreatedAt.Add(LongestWait), quotas)
		}
	}
	if !ok {
		l.Cap, l.State, l.ReplyText = CapNone, LetterGivenUp, TooManyLetters
		return l, nil
	}
	l.PlannedAt, l.DueAt = at, at
	return l, nil
}

// holdBack returns the letters that may go now, and makes the others due when they may: plans
// keep the caps only while letters leave as planned, and they do not while a mail server is down.
func (s *Store) holdBack(tx *gorm.DB, letters []Letter, now time.Time) ([]Letter, error) {
	var mailboxes []string
	for _, l := range letters {
		if l.Cap == CapUnproved {
			mailboxes = append(mailboxes, l.Mailbox)
		}
	}
	if len(mailboxes) == 0 || !s.cfg.MailCaps {
		return letters, nil
	}
	gone, err := goneTo(tx, mailboxes, letters, now)
	if err != nil {
		return nil, err
	}
	var may []Letter
	for _, l := range letters {
		at := now
		if l.Cap == CapUnproved {
			box := gone[l.Mailbox]
			at = soon(now, box)
			gone[l.Mailbox] = append(box, Letter{PlannedAt: at})
		}
		if at.Equal(now) {
			may = append(may, l)
		} else if err := tx.Model(&Letter{ID: l.ID}).Update("due_at", at).Error; err != nil {
			return nil, err
		}
	}
	return may, nil
}

// soon returns when one more letter may leave after those that have gone, at the latest in a day,
// to be asked again.
func soon(now time.Time, gone []Letter) time.Time {
	latest := now.Add(LongestWait)
	at, ok := firstGap(now, latest, quotasFor(Letter{Kind: LetterLink, Cap: CapUnproved}, gone))
	if !ok {
		return latest
	}
	return at
}

// longestLife exceeds the days for which the courier tries a letter after it was planned.
const longestLife = 7 * 24 * time.Hour

// goneTo returns the other letters of the last day under the strict caps that have left for each
// mailbox or are in somebody's hand, as if planned for that moment.
func goneTo(tx *gorm.DB, mailboxes []string, but []Letter, now time.Time) (map[string][]Letter, error) {
	day := now.Add(-24 * time.Hour)
	var letters []Letter
	err := tx.Select("mailbox", "sent_at", "taken_at").
		Where("mailbox IN ? AND cap = ? AND planned_at > ?", mailboxes, CapUnproved, now.Add(-longestLife)).
		Where("sent_at > ? OR taken_at > ?", day, day).Where("id NOT IN ?", idsOf(but)).Find(&letters).Error
	gone := map[string][]Letter{}
	for _, l := range letters {
		l.PlannedAt = deref(cmp.Or(l.SentAt, l.TakenAt))
		gone[l.Mailbox] = append(gone[l.Mailbox], l)
	}
	for _, box := range gone {
		slices.SortFunc(box, func(a, b Letter) int { return a.PlannedAt.Compare(b.PlannedAt) })
	}
	return gone, err
}

// planned returns what counts against a letter's cap from a day ago on, in order: kinds and times.
func (s *Store) planned(tx *gorm.DB, l Letter) (planned []Letter, err error) {
	note := func(row scanner) error {
		var p Letter
		err := row.Scan(&p.Kind, &p.PlannedAt)
		planned = append(planned, p)
		return err
	}
	err = s.rows.planned.ask(tx, note, l.Mailbox, string(l.Cap), l.CreatedAt.Add(-24*time.Hour))
	return planned, err
}

// quota is how many letters may go within any span of time, beside those planned.
type quota struct {
	most    int
	within  time.Duration
	planned []time.Time // in order
}

// quotasFor returns what a letter must keep.
func quotasFor(l Letter, planned []Letter) []quota {
	var received, all []time.Time
	for _, p := range planned {
		all = append(all, p.PlannedAt)
		if p.Kind == LetterReceived {
			received = append(received, p.PlannedAt)
		}
	}
	const hour, day = time.Hour, 24 * time.Hour
	switch {
	case l.Cap == CapProved || l.Cap == CapStaff:
		return []quota{{ProvedHourly, hour, all}, {ProvedDaily, day, all}}
	case l.Kind == LetterReceived:
		return []quota{{UnprovedHourly, hour, all}, {UnprovedDaily, day, all}, {UnprovedReceived, day, received}}
	}
	return []quota{{UnprovedHourly, hour, all}, {UnprovedDaily, day, all}}
}

// firstGap returns the first moment from a time on, until another, at which one more letter keeps
// every quota. A span that is full gives room when its first letter leaves it, and at no other time.
func firstGap(from, until time.Time, quotas []quota) (at time.Time, ok bool) {
	moments := []time.Time{from}
	for _, q := range quotas {
		for _, p := range q.planned {
			if free := p.Add(q.within); free.After(from) && !free.After(until) {
				moments = append(moments, free)
			}
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	for _, at := range slices.Compact(moments) {
		if !slices.ContainsFunc(quotas, func(q quota) bool { return !q.fits(at) }) {
			return at, true
		}
	}
	return time.Time{}, false
}

// fits reports whether a letter at this moment makes no span too full.
func (q quota) fits(at time.Time) bool {
	i, _ := slices.BinarySearchFunc(q.planned, at, time.Time.Compare)
	with := func(k int) time.Time { // the k-th of the planned ones and this one
		switch {
		case k < i:
			return q.planned[k]
		case k == i:
			return at
		}
		return q.planned[k-1]
	}
	for first := max(0, i-q.most); first <= i && first+q.most <= len(q.planned); first++ {
		if with(first+q.most).Sub(with(first)) < q.within {
			return false
		}
	}
	return true
}
