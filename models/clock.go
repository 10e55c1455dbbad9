package models

import "time"

// Clock tells the time; tests pass their own.
type Clock func() time.Time
