package models

// Grant is one ticket that a browser may read, proved by a ticket key.
type Grant struct {
	Reference Reference
	Epoch     int  // the key's epoch; an older one than the ticket's opens nothing
	Mailed    bool // the key came from a mail, so its holder reads the requester's mailbox
}

// Opens reports whether the grant opens all that another grant for the same ticket opens.
func (g Grant) Opens(other Grant) bool {
	return g.Epoch > other.Epoch || g.Epoch == other.Epoch && (g.Mailed || !other.Mailed)
}

// Scope says what the caller may see. Middleware alone makes one; the zero Scope sees nothing.
type Scope struct{ grants map[Reference]Grant }

// ScopeOf makes the scope of somebody who holds these grants.
func ScopeOf(grants []Grant) Scope {
	scope := Scope{make(map[Reference]Grant, len(grants))}
	for _, g := range grants {
		if held, ok := scope.grants[g.Reference]; ok && held.Mailed && !g.Mailed && held.Epoch >= g.Epoch {
			continue
		}
		scope.grants[g.Reference] = g
	}
	return scope
}

// Grant returns the grant for a ticket.
func (s Scope) Grant(ref Reference) (Grant, bool) {
	g, ok := s.grants[ref]
	return g, ok
}

// admits reports whether the scope opens this ticket.
func (s Scope) admits(t Ticket) bool {
	g, ok := s.grants[t.Reference]
	return ok && g.Epoch == t.KeyEpoch
}

// mailed returns the tickets whose key came to the caller by mail.
func (s Scope) mailed() (refs []Reference) {
	for ref, g := range s.grants {
		if g.Mailed {
			refs = append(refs, ref)
		}
	}
	return refs
}

// IsZero reports whether the scope opens nothing.
func (s Scope) IsZero() bool { return len(s.grants) == 0 }
