package templates

import (
	"strconv"
	"strings"

	"docket/evidence"
)

// Calls are the calls that the evidence shows, one of which the docket is about.
type Calls struct {
	List  []Call
	Left  int // calls that are not listed
	Error string
}

// Call is one of several calls.
type Call struct {
	Number  int    // in the evidence, counted from 1
	Method  string // empty when the evidence does not say
	Target  string // path of the gateway's, address of another host's
	Outcome string // "422 Unprocessable Content", "no response: timeout"
	Failed  bool
	At      *Moment // nil when the instant is not known
	Written string  // the time as written, where it names no zone
	Chosen  bool
}

// mostCalls is how many calls are listed.
const mostCalls = 60

// callsOf lists the calls of the evidence, none when there is nothing to choose.
func callsOf(p TicketNew) Calls {
	if p.Reading == nil || len(p.Reading.Report.Exchanges) < 2 {
		return Calls{}
	}
	r := p.Reading
	calls := Calls{Error: mistake(p.Problems, FieldExchange)}
	for place, n := range r.Order {
		if place < mostCalls || n == r.Report.Chosen {
			calls.List = append(calls.List, callOf(p, n))
		}
	}
	calls.shorten()
	calls.Left = len(r.Report.Exchanges) - len(calls.List)
	return calls
}

// shorten shows paths alone where all calls went to one host.
func (c Calls) shorten() {
	origin := func(address string) string {
		scheme, rest, ok := strings.Cut(address, "://")
		host, _, found := strings.Cut(rest, "/")
		if !ok || !found {
			return ""
		}
		return scheme + "://" + host
	}
	common := origin(c.List[0].Target)
	for _, call := range c.List {
		if o := origin(call.Target); o != common && call.Method != "" {
			return
		}
	}
	for n, call := range c.List {
		c.List[n].Target = strings.TrimPrefix(call.Target, common)
	}
}

func callOf(p TicketNew, n int) Call {
	e := p.Reading.Report.Exchanges[n]
	call := Call{Number: n + 1, Target: "request not shown", Outcome: cameOf(e), Failed: e.Failed(), Chosen: n == p.Reading.Report.Chosen}
	if q := e.Request; q != nil && q.URL != "" {
		call.Method, call.Target = q.Method, q.URL
	}
	if at := e.At; at != nil && at.Zoned {
		call.At = &Moment{At: at.UTC, Zone: p.Site.Zone}
	} else if at != nil {
		call.Written = at.Written
	}
	return call
}

// cameOf says in words what came of a call.
func cameOf(e evidence.Exchange) string {
	switch {
	case e.Response != nil && e.Response.Status > 0:
		return strings.TrimSpace(strconv.Itoa(e.Response.Status) + " " + e.Response.Reason)
	case e.Failure != nil:
		return orWords(noResponseWords[e.Failure.Kind], "no response")
	case e.Response != nil:
		return "a response without a status"
	}
	return "no response shown"
}

// callID is the id of the n-th radio button of the list; the first bears the field's name.
func callID(n int) string {
	if n == 0 {
		return string(FieldExchange)
	}
	return string(FieldExchange) + "-" + strconv.Itoa(n)
}
