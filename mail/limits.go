package mail

import "time"

const (
	// conversationTime is the longest that one letter may take at a mail server, from
	// connecting to its last answer. RFC 5321 §4.5.3.2 would wait up to 10 min for that
	// answer; the letter's lease does not.
	conversationTime = 2 * time.Minute

	// patience is how long the courier may hold a letter. It exceeds conversationTime, and
	// no letter's try begins later than their difference, so a letter is never in two hands.
	patience = 5 * time.Minute

	// lifetime is how long a letter is tried (RFC 5321 §4.5.4.1: at least 4 to 5 days).
	lifetime = 5 * 24 * time.Hour

	// grace is how long a letter on its way may take to finish once the program stops, which
	// has 15 s for everything.
	grace = 6 * time.Second
)
