package models

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// sitter is a session with its account.
type sitter struct {
	session Session
	account Account
}

// Session returns the session with a token's hash and its account; ErrNotFound when there is
// none, it has expired or its account is disabled. Both are as this program's last change left
// them; what another program has changed, such as docket staff disable, counts within a second.
// Data is not to be changed.
func (s *Store) Session(ctx context.Context, tokenHash string) (Session, Account, error) {
	who, err := recall(s, &s.sitters, tokenHash, func() (who sitter, err error) {
		err = s.read(ctx, func(tx *gorm.DB) (err error) {
			who, err = s.sitting(tx, tokenHash)
			return err
		})
		return who, err
	})
	if err == nil && !who.session.ExpiresAt.After(s.now()) {
		err = ErrNotFound
	}
	if err != nil {
		return Session{}, Account{}, fmt.Errorf("read session: %w", err)
	}
	return who.session, who.account, nil
}

func (s *Store) sitting(tx *gorm.DB, tokenHash string) (sitter, error) {
	var sessions []Session
	var accounts []Account
	whose := tx.Model(&Session{}).Select("account_id").Where("token_hash = ?", tokenHash)
	err := together(tx,
		find(tx.Where("token_hash = ? AND expires_at > ?", tokenHash, s.now()).Limit(1), &sessions),
		find(tx.Where("id = (?) AND disabled_at IS NULL", whose), &accounts))
	if err == nil && (len(sessions) == 0 || len(accounts) == 0) {
		err = ErrNotFound
	}
	if err != nil {
		return sitter{}, err
	}
	return sitter{sessions[0], accounts[0]}, nil
}

// KeepSession adds a session or, by its token's hash, renews Data, SeenAt and ExpiresAt of it.
// A session that was ended meanwhile is not brought back: only one without ID is added, and one
// that is no more is ErrNotFound.
func (s *Store) KeepSession(ctx context.Context, session Session) (Session, error) {
	session.SeenAt, session.ExpiresAt = whole(session.SeenAt), whole(session.ExpiresAt)
	keep := s.renewSession
	if session.ID == uuid.Nil {
		var err error
		if session.ID, err = s.ids.next(); err != nil {
			return Session{}, fmt.Errorf("keep session: %w", err)
		}
		session.CreatedAt = whole(session.CreatedAt)
		keep = s.addSession
	}
	if err := s.change(ctx, func(tx *gorm.DB) error { return keep(tx, session) }); err != nil {
		return Session{}, fmt.Errorf("keep session: %w", err)
	}
	return session, nil
}

// whole is a time as the database keeps it: UTC, in whole microseconds.
func whole(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// addSession adds a session, and sweeps out those that have expired.
func (s *Store) addSession(tx *gorm.DB, session Session) error {
	if err := tx.Where("expires_at <= ?", s.now()).Delete(&Session{}).Error; err != nil {
		return err
	}
	return tx.Create(&session).Error
}

func (s *Store) renewSession(tx *gorm.DB, session Session) error {
	change := map[string]any{"data": session.Data, "seen_at": session.SeenAt, "expires_at": session.ExpiresAt}
	renewed := tx.Model(&Session{}).
		Where("id = ? AND token_hash = ? AND expires_at > ?", session.ID, session.TokenHash, s.now()).Updates(change)
	if renewed.Error == nil && renewed.RowsAffected == 0 {
		return ErrNotFound
	}
	return renewed.Error
}

// EndSession ends the session with a token's hash; none is fine.
func (s *Store) EndSession(ctx context.Context, tokenHash string) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		return tx.Where("token_hash = ?", tokenHash).Delete(&Session{}).Error
	})
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// EndOwnSession ends one of an account's sessions; ErrNotFound for another's.
func (s *Store) EndOwnSession(ctx context.Context, account, session uuid.UUID) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		ended := tx.Where("id = ? AND account_id = ?", session, account).Delete(&Session{})
		if ended.Error == nil && ended.RowsAffected == 0 {
			return ErrNotFound
		}
		return ended.Error
	})
	if err != nil {
		return fmt.Errorf("end own session: %w", err)
	}
	return nil
}

// Sessions returns an account's live sessions, last used first.
func (s *Store) Sessions(ctx context.Context, account uuid.UUID) (live []Session, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		live = nil
		return tx.Where("account_id = ? AND expires_at > ?", account, s.now()).
			Order("seen_at DESC, id DESC").Find(&live).Error
	})
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return live, nil
}
