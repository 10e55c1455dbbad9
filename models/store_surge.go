package models

import (
	"sync"
	"time"
)

// Caps on confirmations to unproved mailboxes, whoever they are for: somebody who uses Docket
// to flood strangers fills them, and the rest waits.
const (
	InstanceHourly = 600
	NetworkHourly  = InstanceHourly / 10 // of one client network
)

// From says in which network the client is, such as "203.0.113.0/24": the filings of one network
// may not use up the confirmations of all. Empty: not known.
func (f Filing) From(network string) Filing {
	f.network = network
	return f
}

// surge counts the confirmations to unproved mailboxes, hour by hour and for a day ahead. It
// lives in memory: a restart forgets them.
type surge struct {
	mu    sync.Mutex
	hours map[time.Time]*surgeHour
	held  time.Time // the latest hour that the instance's cap has kept a letter from
}

// surgeHour is the letters of one hour. It knows no more networks than letters, so at most
// InstanceHourly.
type surgeHour struct {
	letters  int
	networks map[string]int
}

// admit counts a letter and returns the hour that it falls into, at the earliest now's. Without
// room within LongestWait, ok is false.
func (s *surge) admit(now time.Time, network string) (hour time.Time, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	current := now.Truncate(time.Hour)
	s.forget(current)
	for hour := current; !hour.After(now.Add(LongestWait)); hour = hour.Add(time.Hour) {
		h := s.hours[hour]
		if h == nil {
			h = &surgeHour{networks: map[string]int{}}
			s.hours[hour] = h
		}
		if h.letters == InstanceHourly {
			s.held = current
			continue
		}
		if network == "" || h.networks[network] < NetworkHourly {
			h.letters++
			h.networks[network]++
			return hour, true
		}
	}
	return time.Time{}, false
}

// forget drops the hours that have passed.
func (s *surge) forget(current time.Time) {
	if s.hours == nil {
		s.hours = map[time.Time]*surgeHour{}
	}
	for hour := range s.hours {
		if hour.Before(current) {
			delete(s.hours, hour)
		}
	}
}

// Surging reports whether confirmations wait because the instance's cap is reached: the alarm
// that somebody may be using Docket to write to strangers. One network beyond its share is none.
func (s *Store) Surging() bool {
	s.surge.mu.Lock()
	defer s.surge.mu.Unlock()
	return !s.surge.held.Before(s.now().Truncate(time.Hour))
}
