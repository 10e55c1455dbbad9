package models

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"docket/evidence"
)

// Role says what a member of staff may do. Each may do what those before it may.
type Role string

// The roles, from least to most.
const (
	RoleAgent Role = "agent" // works on tickets and letters
	RoleLead  Role = "lead"  // also holds all letters and lets them go
	RoleAdmin Role = "admin" // also adds, changes and disables accounts
)

// Roles lists every role, from least to most.
var Roles = []Role{RoleAgent, RoleLead, RoleAdmin}

// AtLeast reports whether the role may do all that another one may. An unknown role may nothing.
func (r Role) AtLeast(other Role) bool {
	return r.rank() >= other.rank() && r.rank() > 0 && other.rank() > 0
}

func (r Role) rank() int {
	for i, role := range Roles {
		if r == role {
			return i + 1
		}
	}
	return 0
}

// Account is a member of staff.
type Account struct {
	ID           uuid.UUID `gorm:"primaryKey"`
	Login        string    // LoginOf the address; unique
	Email        string    // as given, one addr-spec (RFC 5322 §3.4.1)
	Name         evidence.Clean
	Role         Role
	PasswordHash string // PHC string of argon2id
	Letters      bool   // wants mail when a requester answers on a ticket of theirs
	Shortcuts    bool   // single keys do things (WCAG 2.2 §2.1.4)
	CreatedAt    time.Time
	DisabledAt   *time.Time // nil: may sign in
}

// LoginOf is what an address is compared by when somebody signs in: case does not matter.
func LoginOf(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// Title is how an account is called on pages of staff: its name, else its address.
func (a Account) Title() string {
	if name := a.Name.String(); name != "" {
		return name
	}
	return a.Email
}

// Session is one browser in which a member of staff is signed in.
type Session struct {
	ID        uuid.UUID `gorm:"primaryKey"` // names it on pages; opens nothing
	TokenHash string    // lower-case hexadecimal SHA-256 of the token in the cookie
	AccountID uuid.UUID
	Browser   string // what the browser calls itself, shortened
	Data      []byte // the session library's
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time // when it ends unless it is used, at most twelve hours after CreatedAt
}

// Desk is the authority of a signed-in member of staff. Middleware alone makes one; the zero
// Desk sees and changes nothing.
type Desk struct{ account Account }

// DeskOf makes the desk of an account that has proved itself and is not disabled.
func DeskOf(a Account) Desk { return Desk{a} }

// Account is whose desk it is.
func (d Desk) Account() Account { return d.account }

// IsZero reports whether nobody sits at the desk.
func (d Desk) IsZero() bool { return d.account.ID == uuid.Nil || d.account.DisabledAt != nil }
