package models

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Errors of accounts, to be tested with errors.Is.
var (
	// ErrTaken: another account has this address. Nothing was written.
	ErrTaken = errors.New("address is taken")
	// ErrLastAdmin: nobody could manage accounts any more. Nothing was written.
	ErrLastAdmin = errors.New("last admin")
)

// AddAccount adds a member of staff; ID, Login and CreatedAt are filled in. ErrTaken.
func (s *Store) AddAccount(ctx context.Context, a Account) (Account, error) {
	return s.enlist(ctx, a, func(*gorm.DB) error { return nil })
}

// FirstAccount adds the first member of staff; ErrNotFound when there is one already, also when
// two come at the same time.
func (s *Store) FirstAccount(ctx context.Context, a Account) (Account, error) {
	return s.enlist(ctx, a, func(tx *gorm.DB) error {
		if any, err := anyAccount(tx); any || err != nil {
			return cmp.Or(err, ErrNotFound)
		}
		return nil
	})
}

// enlist adds an account unless something speaks against it.
func (s *Store) enlist(ctx context.Context, a Account, against func(tx *gorm.DB) error) (Account, error) {
	var err error
	if a.ID, err = s.ids.next(); err != nil {
		return Account{}, fmt.Errorf("add account: %w", err)
	}
	a.Login, a.CreatedAt = LoginOf(a.Email), s.now()
	err = s.change(ctx, func(tx *gorm.DB) error {
		if err := alone(tx, "accounts"); err != nil {
			return err
		}
		if err := against(tx); err != nil {
			return err
		}
		added := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&a)
		if added.Error == nil && added.RowsAffected == 0 {
			return ErrTaken
		}
		return added.Error
	})
	if err != nil {
		return Account{}, fmt.Errorf("add account: %w", err)
	}
	return a, nil
}

// alone keeps other transactions that ask for the same name waiting until this one ends.
// SQLite's writer is alone as it is.
func alone(tx *gorm.DB, name string) error {
	if tx.Name() != "postgres" {
		return nil
	}
	return tx.Exec("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", name).Error
}

// HasAccounts reports whether there is any account, disabled ones too.
func (s *Store) HasAccounts(ctx context.Context) (any bool, err error) {
	err = s.read(ctx, func(tx *gorm.DB) (err error) {
		any, err = anyAccount(tx)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look for accounts: %w", err)
	}
	return any, nil
}

func anyAccount(tx *gorm.DB) (bool, error) {
	var first []Account
	err := tx.Select("id").Limit(1).Find(&first).Error
	return len(first) > 0, err
}

// AccountByLogin returns the account with an address, in any case, disabled ones too. ErrNotFound.
func (s *Store) AccountByLogin(ctx context.Context, email string) (a Account, err error) {
	err = s.read(ctx, func(tx *gorm.DB) (err error) {
		a, err = one[Account](tx, "login = ?", LoginOf(email))
		return err
	})
	if err != nil {
		return Account{}, fmt.Errorf("look up account: %w", err)
	}
	return a, nil
}

// Accounts returns every account, disabled ones last, by name.
func (s *Store) Accounts(ctx context.Context) (all []Account, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		all = nil
		return tx.Find(&all).Error
	})
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	slices.SortFunc(all, byTitle)
	return all, nil
}

// byTitle orders accounts by what they are called, disabled ones last.
func byTitle(a, b Account) int {
	if left := a.DisabledAt != nil; left != (b.DisabledAt != nil) {
		if left {
			return 1
		}
		return -1
	}
	return cmp.Or(
		strings.Compare(strings.ToLower(a.Title()), strings.ToLower(b.Title())),
		strings.Compare(a.Login, b.Login))
}

// DisableAccount ends an account's sessions and takes away its sign-in; letters to it no longer
// leave; its tickets stay with it. ErrNotFound, ErrLastAdmin. Twice is once.
func (s *Store) DisableAccount(ctx context.Context, account uuid.UUID) error {
	err := s.changeAccount(ctx, account, func(tx *gorm.DB, a Account) error {
		if a.DisabledAt != nil {
			return nil
		}
		if err := keepAnAdmin(tx, a); err != nil {
			return err
		}
		if err := tx.Model(&a).Update("disabled_at", s.now()).Error; err != nil {
			return err
		}
		if err := s.dropLettersTo(tx, a); err != nil {
			return err
		}
		return tx.Where("account_id = ?", a.ID).Delete(&Session{}).Error
	})
	if err != nil {
		return fmt.Errorf("disable account: %w", err)
	}
	return nil
}

// dropLettersTo drops what waits to go to a member of staff.
func (s *Store) dropLettersTo(tx *gorm.DB, a Account) error {
	var letters []Letter
	err := toChange(tx).Where("account_id = ?", a.ID).Where(notGone).Find(&letters).Error
	for i := 0; i < len(letters) && err == nil; i++ {
		err = s.moveLetter(tx, letters[i], LetterDropped, map[string]any{"reply_code": 0, "reply_text": accountDisabled})
	}
	return err
}

// accountDisabled is the reply text of a letter whose reader was disabled before it left.
const accountDisabled = "not sent: the account is disabled"

// EnableAccount lets a disabled account sign in again. ErrNotFound.
func (s *Store) EnableAccount(ctx context.Context, account uuid.UUID) error {
	return s.setAccount(ctx, "enable account", account, map[string]any{"disabled_at": nil})
}

// SetRole gives an account another role. ErrNotFound, ErrLastAdmin.
func (s *Store) SetRole(ctx context.Context, account uuid.UUID, role Role) error {
	err := s.changeAccount(ctx, account, func(tx *gorm.DB, a Account) error {
		if role != RoleAdmin {
			if err := keepAnAdmin(tx, a); err != nil {
				return err
			}
		}
		return tx.Model(&a).Update("role", role).Error
	})
	if err != nil {
		return fmt.Errorf("set role: %w", err)
	}
	return nil
}

// keepAnAdmin fails with ErrLastAdmin when an account is the only admin who may sign in.
func keepAnAdmin(tx *gorm.DB, a Account) error {
	if a.Role != RoleAdmin || a.DisabledAt != nil {
		return nil
	}
	_, err := one[Account](tx, "role = ? AND disabled_at IS NULL AND id <> ?", RoleAdmin, a.ID)
	if errors.Is(err, ErrNotFound) {
		return ErrLastAdmin
	}
	return err
}

// changeAccount changes one account while no other one changes.
func (s *Store) changeAccount(ctx context.Context, account uuid.UUID, do func(tx *gorm.DB, a Account) error) error {
	return s.change(ctx, func(tx *gorm.DB) error {
		if err := alone(tx, "accounts"); err != nil {
			return err
		}
		a, err := one[Account](toChange(tx), "id = ?", account)
		if err != nil {
			return err
		}
		return do(tx, a)
	})
}

// SetPassword changes an account's password hash and ends its sessions but the one with this
// token hash. ErrNotFound.
func (s *Store) SetPassword(ctx context.Context, account uuid.UUID, hash, keep string) error {
	err := s.changeAccount(ctx, account, func(tx *gorm.DB, a Account) error {
		if err := tx.Model(&a).Update("password_hash", hash).Error; err != nil {
			return err
		}
		return tx.Where("account_id = ? AND token_hash <> ?", a.ID, keep).Delete(&Session{}).Error
	})
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	return nil
}

// RenewHash replaces an account's hash with another one of the same password. ErrNotFound when
// the password has been changed meanwhile.
func (s *Store) RenewHash(ctx context.Context, account uuid.UUID, old, fresh string) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		renewed := tx.Model(&Account{}).Where("id = ? AND password_hash = ?", account, old).Update("password_hash", fresh)
		if renewed.Error == nil && renewed.RowsAffected == 0 {
			return ErrNotFound
		}
		return renewed.Error
	})
	if err != nil {
		return fmt.Errorf("renew hash: %w", err)
	}
	return nil
}

// SetPreferences changes what an account chose for itself. ErrNotFound.
func (s *Store) SetPreferences(ctx context.Context, account uuid.UUID, letters, shortcuts bool) error {
	return s.setAccount(ctx, "set preferences", account, map[string]any{"letters": letters, "shortcuts": shortcuts})
}

// setAccount changes columns of an account; deed names that in errors.
func (s *Store) setAccount(ctx context.Context, deed string, account uuid.UUID, columns map[string]any) error {
	err := s.change(ctx, func(tx *gorm.DB) error {
		changed := tx.Model(&Account{}).Where("id = ?", account).Updates(columns)
		if changed.Error == nil && changed.RowsAffected == 0 {
			return ErrNotFound
		}
		return changed.Error
	})
	if err != nil {
		return fmt.Errorf("%s: %w", deed, err)
	}
	return nil
}
